using LinRegPS.Diagnosis.Probing;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// The largest eigenvalue of the Hessian of any loss, by power iteration: the Hessian times a vector is the difference
/// of two gradients, at the parameters moved a little along the vector and against it.
/// </summary>
internal sealed class CurvatureProbe
{
    private const int MaxIterations = 300;
    private const double Settled = 1e-5;

    private readonly GradientProbe _probe;
    private readonly int _size;
    private readonly double _step;
    private readonly string _model;
    private int _iterations = MaxIterations;

    private CurvatureProbe(GradientProbe probe, string model)
    {
        (_probe, _model) = (probe, model);
        _size = probe.Tensors.Sum(t => t.Numel);
        double length = Math.Sqrt(probe.Tensors.SelectMany(t => t.ToArray()).Sum(x => (double)x * x));
        // The error of the difference is step^2 * g''' / 6 + eps * g / step; both are alike at the cube root of eps.
        _step = Math.Cbrt(Math.Pow(2, -23)) * Math.Max(length, 1);
    }

    /// <summary>The largest curvature of a loss where its parameters are, after at most so many products.</summary>
    public static double Largest(string model, IReadOnlyList<ModelParameter> parameters, Func<Tensor> loss, int iterations)
    {
        using var probe = new GradientProbe([.. parameters.Select(p => p.Value)], loss);
        var curvature = new CurvatureProbe(probe, model) { _iterations = iterations };
        double[] start = Start(0, curvature._size);
        var power = curvature.Iterate(start, shift: 0);
        return power.Rayleigh >= 0 ? power.Rayleigh : curvature.Iterate(start, shift: -power.Rayleigh).Rayleigh;
    }

    public static ConvergenceReport Report(
        ConvergenceAnalysis analysis, string model, IReadOnlyList<ModelParameter> parameters, Func<Tensor> loss)
    {
        using var probe = new GradientProbe([.. parameters.Select(p => p.Value)], loss);
        var curvature = new CurvatureProbe(probe, model);
        double[] start = Start(analysis.Seed, curvature._size);
        var power = curvature.Iterate(start, shift: 0);
        int products = power.Products;
        double lowest = 0;
        if (power.Rayleigh < 0)
        {
            // The greatest in size is negative: shifted by it, the largest is the greatest in size.
            lowest = power.Rayleigh;
            power = curvature.Iterate(start, shift: -lowest);
            products += power.Products;
        }
        double precision = Math.Abs(curvature.Rayleigh(power.Vector, curvature._step / 2) - curvature.Rayleigh(power.Vector, curvature._step));
        return curvature.Words(analysis, (power.Rayleigh * analysis.GradientScale) + analysis.WeightDecay, lowest * analysis.GradientScale,
            precision * analysis.GradientScale, products, power.Vector, parameters);
    }

    private ConvergenceReport Words(
        ConvergenceAnalysis analysis, double eigenvalue, double lowest, double precision, int iterations, double[] vector,
        IReadOnlyList<ModelParameter> parameters)
    {
        double rate = analysis.LearningRate, momentum = analysis.Momentum;
        double contraction = MomentumDescent.Contraction(rate * eigenvalue, momentum), stable = MomentumDescent.Limit(momentum) / eigenvalue;
        bool flat = eigenvalue <= precision, isAdaptive = LinRegPS.Optimizer.Find(analysis.Optimizer) != typeof(Sgd), diverges = !flat && !isAdaptive && rate >= stable;
        var adaptive = isAdaptive ? new AdaptiveSteps(analysis.Optimizer, rate, null) : null;
        string finding = adaptive is not null ? adaptive.Finding() : flat
            ? F($"{_model} is not a linear model, and the loss is flat or curved downwards in every direction here: its curvature sets no limit to the learning rate.")
            : diverges
            ? F($"{_model} is not a linear model. Where its parameters are now, the learning rate {rate:G7} is above the largest stable one, {stable:G5}: along the steepest direction the error is multiplied by {(momentum == 0 ? Conditioning.Growth(rate * eigenvalue, 5) : F($"{contraction:G5}"))} in each epoch, until the curvature changes.")
            : F($"{_model} is not a linear model. Where its parameters are now, rates below {stable:G5} are stable; {rate:G7} multiplies the error along the steepest direction by {Conditioning.Shrink(contraction, MomentumDescent.Lacks(rate * eigenvalue, momentum), 5)} in each epoch.");
        if (lowest < 0)
            finding += F($" There is a direction of negative curvature, {lowest:G5}: this is no minimum.");
        return new ConvergenceReport(
            finding,
            F($"Largest eigenvalue of the Hessian {eigenvalue:G6}, to about {precision:G2}, after {iterations} products with it; it changes while the model trains."),
            diverges ? F($"Take a learning rate below {stable:G5}; {stable / 2:G5}, 1 / the largest eigenvalue, is a safe one.") : adaptive?.Remedy() ?? string.Empty)
        {
            Parameter = [.. parameters.SelectMany(p => p.Value.Numel == 1 ? [p.Name] : Enumerable.Range(0, p.Value.Numel).Select(i => $"{p.Name}[{i}]"))],
            LearningRate = rate,
            GradientScale = analysis.GradientScale,
            Eigenvalue = [eigenvalue],
            Contraction = [contraction],
            Direction = [new ConvergenceDirection
            {
                Eigenvalue = eigenvalue,
                Contraction = contraction,
                Vector = vector,
                Parameter = [.. parameters.SelectMany(p => Enumerable.Range(0, p.Value.Numel).Select(i => $"{p.Name}[{i}]"))],
            }],
            Tolerance = analysis.Tolerance,
            Diverges = diverges,
            LargestStableRate = flat ? double.PositiveInfinity : stable,
        };
    }

    private static double[] Start(long seed, int size) => Array.ConvertAll(Tensor.Normal(new Generator(seed), 0, 1, size).ToArray(), x => (double)x);

    private PowerIteration Iterate(double[] start, double shift) =>
        PowerIteration.Run(v => Multiply(v, _step), start, _iterations, power => power.Rayleigh, _ => Settled, shift);

    private double Rayleigh(double[] v, double step) => PowerIteration.Dot(v, Multiply(v, step));

    // H v = (g(p + step v) - g(p - step v)) / (2 step).
    private double[] Multiply(double[] v, double step)
    {
        double[] ahead = Gradient(v, step), behind = Gradient(v, -step);
        return [.. ahead.Zip(behind, (a, b) => (a - b) / (2 * step))];
    }

    private double[] Gradient(double[] v, double step)
    {
        double[] all = _probe.GradientAt(v, step);
        return Array.TrueForAll(all, double.IsFinite) ? all : throw DiagnosisErrors.CurvatureNotFinite(_model);
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
