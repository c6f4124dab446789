using System.Globalization;
using LinRegPS.Engine.Tests.Optimizers;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

public class ClipTests
{
    private static readonly TorchClip[] s_cases =
    [
        .. OpReference.Instance.ClipGradNorm.Select(c => new TorchClip(c.MaxNorm, c.NormType.ToString(CultureInfo.InvariantCulture), c.Grads, c.TotalNorm, c.Clipped, [])),
        .. OptimizerTraceTests.Reference.Clip,
    ];

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, s_cases.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void NormsAndClippedGradientsArePyTorchs(int index)
    {
        var c = s_cases[index];
        double order = c.Order is "inf" or "Infinity" ? double.PositiveInfinity : double.Parse(c.Order, CultureInfo.InvariantCulture);
        var parameters = Parameters(c);
        float norm = Clip.GradNorm(parameters, c.Limit, order);
        // PyTorch sums in float32, we in double: of 22 numbers its sum is off by three units in the last place.
        int ulps = c.Grads.Sum(gradient => gradient.Length) > 10 ? 4 : 2;
        Near(c.Norm, norm, ulps);
        foreach (var (expected, parameter) in c.Clipped.Zip(parameters))
            Assert.All(expected.Zip(parameter.Grad!.ToArray()), pair => Near(pair.First, pair.Second, ulps));
        if (c.Cut.Length == 0)
            return;
        parameters = Parameters(c);
        Clip.GradValue(parameters, c.Limit);
        foreach (var (expected, parameter) in c.Cut.Zip(parameters))
            Expect.SameBits(expected, parameter.Grad!.ToArray());
    }

    [Fact]
    public void ParametersWithoutAGradientAreLeftOut()
    {
        var layer = new Linear(2, 1);
        Assert.Equal(0, Clip.GradNorm(layer, 1));
        Clip.GradValue(layer, 1);
        Assert.Null(layer.Weight.Grad);
        layer.Weight.Grad = Tensor.From([3, -4], 1, 2);
        Assert.Equal(5, Clip.GradNorm(layer, 1));
        Assert.Equal([0.6f, -0.8f], layer.Weight.Grad.ToArray().Select(g => MathF.Round(g, 5)));
        Clip.GradValue(layer, 0.7);
        Assert.Equal(-0.7f, layer.Weight.Grad.ToArray()[1]);
    }

    [Fact]
    public void ANormThatIsNotFiniteCanBeAnError()
    {
        var w = Tensor.Zeros(2).RequiresGrad_();
        w.Grad = Tensor.From([1, float.PositiveInfinity]);
        Expect.Error<InvalidValueException>("NonFiniteNorm", () => Clip.GradNorm([w], 1, errorIfNonfinite: true), "Infinity");
        Assert.Equal(1, w.Grad.ToArray()[0]);
    }

    private static void Near(float expected, float actual, int ulps)
    {
        if (float.IsNaN(expected))
            Assert.True(float.IsNaN(actual));
        else
            Assert.InRange(Ulps.Between(expected, actual), 0, ulps);
    }

    private static Tensor[] Parameters(TorchClip c) => [.. c.Grads.Select(gradient =>
    {
        var parameter = Tensor.Zeros(gradient.Length).RequiresGrad_();
        parameter.Grad = Tensor.From(gradient);
        return parameter;
    })];
}
