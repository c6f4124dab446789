using System.Globalization;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>
/// How a training steps that does not step by one rate times its gradient, from its recorded parameters and gradients alone: with
/// momentum, with weight decay, by a rate that changes, or as Adam, RMSprop or Adagrad do with their usual settings. Only what explains
/// every step is told.
/// </summary>
/// <param name="Words">In words: <c>with momentum 0.9 at rate 0.01</c>.</param>
internal sealed record StepMethod(string Words)
{
    // What rounding of a step and of sums of a few gradients leaves; a setting that is wrong is off by far more.
    private const double Rounding = 1e-4;
    private const int Fewest = 4;

    /// <summary>The method; null where none explains all steps, or too little is recorded.</summary>
    public static StepMethod? Of(TrainingTrace trace)
    {
        if (!TryRead(trace, out var steps, out var gradients, out var before) || steps.Count < Fewest)
            return null;
        return Scheduled(steps, gradients) ?? Momentum(steps, gradients) ?? Decay(steps, gradients, before)
            ?? Adaptive("Adam", steps, Adam(gradients)) ?? Adaptive("RMSprop", steps, RMSprop(gradients)) ?? Adaptive("Adagrad", steps, Adagrad(gradients));
    }

    // All elements as one vector: each epoch's step, gradient, and parameters before the step. The first epoch's step is not seen.
    private static bool TryRead(TrainingTrace trace, out List<double[]> steps, out List<double[]> gradients, out List<double[]> before)
    {
        (steps, gradients, before) = ([], [], []);
        for (int i = 0; i < trace.Points.Count; i++)
        {
            var point = trace.Points[i];
            bool follows = i == 0 ? point.Epoch == 1 : point.Epoch == trace.Points[i - 1].Epoch + 1;
            if (!follows || point.Parameters.Any(p => p is null) || point.Gradients.Any(g => g is null))
                return false;
            gradients.Add(All(point.Gradients));
            if (i == 0)
                continue;
            double[] from = All(trace.Points[i - 1].Parameters), to = All(point.Parameters);
            if (from.Length != to.Length || gradients[i].Length != to.Length || !Array.TrueForAll(to, double.IsFinite) || !Array.TrueForAll(gradients[i], double.IsFinite))
                return false;
            before.Add(from);
            steps.Add([.. to.Zip(from, (b, a) => b - a)]);
        }
        return Array.TrueForAll(gradients[0], double.IsFinite);

        static double[] All(Tensor?[] tensors) => [.. tensors.SelectMany(tensor => tensor!.ToArray()).Select(x => (double)x)];
    }

    // One rate for all elements of an epoch, another for each.
    private static StepMethod? Scheduled(List<double[]> steps, List<double[]> gradients)
    {
        if (steps[0].Length < 2)
            return null;
        double[] rates = [.. steps.Select((step, k) => -Dot(step, gradients[k + 1]) / Dot(gradients[k + 1], gradients[k + 1]))];
        bool fits = steps.Select((step, k) => Fits(step, [.. gradients[k + 1].Select(g => -rates[k] * g)])).All(fit => fit);
        return fits && rates.Max() > rates.Min() * (1 + Rounding) && rates.Min() >= 0
            ? new($"by a rate that changes, from {Text(rates[0])} in epoch 2 to {Text(rates[^1])}") : null;
    }

    // Step = momentum x step before - rate x gradient.
    private static StepMethod? Momentum(List<double[]> steps, List<double[]> gradients) =>
        Pair([.. steps.Skip(1)], steps, [.. gradients.Skip(2)]) is ({ } momentum, { } minusRate) && momentum is > 0 and < 1 && minusRate < 0
            ? new($"with momentum {Text(momentum)} at rate {Text(-minusRate)}") : null;

    // Step = -rate x gradient - rate x decay x parameter.
    private static StepMethod? Decay(List<double[]> steps, List<double[]> gradients, List<double[]> before) =>
        Pair(steps, before, [.. gradients.Skip(1)]) is ({ } pull, { } minusRate) && pull < 0 && minusRate < 0
            ? new($"with weight decay {Text(pull / minusRate)} at rate {Text(-minusRate)}") : null;

