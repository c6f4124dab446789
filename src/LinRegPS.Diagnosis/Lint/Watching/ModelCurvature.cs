using LinRegPS.Diagnosis.Probing;
using LinRegPS.Numerics;

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
        const double distance = 1e-2, mixed = 0.3;
        using var probe = new GradientProbe(parameters, loss);
        double[] here = probe.Gradient();
        double steep = PowerIteration.Norm(here);
        if (!double.IsFinite(steep))
            return null;
        // Downhill, the steep directions weigh most already; a fixed pattern is added for those that the gradient lacks,
        // so much that their growth is seen before the iteration seems to stand still.
        double pattern = steep > 0 ? mixed * steep : 1;
        double[] start = [.. here.Select((g, i) => g + (pattern * (1 + Math.Cos(i))))];
        double step = distance * Math.Max(1, Math.Sqrt(parameters.SelectMany(p => p.Data.ToArray()).Sum(w => (double)w * w)));
        var power = PowerIteration.Run(
            direction => [.. probe.GradientAt(direction, step).Zip(here, (there, g) => (there - g) / step)],
            start, most, p => p.Length, curvature => Enough(learningRate * curvature));
        return !double.IsFinite(power.Length) ? null : power.Rayleigh < 0 ? power.Rayleigh : power.Length;
    }

    // Iterating approaches the curvature from below; 2 and 0.001 are what the rules compare it with.
    private static double Enough(double product) => product is (> 1.5 and < 2) or (> 5e-4 and < 1e-3) ? 1e-5 : 1e-2;
}
