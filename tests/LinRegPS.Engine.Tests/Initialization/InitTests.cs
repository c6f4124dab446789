using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Initialization;

/// <summary>What initialisations mean; their draws are in RandomTests.</summary>
public class InitTests
{
    [Fact]
    public void GainsArePyTorchs()
    {
        var gains = OpReference.Instance.Init.Gains;
        Assert.Equal(gains["linear"], Init.CalculateGain(Nonlinearity.Linear));
        Assert.Equal(gains["sigmoid"], Init.CalculateGain(Nonlinearity.Sigmoid));
        Assert.Equal(gains["tanh"], Init.CalculateGain(Nonlinearity.Tanh));
        Assert.Equal(gains["relu"], Init.CalculateGain(Nonlinearity.Relu));
        Assert.Equal(gains["leaky_relu"], Init.CalculateGain(Nonlinearity.LeakyRelu));
        Assert.Equal(gains["leaky_relu(0.2)"], Init.CalculateGain(Nonlinearity.LeakyRelu, 0.2));
        Assert.Equal(gains["leaky_relu(2.23606798)"], Init.CalculateGain(Nonlinearity.LeakyRelu, Math.Sqrt(5)), 1e-12);
        Assert.Equal(gains["selu"], Init.CalculateGain(Nonlinearity.Selu));
    }

    // A kernel's elements count: a weight of a convolution [out, in, height, width].
    [Fact]
    public void AUniformStartReachesItsBoundAndNotBeyond()
    {
        foreach (var (mode, fan) in new[] { (FanMode.FanIn, 3 * 25), (FanMode.FanOut, 40 * 25) })
        {
            var w = Init.KaimingUniform(Tensor.Zeros(40, 3, 5, 5), 0, mode, Nonlinearity.Relu, new Generator(0)).ToArray();
            double bound = Math.Sqrt(2) * Math.Sqrt(3.0 / fan);
            Assert.InRange(w.Max(), 0.99 * bound, bound * (1 + 1e-6));
            Assert.InRange(w.Min(), -bound * (1 + 1e-6), -0.99 * bound);
        }
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 7)]
    [InlineData(7, 3)]
    [InlineData(1, 5)]
    [InlineData(40, 40)]
    public void OrthogonalRowsOrColumnsAreOrthogonal(int rows, int columns)
    {
        var q = Init.Orthogonal(Tensor.Zeros(rows, columns), 2, new Generator(5));
        var product = rows <= columns ? q.MatMul(q.Transpose(0, 1)) : q.Transpose(0, 1).MatMul(q);
        int size = Math.Min(rows, columns);
        float[] actual = product.ToArray();
        for (int i = 0; i < size * size; i++)
            Assert.Equal(i % (size + 1) == 0 ? 4 : 0, actual[i], 1e-5f);
    }

    [Fact]
    public void ConstantsAreThem()
    {
        var w = Tensor.Zeros(2, 3).RequiresGrad_();
        Assert.Equal([0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f], Init.Constant(w, 0.1).ToArray());
        Assert.Equal([1, 0, 0, 0, 1, 0], Init.Eye(w).ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0], Init.Eye(Tensor.Ones(3, 2)).ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1], Init.Ones(w).ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0], Init.Zeros(w).ToArray());
    }

    [Fact]
    public void ATruncatedNormalStaysWithinItsBounds()
    {
        float[] w = Init.TruncNormal(Tensor.Zeros(20_000), 1, 2, -0.5, 4, new Generator(0)).ToArray();
        Assert.All(w, x => Assert.InRange(x, -0.5f, 4));
        // The mean of N(1, 2^2) between -0.5 and 4, by the densities at both ends.
        Assert.Equal(1.50, w.Average(), 0.03);
        Assert.InRange(w.Min(), -0.5f, -0.499f);
    }

    // 5 + 0 / 0: what is refused, and by which words, is in ErrorTests; a start that is refused changes nothing.
    [Fact]
    public void ARefusedStartChangesNothing()
    {
        var w = Tensor.Ones(2, 2);
        Assert.Throws<InvalidValueException>(() => Init.XavierUniform(w, double.NaN));
        Assert.Throws<InvalidValueException>(() => Init.Orthogonal(w, double.NaN));
        Assert.Throws<InvalidValueException>(() => Init.TruncNormal(w, double.NaN));
        Assert.Throws<InvalidValueException>(() => Init.KaimingNormal(w, double.NaN));
        Assert.Equal((0, 4f), (w.Version, w.Sum().Item()));
    }
}
