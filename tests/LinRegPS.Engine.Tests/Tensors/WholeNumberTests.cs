using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

// int64 and bool where PyTorch keeps them, with all digits. PyTorch 1.13.1 prints every number that is expected here.
public class WholeNumberTests
{
    private const long Large = 1L << 60;
    private static readonly Tensor s_whole = Tensor.FromInt64([(1 << 24) + 1, 3, Large, -Large], 2, 2);

    [Fact]
    public void ExtremesOfLargeWholeNumbersHaveAllDigits()
    {
        Assert.Equal([(1 << 24) + 1, Large], s_whole.Amax(1).ToInt64Array());
        Assert.Equal([3, -Large], s_whole.Amin([1], keepdim: true).ToInt64Array());
        Assert.Equal(Large, s_whole.Amax([]).ToInt64Array()[0]);
        Assert.Equal([Large, 3], s_whole.Amax([0], keepdim: true).ToInt64Array());
        Assert.Equal([Large, -Large], [s_whole.Aminmax().Max.ToInt64Array()[0], s_whole.Aminmax().Min.ToInt64Array()[0]]);
        Assert.Equal("[1,2]", s_whole.Amax([0], keepdim: true).Shape.ToString());
        Assert.Equal(DType.Bool, Tensor.FromBool([true, false], 1, 2).Amax(1).DType);
        Expect.Error<InvalidValueException>("EmptyTensor", () => Tensor.FromInt64([], 0).Amax(0), "Amax");
    }

    [Fact]
    public void RunningExtremesOfLargeWholeNumbersHaveAllDigits()
    {
        var (most, least) = (s_whole.CumMax(1), s_whole.CumMin(1));
        Assert.Equal([(1 << 24) + 1, (1 << 24) + 1, Large, Large], most.Values.ToInt64Array());
        Assert.Equal([0, 0, 0, 0], most.Indices.ToInt64Array());
        Assert.Equal([(1 << 24) + 1, 3, Large, -Large], least.Values.ToInt64Array());
        Assert.Equal([0, 1, 0, 1], least.Indices.ToInt64Array());
        Assert.Equal([true, true], Tensor.FromBool([true, false]).CumMax(0).Values.Elements<bool>().ToArray());
    }

    [Fact]
    public void WholeNumbersAndTruthValuesTogetherAreWhole()
    {
        var (whole, flags) = (Tensor.FromInt64([Large, 1]), Tensor.FromBool([true, false]));
        Assert.Equal([Large, 1, 1, 0], Tensor.Cat([whole, flags]).ToInt64Array());
        Assert.Equal([1, 0, Large, 1], Tensor.Stack([flags, whole]).ToInt64Array());
        Assert.Equal([Large, 0], Tensor.Where(flags, whole, flags).ToInt64Array());
        Assert.Equal(DType.Float32, Tensor.Cat([flags, Tensor.Ones(1)]).DType);
    }

    [Fact]
    public void ANumberBesideWholeNumbersIsNotCutOff()
    {
        var (x, flags) = (Tensor.FromInt64([1, 2]), Tensor.FromBool([true, false]));
        foreach (var y in new[] { x.Where(flags, 1.5), Tensor.Where(flags, x, 1.5) })
            Assert.Equal([1, 1.5f], y.ToArray());
        Assert.Equal([1.5f, 2], Tensor.Where(flags, 1.5, x).ToArray());
        Assert.Equal([Large, 7], Tensor.Where(flags, Tensor.FromInt64([Large, 2]), 7).ToInt64Array());
    }

    [Fact]
    public void WholeNumbersChangeInPlace()
    {
        var x = Tensor.FromInt64([Large, -3]);
        Assert.Equal([Large + 1, -2], x.Add_(1).ToInt64Array());
        Assert.Equal([Large - 1, -5], x.Sub_(Tensor.FromInt64([2, 3])).ToInt64Array());
        Assert.Equal([Large - 1, 0], x.Mul_(Tensor.FromBool([true, false])).ToInt64Array());
        Assert.Equal([Large - 2, 1], x.Add_(x.Flip(0).Mul_(0).Add_(Tensor.FromInt64([-1, 1]))).ToInt64Array());
        var rows = Tensor.FromInt64([1, 2, 3, 4], 2, 2);
        rows[1].Mul_(10);
        Assert.Equal([1, 2, 30, 40], rows.ToInt64Array());
        Expect.Error<InvalidValueException>("WrongDType", () => x.Add_(0.5), "Add_", "int64");
        Expect.Error<InvalidValueException>("WrongDType", () => x.Mul_(Tensor.Ones(2)), "Mul_");
        Expect.Error<InvalidValueException>("NotInInt64", () => x.Mul_(100), "Mul_");
        Assert.Equal([Large - 2, 1], x.ToInt64Array());
    }

    [Fact]
    public void NegativeIndicesOfWhatIsFilledCountFromTheEnd()
    {
        Assert.Equal([0, 5, 0, 5], Tensor.Zeros(4).IndexFill(0, Tensor.FromInt64([-1, 1]), 5).ToArray());
        Assert.Equal(5, Tensor.Scalar(3).IndexFill(0, Tensor.FromInt64([-1]), 5).Item());
        Expect.Error<InvalidValueException>("InvalidIndex", () => Tensor.Zeros(4).IndexFill(0, Tensor.FromInt64([-5]), 5), "IndexFill");
    }

    [Fact]
    public void PowersBelowZeroAreThoseOfTheInverse()
    {
        var x = Tensor.From([2, 1, 1, 3], 2, 2);
        Assert.Equal([0.4f, -0.2f, -0.2f, 0.2f], x.MatrixPower(-2).ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Throws<InvalidValueException>(() => Tensor.Zeros(2, 2).MatrixPower(-1));
    }
}
