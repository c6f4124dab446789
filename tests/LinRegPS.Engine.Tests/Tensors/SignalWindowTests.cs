namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Windows of signals, and draws. PyTorch 1.13.1 prints every number that is expected here, Kaiser's by float64.</summary>
public class SignalWindowTests
{
    public static TheoryData<string, bool, float[]> Windows => new()
    {
        { "Hann", true, [0, 0.34549152851104736f, 0.9045085310935974f, 0.9045084714889526f, 0.3454914391040802f] },
        { "Hann", false, [0, 0.5f, 1, 0.5f, 0] },
        { "Blackman", true, [0, 0.20077013969421387f, 0.8492299318313599f, 0.8492298126220703f, 0.2007700800895691f] },
        { "Blackman", false, [0, 0.3400000035762787f, 1, 0.3399999737739563f, 0] },
        { "Bartlett", true, [0, 0.4000000059604645f, 0.800000011920929f, 0.7999999523162842f, 0.3999999761581421f] },
        { "Bartlett", false, [0, 0.5f, 1, 0.5f, 0] },
        { "Kaiser", true, [5.277344098431058e-05f, 0.1017196848988533f, 0.7929398417472839f, 0.7929398417472839f, 0.1017196848988533f] },
        { "Kaiser", false, [5.277344098431058e-05f, 0.21567274630069733f, 1, 0.21567274630069733f, 5.277344098431058e-05f] },
        { "Kaiser3", true, [0.20488475263118744f, 0.7269255518913269f, 1, 0.7269255518913269f] },
        { "Kaiser3", false, [0.20488475263118744f, 0.8712418675422668f, 0.8712418675422668f, 0.20488475263118744f] },
        { "Hamming", true, [0.08000001311302185f, 0.5400000214576721f, 1, 0.5400000214576721f] },
        { "Hamming", false, [0.08000001311302185f, 0.7700000405311584f, 0.7699999809265137f, 0.08000001311302185f] },
        { "Hamming6", true, [0.30000001192092896f, 0.6000000238418579f, 0.9000000357627869f, 0.6000000238418579f] },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void AWindowIsPyTorchs(string name, bool periodic, float[] expected) =>
        Assert.Equal(expected, Make(name, expected.Length, periodic).ToArray(), (a, b) => MathF.Abs(a - b) <= 1.3e-7f);

    [Theory]
    [InlineData("Hann")]
    [InlineData("Blackman")]
    [InlineData("Bartlett")]
    [InlineData("Kaiser")]
    [InlineData("Hamming")]
    public void AWindowOfOneIsOneAndOfNoneNone(string name)
    {
        Assert.Equal([1], Make(name, 1, false).ToArray());
        Assert.Equal(0, Make(name, 0, true).Numel);
        Assert.Throws<InvalidValueException>(() => Make(name, -1, true));
    }

    // PyTorch has NaN for the second: its Bessel function is beyond float32 there.
    [Fact]
    public void ANarrowKaiserWindowHasNumbers()
    {
        Assert.Equal([4.0401e-34f, 1, 4.0401e-34f], Tensor.KaiserWindow(3, false, 80).ToArray(), (a, b) => MathF.Abs(a - b) <= 1e-4f * b);
        Assert.Equal([0, 1, 0], Tensor.KaiserWindow(3, false, 1e9).ToArray());
        // The two ways to the Bessel function meet.
        float[] below = Tensor.KaiserWindow(9, false, 699.99).ToArray(), above = Tensor.KaiserWindow(9, false, 700.01).ToArray();
        Assert.Equal(below, above, (a, b) => MathF.Abs(a - b) <= 0.02f * b);
    }

    [Fact]
    public void ExponentialDrawsAreTorchsBits()
    {
        var generator = new Generator(7);
        Assert.Equal([0.3276439309120178f, 0.319783478975296f, 1.981175422668457f, 1.0691168308258057f, 2.557856321334839f], Tensor.Zeros(5).Exponential_(1, generator).ToArray());
        Assert.Equal([0.7318976521492004f, 0.13965968787670135f], Tensor.Zeros(2).Exponential_(2.5, generator).ToArray());
    }

    [Theory]
    [InlineData(false, new[] { 0.1878139227628708f, 0.8113611936569214f, 0.0008249509264715016f, 0.028322869911789894f, 0.016639184206724167f, 0.9550378918647766f })]
    [InlineData(true, new[] { 0f, 1, 0, 0, 0, 1 })]
    public void ChoicesWithNoiseAreTorchs(bool hard, float[] expected)
    {
        var x = Tensor.From([1, 2, -1, 0, 0.5f, 3], 2, 3).RequiresGrad_();
        var y = x.GumbelSoftmax(0.7, hard, -1, new Generator(7));
        Assert.Equal(expected, y.ToArray(), (a, b) => MathF.Abs(a - b) <= 3e-7f);
        y[":", 0].Sum().Backward();
        float[] slope = [0.21791407465934753f, -0.21769274771213531f, -0.00022133895254228264f, 0.03931526467204094f, -0.0006732420879416168f, -0.038642022758722305f];
        Assert.Equal(slope, x.Grad!.ToArray(), (a, b) => MathF.Abs(a - b) <= 1e-7f);
    }

    private static Tensor Make(string name, int size, bool periodic) => name switch
    {
        "Hann" => Tensor.HannWindow(size, periodic),
        "Blackman" => Tensor.BlackmanWindow(size, periodic),
        "Bartlett" => Tensor.BartlettWindow(size, periodic),
        "Kaiser" => Tensor.KaiserWindow(size, periodic),
        "Kaiser3" => Tensor.KaiserWindow(size, periodic, 3),
        "Hamming6" => Tensor.HammingWindow(size, periodic, 0.6, 0.3),
        _ => Tensor.HammingWindow(size, periodic),
    };
}
