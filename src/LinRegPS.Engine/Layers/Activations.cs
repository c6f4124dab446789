namespace LinRegPS;

/// <summary>max(x, 0); torch.nn.ReLU.</summary>
public sealed class ReLU : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Relu();
}

/// <summary>x between 0 and 6; torch.nn.ReLU6.</summary>
public sealed class ReLU6 : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Relu6();
}

/// <summary>The hyperbolic tangent; torch.nn.Tanh.</summary>
public sealed class Tanh : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Tanh();
}

/// <summary>1 / (1 + e^-x); torch.nn.Sigmoid.</summary>
public sealed class Sigmoid : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Sigmoid();
}

/// <summary>The logarithm of the sigmoid; torch.nn.LogSigmoid.</summary>
public sealed class LogSigmoid : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.LogSigmoid();
}

/// <summary>x sigmoid(x), swish; torch.nn.SiLU.</summary>
public sealed class SiLU : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Silu();
}

/// <summary>x tanh(softplus(x)); torch.nn.Mish.</summary>
public sealed class Mish : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Mish();
}

/// <summary>The self-normalizing ELU; torch.nn.SELU.</summary>
public sealed class SELU : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Selu();
}

/// <summary>x / (1 + |x|); torch.nn.Softsign.</summary>
public sealed class Softsign : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Softsign();
}

/// <summary>x relu6(x + 3) / 6; torch.nn.Hardswish.</summary>
public sealed class Hardswish : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Hardswish();
}

/// <summary>relu6(x + 3) / 6; torch.nn.Hardsigmoid.</summary>
public sealed class Hardsigmoid : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Hardsigmoid();
}

/// <summary>x - tanh(x); torch.nn.Tanhshrink.</summary>
public sealed class Tanhshrink : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Tanhshrink();
}

/// <summary>x, with a small slope below 0; torch.nn.LeakyReLU.</summary>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.LeakyRelu(negativeSlope);

    internal override object?[] Arguments => [negativeSlope];

    private protected override string Description => $"negative_slope={LayerText.Float(negativeSlope)}";
}

/// <summary>x, and alpha (e^x - 1) below 0; torch.nn.ELU.</summary>
public sealed class ELU(double alpha = 1) : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Elu(alpha);

    internal override object?[] Arguments => [alpha];

    private protected override string Description => $"alpha={LayerText.Float(alpha)}";
}

/// <summary>x times the normal distribution's probability up to x; torch.nn.GELU.</summary>
public sealed class GELU : Module
{
    private readonly bool _isTanh;

    /// <summary>The function, or its approximation.</summary>
    /// <param name="approximate">"none", or "tanh" for the approximation.</param>
    /// <exception cref="InvalidValueException">Another approximation.</exception>
    public GELU(string approximate = "none") => _isTanh = approximate switch
    {
        "none" => false,
        "tanh" => true,
        _ => throw Errors.NoSuchName("approximation of GELU", approximate, ["none", "tanh"]),
    };

    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Gelu(_isTanh);

    internal override object?[] Arguments => [_isTanh ? "tanh" : "none"];

    private protected override string Description => $"approximate='{(_isTanh ? "tanh" : "none")}'";
}

/// <summary>log(1 + e^(beta x)) / beta; torch.nn.Softplus.</summary>
public sealed class Softplus(double beta = 1, double threshold = 20) : Module
{
    /// <summary>The function of each element.</summary>
    /// <exception cref="InvalidValueException">Beta or threshold can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);

    internal override object?[] Arguments => [beta, threshold];

    private protected override string Description => FormattableString.Invariant($"beta={beta}, threshold={threshold}");
}

/// <summary>x between two bounds; torch.nn.Hardtanh.</summary>
public sealed class Hardtanh(double minVal = -1, double maxVal = 1) : Module
{
    /// <summary>The function of each element.</summary>
    /// <exception cref="InvalidValueException">The bounds are the wrong way round.</exception>
    public override Tensor Forward(Tensor x) => x.Hardtanh(minVal, maxVal);

    internal override object?[] Arguments => [minVal, maxVal];

    private protected override string Description => $"min_val={LayerText.Float(minVal)}, max_val={LayerText.Float(maxVal)}";
}

/// <summary>x where it is above a threshold, else a value; torch.nn.Threshold.</summary>
public sealed class Threshold(double threshold, double value) : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Threshold(threshold, value);

    internal override object?[] Arguments => [threshold, value];

    private protected override string Description => FormattableString.Invariant($"threshold={threshold}, value={value}");
}

/// <summary>x, with a slope below 0 that is learned: one, or one for each channel; torch.nn.PReLU.</summary>
public sealed class PReLU : Module
{
    /// <summary>A layer of so many slopes.</summary>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public PReLU(int numParameters = 1, double init = 0.25)
    {
        LayerBudget.Take(LayerDraws.Positive("NumParameters", numParameters));
        Weight = Tensor.Full((float)init, numParameters).RequiresGrad_();
    }

    /// <summary>The slopes, [parameters].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>The function of each element.</summary>
    /// <exception cref="ShapeMismatchException">There are several slopes, and not one for each channel.</exception>
    public override Tensor Forward(Tensor x) => x.Prelu(Weight);

    internal override object?[] Arguments => [Weight.Numel, 0.25];

    private protected override string Description => $"num_parameters={Weight.Numel}";
}

/// <summary>Probabilities along a dimension; torch.nn.Softmax.</summary>
public sealed class Softmax(int dim) : Module
{
    /// <summary>The probabilities.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x) => x.Softmax(dim);

    internal override object?[] Arguments => [dim];

    private protected override string Description => $"dim={dim}";
}

/// <summary>The logarithms of probabilities along a dimension; torch.nn.LogSoftmax.</summary>
public sealed class LogSoftmax(int dim) : Module
{
    /// <summary>The logarithms.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x) => x.LogSoftmax(dim);

    internal override object?[] Arguments => [dim];

    private protected override string Description => $"dim={dim}";
}
