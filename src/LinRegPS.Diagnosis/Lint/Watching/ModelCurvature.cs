using LinRegPS.Diagnosis.Probing;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// The largest curvature of a model's loss, by power iteration on differences of gradients: a few passes, and as many
/// more as it takes where a threshold of the learning rate is near. The parameters and gradients are left as they were,
/// to the bit.
/// </summary>
internal sealed class ModelCurvature(Func<Tensor> loss, IReadOnlyList<Tensor> parameters, double learningRate)
{
    /// <summary>Measured when the training began; null where it was not, or where the gradient is not finite.</summary>
    public double? AtStart { get; private set; }

    /// <summary>Measures where the training begins.</summary>
    public void MeasureStart() => AtStart = Measure();

    /// <summary>Measured now; negative where the loss bends down most, null where the gradient is not finite.</summary>
    public double? Measure()
    {
        const int most = 100;
        const double distance = 1e-2, mixed = 1e-3;
        using var probe = new GradientProbe(parameters, loss);
        double[] here = Gradient(probe);
        // Downhill, the steep directions weigh most already; a fixed pattern is added for those that the gradient lacks.
        double pattern = Norm(here) is > 0 and var steep ? mixed * steep : 1;
        double[] direction = [.. here.Select((g, i) => g + (pattern * (1 + Math.Cos(i))))];
        double length = Norm(direction), last = 0;
        double size = distance * Math.Max(1, Norm(parameters.SelectMany(p => p.Data.ToArray()).Select(w => (double)w)));
        for (int i = 0; i < most && double.IsFinite(length); i++)
        {
            Move(probe, direction, size / length);
            double[] there = Gradient(probe);
            double along = 0;
            for (int k = 0; k < here.Length; k++)
            {
                double slope = (there[k] - here[k]) / size;
                along += slope * direction[k] / length;
                direction[k] = slope;
            }
            length = Norm(direction);
            if (length == 0 || Math.Abs(length - last) <= Enough(learningRate * length) * length)
                return along < 0 ? along : length;
            last = length;
        }
        return double.IsFinite(length) ? last : null;
    }

    // Iterating approaches the curvature from below; 2 and 0.001 are what the rules compare it with.
    private static double Enough(double product) => product is (> 1.5 and < 2) or (> 5e-4 and < 1e-3) ? 1e-5 : 1e-2;

    private double[] Gradient(GradientProbe probe) => [.. probe.Differentiate().Gradients
        .SelectMany((gradient, t) => gradient ?? new float[parameters[t].Numel])
        .Select(g => (double)g)];

    private static void Move(GradientProbe probe, double[] direction, double size)
    {
        int k = 0;
        for (int t = 0; t < probe.Tensors.Count; t++)
        {
            var original = probe.Original(t);
            for (int j = 0; j < original.Length; j++)
                probe.Set(t, j, (float)(original[j] + (size * direction[k++])));
        }
    }

    private static double Norm(IEnumerable<double> vector) => Math.Sqrt(vector.Sum(x => x * x));
}
