namespace LinRegPS;

/// <summary>y = x1ᵀ A x2 + b of two inputs; torch.nn.Bilinear.</summary>
public sealed class Bilinear : Module
{
    /// <summary>A layer whose weight and bias are drawn from U(-1/√in1, 1/√in1) as PyTorch draws them.</summary>
    /// <param name="in1Features">The size of the first input's last dimension.</param>
    /// <param name="in2Features">The size of the second input's last dimension.</param>
    /// <param name="outFeatures">The size of the output's last dimension.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A size below 1.</exception>
    public Bilinear(int in1Features, int in2Features, int outFeatures, bool bias = true, Generator? generator = null)
    {
        LayerDraws.Positive("In1Features", in1Features);
        LayerDraws.Positive("In2Features", in2Features);
        LayerDraws.Positive("OutFeatures", outFeatures);
        double bound = 1 / Math.Sqrt(in1Features);
        Weight = LayerDraws.Within(generator, bound, outFeatures, in1Features, in2Features);
        if (bias)
            Bias = LayerDraws.Within(generator, bound, outFeatures);
    }

    /// <summary>[out, in1, in2].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>[out], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The output for one input in both places.</summary>
    /// <exception cref="ShapeMismatchException">The last dimension does not hold the layer's features.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The output [*, out] for inputs [*, in1] and [*, in2].</summary>
    /// <exception cref="ShapeMismatchException">A last dimension does not hold the layer's features, or the others differ.</exception>
    /// <exception cref="InvalidValueException">An input is null.</exception>
    public Tensor Forward(Tensor x1, Tensor x2) => Tensor.Bilinear(x1, x2, Weight, Bias);

    internal override object?[] Arguments => [Weight.Shape[1], Weight.Shape[2], Weight.Shape[0], Bias is not null];

    private protected override string Description =>
        $"in1_features={Weight.Shape[1]}, in2_features={Weight.Shape[2]}, out_features={Weight.Shape[0]}, bias={Bias is not null}";
}
