namespace LinRegPS;

/// <summary>max(x, 0); torch.nn.ReLU.</summary>
public sealed class ReLU : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Relu();
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

    private protected override string Description => $"approximate='{(_isTanh ? "tanh" : "none")}'";
}

/// <summary>log(1 + e^(beta x)) / beta; torch.nn.Softplus.</summary>
public sealed class Softplus(double beta = 1, double threshold = 20) : Module
{
    /// <summary>The function of each element.</summary>
    /// <exception cref="InvalidValueException">Beta or threshold can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);

    private protected override string Description => FormattableString.Invariant($"beta={beta}, threshold={threshold}");
}

/// <summary>Probabilities along a dimension; torch.nn.Softmax.</summary>
public sealed class Softmax(int dim) : Module
{
    /// <summary>The probabilities.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x) => x.Softmax(dim);

    private protected override string Description => $"dim={dim}";
}

/// <summary>The logarithms of probabilities along a dimension; torch.nn.LogSoftmax.</summary>
public sealed class LogSoftmax(int dim) : Module
{
    /// <summary>The logarithms.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x) => x.LogSoftmax(dim);

    private protected override string Description => $"dim={dim}";
}
