namespace LinRegPS;

/// <summary>Each row's last dimensions shifted and scaled to mean 0 and variance 1, then weighted; torch.nn.LayerNorm.</summary>
public sealed class LayerNorm : Module
{
    private readonly int[] _shape;
    private readonly double _eps;

    /// <summary>A layer for inputs that end with a shape.</summary>
    /// <exception cref="InvalidValueException">There are no sizes, or one is below 1.</exception>
    public LayerNorm(int[] normalizedShape, double eps = 1e-5, bool elementwiseAffine = true)
    {
        if (Errors.Given(normalizedShape, nameof(LayerNorm)).Length == 0)
            throw Errors.SizeCount(nameof(LayerNorm), "NormalizedShape", normalizedShape, 2);
        (_shape, _eps) = ([.. normalizedShape.Select(size => LayerDraws.Positive("NormalizedShape", size))], eps);
        if (!elementwiseAffine)
            return;
        LayerBudget.Take(_shape);
        (Weight, Bias) = (Tensor.Ones(_shape).RequiresGrad_(), Tensor.Zeros(_shape).RequiresGrad_());
    }

    /// <summary>Of the normalized shape, or null.</summary>
    [LayerParameter]
    public Tensor? Weight { get; }

    /// <summary>Of the normalized shape, or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">The input does not end with the shape.</exception>
    /// <exception cref="InvalidValueException">The eps is negative or not finite.</exception>
    public override Tensor Forward(Tensor x) => x.LayerNorm(_shape, Weight, Bias, _eps);

    internal override object?[] Arguments => [_shape, _eps, Weight is not null];

    private protected override string Description =>
        $"{LayerText.Tuple(_shape)}, eps={LayerText.Float(_eps)}, elementwise_affine={LayerText.Flag(Weight is not null)}";
}

/// <summary>Groups of each row's channels shifted and scaled to mean 0 and variance 1, then weighted; torch.nn.GroupNorm.</summary>
public sealed class GroupNorm : Module
{
    private readonly int _groups, _channels;
    private readonly double _eps;

    /// <summary>A layer for so many channels in so many groups.</summary>
    /// <exception cref="InvalidValueException">A number below 1, or channels that do not fall into the groups.</exception>
    public GroupNorm(int numGroups, int numChannels, double eps = 1e-5, bool affine = true)
    {
        (_groups, _channels, _eps) = (LayerDraws.Positive("NumGroups", numGroups), LayerDraws.Positive("NumChannels", numChannels), eps);
        if (numChannels % numGroups != 0)
            throw Errors.Groups(nameof(GroupNorm), "channels", numChannels, numGroups);
        if (!affine)
            return;
        LayerBudget.Take(numChannels);
        (Weight, Bias) = (Tensor.Ones(numChannels).RequiresGrad_(), Tensor.Zeros(numChannels).RequiresGrad_());
    }

    /// <summary>[channels], or null.</summary>
    [LayerParameter]
    public Tensor? Weight { get; }

    /// <summary>[channels], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The output, of the input's shape, [rows,channels,...].</summary>
    /// <exception cref="ShapeMismatchException">The input has other channels.</exception>
    /// <exception cref="InvalidValueException">There is one value for each group of one row, or the eps is negative or not finite.</exception>
    public override Tensor Forward(Tensor x) => x.Rank > 1 && x.Shape[1] != _channels
        ? throw Errors.LayerChannels(nameof(GroupNorm), x.Shape, _channels)
        : x.GroupNorm(_groups, Weight, Bias, _eps);

    internal override object?[] Arguments => [_groups, _channels, _eps, Weight is not null];

    private protected override string Description =>
        $"{_groups}, {_channels}, eps={LayerText.Float(_eps)}, affine={LayerText.Flag(Weight is not null)}";
}

/// <summary>What the batch norms share; torch.nn.BatchNorm1d and 2d.</summary>
public abstract class BatchNorm : Module
{
    private readonly int _features;
    private readonly double _eps;
    private readonly double? _momentum;

    private protected BatchNorm(int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats)
    {
        (_features, _eps, _momentum) = (LayerDraws.Positive("NumFeatures", numFeatures), eps, momentum);
        if (momentum is { } share && share is not (>= 0 and <= 1))
            throw Errors.OutOfRange("Momentum", share, "at least 0 and at most 1");
        if (affine || trackRunningStats)
            LayerBudget.Take(numFeatures);
        if (affine)
            (Weight, Bias) = (Tensor.Ones(numFeatures).RequiresGrad_(), Tensor.Zeros(numFeatures).RequiresGrad_());
        if (trackRunningStats)
            (RunningMean, RunningVar, NumBatchesTracked) = (Tensor.Zeros(numFeatures), Tensor.Ones(numFeatures), Tensor.Of([0L], Shape.Scalar));
    }

    /// <summary>[features], or null.</summary>
    [LayerParameter]
    public Tensor? Weight { get; }

    /// <summary>[features], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The mean that is used where nothing trains, [features]; or null.</summary>
    [LayerBuffer]
    public Tensor? RunningMean { get; }

    /// <summary>The variance that is used where nothing trains, [features]; or null.</summary>
    [LayerBuffer]
    public Tensor? RunningVar { get; }

