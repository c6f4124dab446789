using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional's batch_norm, group_norm and instance_norm of [rows,channels,...]: sets of planes shifted and scaled by their own
/// mean and variance, or by running ones, then each channel times its weight and plus its bias.
/// </summary>
internal sealed class ChannelNorm : Operation
{
    private readonly string _name;
    private readonly double _eps;
    private readonly PlaneSets _sets;
    private double[] _means, _scales;

    /// <summary>By the sets' own means and variances; or by running ones, where they are given.</summary>
    public ChannelNorm(
        string name, Tensor x, Tensor? weight, Tensor? bias, double eps, PlaneSets sets, Tensor? runningMean = null, Tensor? runningVar = null)
        : base(x, weight, bias)
    {
        (_name, _eps, _sets, RunningMean) = (name, eps, sets, runningMean);
        _means = new double[sets.Sets];
        _scales = new double[sets.Sets];
        Variances = new double[sets.Sets];
        for (int i = 0; runningMean is not null && i < sets.Sets; i++)
            (_means[i], _scales[i]) = (runningMean.Data[i], 1 / Math.Sqrt(runningVar!.Data[i] + eps));
    }

    /// <summary>What it takes in place of the sets' own means; or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The sets' means, once it ran.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>The sets' variances, divided by their elements, once it ran.</summary>
    public double[] Variances { get; }

    protected override string Label => _name;

    protected override bool Saves(int input) => input switch { 0 => Needs(0) || Needs(1), 1 => Needs(0), _ => false };

    protected override Tensor Forward()
    {
        var y = new Tensor(InputShape(0));
        if (RunningMean is null)
            PlaneNorm.Measure(Input(0).Data, _sets, _eps, _means, _scales, Variances);
        PlaneNorm.Forward(Input(0).Data, Has(1) ? Input(1).Data : default, Has(2) ? Input(2).Data : default, _sets, _means, _scales, y.Data);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            GiveRecorded(gradient);
            return;
        }
        if (!Needs(0) && !Needs(1))
        {
            Give(2, gradient.Sum(Others(gradient)));
            return;
        }
        var dx = Needs(0) ? new Tensor(InputShape(0)) : null;
        double[] weights = new double[InputShape(0).Product(0, 2)], biases = new double[weights.Length];
        PlaneNorm.Backward(
            gradient.Data, Input(0).Data, Needs(0) && Has(1) ? Input(1).Data : default, _sets, _means, _scales, RunningMean is not null,
            dx is null ? default : dx.Data, weights, biases);
        if (dx is not null)
            GiveNew(0, dx);
        if (Needs(1))
            GiveNew(1, ByChannel(weights));
        if (Needs(2))
            GiveNew(2, ByChannel(biases));
    }

    protected override void Free() => (_means, _scales) = ([], []);

    private Tensor ByChannel(double[] planes)
    {
        var sums = new Tensor(new Shape(_sets.Channels));
        for (int c = 0; c < _sets.Channels; c++)
        {
            double sum = 0;
            for (int plane = c; plane < planes.Length; plane += _sets.Channels)
                sum += planes[plane];
            sums.Data[c] = (float)sum;
        }
        return sums;
    }

    private void GiveRecorded(Tensor gradient)
    {
        if (Needs(2))
            Give(2, gradient.Sum(Others(gradient)));
        if (!Needs(0) && !Needs(1))
            return;
        var x = Rows(Input(0));
        var (mean, scale) = RunningMean is not null ? (Column(_means), Column(_scales)) : (x.Mean(1, keepdim: true), null);
        var centred = x - mean;
        scale ??= 1 / (centred.Square().Mean(1, keepdim: true) + _eps).Sqrt();
        var normal = centred * scale;
        if (Needs(1))
        {
            var products = gradient * FromRows(normal);
            Give(1, products.Sum(Others(products)));
        }
        if (!Needs(0))
            return;
        var weighted = Rows(Has(1) ? gradient * Input(1).Reshape([_sets.Channels, .. Enumerable.Repeat(1, InputShape(0).Rank - 2)]) : gradient);
        GiveNew(0, FromRows(RunningMean is not null
            ? weighted * scale
            : (weighted - weighted.Mean(1, keepdim: true) - (normal * (weighted * normal).Mean(1, keepdim: true))) * scale));
    }

    // All dimensions but the channels'.
    private static int[] Others(Tensor x) => [0, .. Enumerable.Range(2, x.Rank - 2)];

    // A row for each set. Sets that take every so many planes are channels.
    private Tensor Rows(Tensor x) => (_sets.PlaneStep == 1 ? x : x.Transpose(0, 1)).Reshape(_sets.Sets, _sets.Count);

    private Tensor FromRows(Tensor rows)
    {
        int[] shape = InputShape(0).ToArray();
        if (_sets.PlaneStep == 1)
            return rows.Reshape(shape);
        (shape[0], shape[1]) = (shape[1], shape[0]);
        return rows.Reshape(shape).Transpose(0, 1);
    }

    private static Tensor Column(double[] numbers) => Tensor.From([.. numbers.Select(number => (float)number)], numbers.Length, 1);
}