    private static StepMethod? Adaptive(string name, List<double[]> steps, List<double[]> directions)
    {
        double[] along = [.. directions.Skip(1).SelectMany(d => d)], moved = [.. steps.SelectMany(s => s)];
        double rate = -Dot(moved, along) / Dot(along, along);
        return rate > 0 && steps.Select((step, k) => Fits(step, [.. directions[k + 1].Select(d => -rate * d)])).All(fit => fit)
            ? new($"as {name} does at rate {Text(rate)}: each parameter by about the rate, whatever the size of its gradient") : null;
    }

    // The two numbers with target = a first + b second in every epoch, by least squares over all, each epoch checked.
    private static (double?, double?) Pair(IReadOnlyList<double[]> targets, IReadOnlyList<double[]> firsts, IReadOnlyList<double[]> seconds)
    {
        double aa = 0, ab = 0, bb = 0, at = 0, bt = 0;
        for (int k = 0; k < targets.Count; k++)
        {
            // Each epoch counts alike, however small its step.
            double weight = 1 / Math.Max(Dot(targets[k], targets[k]), double.Epsilon);
            aa += weight * Dot(firsts[k], firsts[k]);
            ab += weight * Dot(firsts[k], seconds[k]);
            bb += weight * Dot(seconds[k], seconds[k]);
            at += weight * Dot(firsts[k], targets[k]);
            bt += weight * Dot(seconds[k], targets[k]);
        }
        double determinant = (aa * bb) - (ab * ab);
        // Where both go the same way, what each does can't be told.
        if (!(determinant > 1e-9 * aa * bb) || !double.IsFinite(determinant))
            return default;
        double a = ((at * bb) - (bt * ab)) / determinant, b = ((bt * aa) - (at * ab)) / determinant;
        for (int k = 0; k < targets.Count; k++)
        {
            if (!Fits(targets[k], [.. firsts[k].Zip(seconds[k], (x, y) => (a * x) + (b * y))]))
                return default;
        }
        return (a, b);
    }

    private static List<double[]> Adam(List<double[]> gradients)
    {
        const double first = 0.9, second = 0.999, eps = 1e-8;
        double[] m = new double[gradients[0].Length], v = new double[m.Length];
        return [.. gradients.Select((g, k) => g.Select((x, i) =>
        {
            (m[i], v[i]) = ((first * m[i]) + ((1 - first) * x), (second * v[i]) + ((1 - second) * x * x));
            return m[i] / (1 - Math.Pow(first, k + 1)) / (Math.Sqrt(v[i] / (1 - Math.Pow(second, k + 1))) + eps);
        }).ToArray())];
    }

    private static List<double[]> RMSprop(List<double[]> gradients)
    {
        const double kept = 0.99, eps = 1e-8;
        double[] v = new double[gradients[0].Length];
        return [.. gradients.Select(g => g.Select((x, i) => x / (Math.Sqrt(v[i] = (kept * v[i]) + ((1 - kept) * x * x)) + eps)).ToArray())];
    }

    private static List<double[]> Adagrad(List<double[]> gradients)
    {
        const double eps = 1e-10;
        double[] v = new double[gradients[0].Length];
        return [.. gradients.Select(g => g.Select((x, i) => x / (Math.Sqrt(v[i] += x * x) + eps)).ToArray())];
    }

    // But for the rounding of parameters that are much larger than their steps: that is for the caller's tolerance of a step's length.
    private static bool Fits(double[] step, double[] expected)
    {
        double off = 0, size = 0;
        for (int i = 0; i < step.Length; i++)
            (off, size) = (off + ((step[i] - expected[i]) * (step[i] - expected[i])), size + (step[i] * step[i]));
        return Math.Sqrt(off) <= Rounding * Math.Sqrt(size);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
