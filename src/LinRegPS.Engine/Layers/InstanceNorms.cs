namespace LinRegPS;

/// <summary>What the instance norms share; torch.nn.InstanceNorm1d and 2d, which keep no running ones.</summary>
public abstract class InstanceNorm : Module
{
    private readonly int _features;
    private readonly double _eps;

    private protected InstanceNorm(int numFeatures, double eps, bool affine)
    {
        (_features, _eps) = (LayerDraws.Positive("NumFeatures", numFeatures), eps);
        if (!affine)
            return;
        LayerBudget.Take(numFeatures);
        (Weight, Bias) = (Tensor.Ones(numFeatures).RequiresGrad_(), Tensor.Zeros(numFeatures).RequiresGrad_());
    }

    /// <summary>[features], or null.</summary>
    [LayerParameter]
    public Tensor? Weight { get; }

    /// <summary>[features], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or other channels.</exception>
    /// <exception cref="InvalidValueException">There is one value for each channel, or the eps is negative or not finite.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank != Places + 2)
            throw Errors.LayerRank(GetType().Name, x.Shape, Places == 1 ? "[rows,features,length]" : "[rows,features,height,width]");
        return x.Shape[1] == _features ? x.InstanceNorm(Weight, Bias, _eps) : throw Errors.LayerChannels(GetType().Name, x.Shape, _features);
    }

    internal override object?[] Arguments => [_features, _eps, Weight is not null];

    private protected abstract int Places { get; }

    private protected override string Description =>
        $"{_features}, eps={LayerText.Float(_eps)}, momentum=0.1, affine={LayerText.Flag(Weight is not null)}, track_running_stats=False";
}

/// <summary>Each row's features by themselves shifted and scaled to mean 0 and variance 1, then weighted; torch.nn.InstanceNorm1d.</summary>
public sealed class InstanceNorm1d : InstanceNorm
{
    /// <summary>A layer for inputs [rows,features,length].</summary>
    /// <exception cref="InvalidValueException">A number of features below 1.</exception>
    public InstanceNorm1d(int numFeatures, double eps = 1e-5, bool affine = false)
        : base(numFeatures, eps, affine)
    {
    }

    private protected override int Places => 1;
}

/// <summary>Each row's channels by themselves shifted and scaled to mean 0 and variance 1, then weighted; torch.nn.InstanceNorm2d.</summary>
public sealed class InstanceNorm2d : InstanceNorm
{
    /// <summary>A layer for inputs [rows,features,height,width].</summary>
    /// <exception cref="InvalidValueException">A number of features below 1.</exception>
    public InstanceNorm2d(int numFeatures, double eps = 1e-5, bool affine = false)
        : base(numFeatures, eps, affine)
    {
    }

    private protected override int Places => 2;
}
