using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Engine.Tests.Kernels;

public class SummationTests
{
    private const int Most = 2000;
    private static readonly float[] s_x = Numbers.Normal(1, Most), s_y = Numbers.Normal(2, Most);

    [Fact]
    public void EightAndMoreNumbersAreSummedToHalfAnUlp()
    {
        double sum = 0, dot = 0;
        for (int n = 1; n <= Most; n++)
        {
            sum += s_x[n - 1];
            dot += (double)s_x[n - 1] * s_y[n - 1];
            if (n < 8)
                continue;
            AssertRounded(sum, Summation.Sum(s_x.AsSpan(0, n)), n);
            AssertRounded(dot, Summation.Dot(s_x.AsSpan(0, n), s_y.AsSpan(0, n)), n);
        }
    }

    [Fact]
    public void FewerThanEightNumbersAreSummedFromLeftToRightEachSumRounded()
    {
        for (int n = 0; n < 8; n++)
        {
            float sum = 0, dot = 0;
            for (int i = 0; i < n; i++)
            {
                sum += s_x[i];
                float product = s_x[i] * s_y[i];
                dot += product;
            }
            Assert.Equal(sum, Summation.SumInOrder(s_x.AsSpan(0, n)));
            if (n < 5)
                Assert.Equal(sum, Summation.Sum(s_x.AsSpan(0, n)));
            Assert.Equal(dot, Summation.Dot(s_x.AsSpan(0, n), s_y.AsSpan(0, n)));
        }
    }

    // torch.sum, mse_loss and the gradient of a bias: PyTorch 1.13's numbers, whose bits another order has not.
    [Fact]
    public void FiveToSevenNumbersAreSummedInPyTorchsOrder()
    {
        var sums = Fixture.Read<SmallSums>("sums_torch.json");
        Assert.Equal(90, sums.Cases.Length);
        Assert.Contains(sums.Cases, c => Summation.SumInOrder(c.X) != c.Sum);
        foreach (var (x, y, sum, mean, squares) in sums.Cases)
        {
            Assert.Equal(sum, Summation.Sum(x));
            Assert.Equal(mean, Tensor.From(x).Mean().Item());
            Assert.Equal(squares, Loss.Mse(Tensor.From(x), Tensor.From(y), Reduction.Sum).Item());
            var bias = Tensor.Scalar(1).RequiresGrad_();
            (bias + Tensor.From(x)).Backward(Tensor.From(y));
            Assert.Equal(Summation.Sum(y), bias.Grad!.Item());
        }
    }

    private sealed record SmallSums(SmallSum[] Cases);

    private sealed record SmallSum(float[] X, float[] Y, float Sum, float Mean, float Squares);

    [Fact]
    public void TenMillionTenthsDoNotDrift()
    {
        float[] tenths = new float[10_000_000];
        tenths.AsSpan().Fill(0.1f);
        Assert.Equal((float)(1e7 * 0.1f), Summation.Sum(tenths));
    }

    [Fact]
    public void TheMiddleDimensionIsSummedForEveryShape()
    {
        foreach (int outer in new[] { 0, 1, 3 })
        {
            foreach (int count in new[] { 0, 1, 2, 15, 16, 17, 100 })
            {
                foreach (int inner in Enumerable.Range(0, 35))
                {
                    float[] x = Numbers.Whole(3, outer * count * inner), expected = new float[outer * inner];
                    for (int i = 0; i < x.Length; i++)
                        expected[(i / (count * inner) * inner) + (i % inner)] += x[i];
                    float[] sums = [.. Enumerable.Repeat(float.NaN, outer * inner)];
                    Summation.SumMiddle(x, outer, count, inner, sums);
                    Assert.Equal(expected, sums);
                }
            }
        }
    }

    [Fact]
    public void SixteenAndMoreRowsAreSummedToHalfAnUlp()
    {
        const int count = 80, inner = 21;
        float[] sums = new float[inner];
        Summation.SumMiddle(s_x.AsSpan(0, count * inner), 1, count, inner, sums);
        for (int column = 0; column < inner; column++)
            AssertRounded(Enumerable.Range(0, count).Sum(row => (double)s_x[(row * inner) + column]), sums[column], column);
    }

    private static void AssertRounded(double exact, float actual, int n) =>
        Assert.True(Ulps.Error(actual, exact) <= 0.501, $"{n}: {actual:G9} for {exact:G17}");
}