    /// <summary>How many batches the running ones have followed, int64; or null.</summary>
    [LayerBuffer]
    public Tensor? NumBatchesTracked { get; }

    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or other channels.</exception>
    /// <exception cref="InvalidValueException">There is one value for each channel to train with, or the eps is negative or not finite.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (!Fits(x.Rank))
            throw Errors.LayerRank(GetType().Name, x.Shape, Wanted);
        if (x.Shape[1] != _features)
            throw Errors.LayerChannels(GetType().Name, x.Shape, _features);
        // Without running ones the batch's own are used, training or not.
        bool ownOnes = Training || RunningMean is null;
        if (Training && x.Numel == _features)
            Watcher.Current?.LayerTrained(this, x, null);
        // Without a momentum the running ones are the means of all batches so far.
        double share = _momentum ?? (NumBatchesTracked is null ? 0 : 1 / ((long)NumBatchesTracked + 1.0));
        var y = x.BatchNorm(RunningMean, RunningVar, Weight, Bias, ownOnes, share, _eps);
        if (Training)
            Watcher.Current?.LayerTrained(this, x, y);
        if (Training && NumBatchesTracked is not null)
            NumBatchesTracked.Replace(Tensor.Of([(long)NumBatchesTracked + 1], Shape.Scalar));
        return y;
    }

    private protected abstract bool Fits(int rank);

    private protected abstract string Wanted { get; }

    internal override object?[] Arguments => [_features, _eps, _momentum, Weight is not null, RunningMean is not null];

    private protected override string Description =>
        $"{_features}, eps={LayerText.Float(_eps)}, momentum={(_momentum is { } share ? LayerText.Float(share) : "None")}, affine={LayerText.Flag(Weight is not null)}, track_running_stats={LayerText.Flag(RunningMean is not null)}";
}

/// <summary>Each feature shifted and scaled to mean 0 and variance 1 over the rows, then weighted; torch.nn.BatchNorm1d.</summary>
public sealed class BatchNorm1d : BatchNorm
{
    // PowerShell cannot fill in a number for a nullable parameter that is left out, so the short forms are constructors too.
    /// <summary>A layer for inputs [rows,features] or [rows,features,length], with a momentum of 0.1.</summary>
    /// <exception cref="InvalidValueException">A number of features below 1.</exception>
    public BatchNorm1d(int numFeatures)
        : this(numFeatures, 1e-5)
    {
    }

    /// <summary>A layer for inputs [rows,features] or [rows,features,length], with a momentum of 0.1.</summary>
    /// <exception cref="InvalidValueException">A number of features below 1.</exception>
    public BatchNorm1d(int numFeatures, double eps)
        : this(numFeatures, eps, 0.1)
    {
    }

    /// <summary>A layer for inputs [rows,features] or [rows,features,length]. A momentum of null keeps the means of all batches.</summary>
    /// <exception cref="InvalidValueException">A number of features below 1, or a momentum that can't be used.</exception>
    public BatchNorm1d(int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true)
        : base(numFeatures, eps, momentum, affine, trackRunningStats)
    {
    }

    private protected override string Wanted => "[rows,features] or [rows,features,length]";

    private protected override bool Fits(int rank) => rank is 2 or 3;
}

/// <summary>Each channel shifted and scaled to mean 0 and variance 1 over rows and pixels, then weighted; torch.nn.BatchNorm2d.</summary>
public sealed class BatchNorm2d : BatchNorm
{
    /// <summary>A layer for inputs [rows,channels,height,width], with a momentum of 0.1.</summary>
    /// <exception cref="InvalidValueException">A number of channels below 1.</exception>
    public BatchNorm2d(int numFeatures)
        : this(numFeatures, 1e-5)
    {
    }

    /// <summary>A layer for inputs [rows,channels,height,width], with a momentum of 0.1.</summary>
    /// <exception cref="InvalidValueException">A number of channels below 1.</exception>
    public BatchNorm2d(int numFeatures, double eps)
        : this(numFeatures, eps, 0.1)
    {
    }

    /// <summary>A layer for inputs [rows,channels,height,width]. A momentum of null keeps the means of all batches.</summary>
    /// <exception cref="InvalidValueException">A number of channels below 1, or a momentum that can't be used.</exception>
    public BatchNorm2d(int numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true)
        : base(numFeatures, eps, momentum, affine, trackRunningStats)
    {
    }

    private protected override string Wanted => "[rows,channels,height,width]";

    private protected override bool Fits(int rank) => rank == 4;
}

/// <summary>Elements over the size of those at the same place in neighbouring channels; torch.nn.LocalResponseNorm.</summary>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module
{
    /// <summary>The output, of the input's shape, [rows,channels,...].</summary>
    /// <exception cref="ShapeMismatchException">The input has less than three dimensions.</exception>
    /// <exception cref="InvalidValueException">The size is below 1.</exception>
    public override Tensor Forward(Tensor x) => x.LocalResponseNorm(size, alpha, beta, k);

    internal override object?[] Arguments => [size, alpha, beta, k];

    private protected override string Description => $"{size}, alpha={LayerText.Float(alpha)}, beta={LayerText.Float(beta)}, k={LayerText.Float(k)}";
}
