namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// Where float32 training will stop moving: every update is below half the distance to the next float32 number, or the
/// gradient is lost in the rounding of the predictions. Derived, see DeadZoneDescent; nothing is trained.
/// </summary>
public sealed class PredictedStandstill
{
    /// <summary>The epoch after which nothing changes any more.</summary>
    public long Epoch { get; private init; }

    /// <summary>The parameters' names; with several outputs, one after the other.</summary>
    public string[] Parameter { get; private init; } = [];

    /// <summary>The values at which they stop.</summary>
    public float[] Value { get; private init; } = [];

    /// <summary>How far these are from the optimum, with what noise adds to it (root of the sum of squares).</summary>
    public double[] Distance { get; private init; } = [];

    /// <summary>The learning rate times the gradient below which each parameter stays: half an ulp of it, or the noise of its gradient.</summary>
    public double[] SmallestUpdate { get; private init; } = [];

    /// <summary>The parameters that an ulp of their own stops; the gradient of the others is lost in rounding.</summary>
    public string[] StoppedByUlp { get; private init; } = [];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Epoch}: {string.Join(", ", Parameter.Select((name, j) => FormattableString.Invariant($"{name} = {Value[j]:G9} ({Distance[j]:G3} off)")))}");

    /// <summary>The standstill of one output; null where there is none within reach.</summary>
    internal static PredictedStandstill? Predict(
        LeastSquaresProblem problem, string[] names, double[] start, double[] target, double learningRate)
    {
        int n = names.Length;
        double rate = (float)learningRate;
        double[] error = problem.Error(start, target);
        double[] optimum = [.. start.Zip(error, (s, e) => s - e)];
        double[] noise = problem.GradientNoise(optimum, target);
        double[] threshold = new double[n], ulp = new double[n];
        (double Epochs, double[] Error, double[] Spread)? end = null;
        // The ulp is that of the value where it stops, which depends on the ulp: it settles in a round or two, for a
        // number changes its ulp only at powers of two.
        double[] left = new double[n];
        bool[] byUlp = new bool[n];
        for (int round = 0; round < 4; round++)
        {
            for (int j = 0; j < n; j++)
            {
                ulp[j] = Spacing(optimum[j], left[j] == 0 ? error[j] : left[j], left[j]);
                threshold[j] = Math.Max(ulp[j] / 2 / rate, noise[j]);
                byUlp[j] = ulp[j] / 2 / rate >= noise[j];
            }
            end = DeadZoneDescent.Run(problem.Hessian, error, threshold, rate, [.. byUlp.Select(stops => !stops)]);
            if (end is null)
                return null;
            left = end.Value.Error;
        }
        float[] values = [.. optimum.Select((best, j) => byUlp[j] ? TowardZeroError(best, left[j]) : (float)(best + left[j]))];
        return new PredictedStandstill
        {
            Epoch = (long)Math.Ceiling(end!.Value.Epochs),
            Parameter = names,
            Value = values,
            Distance = [.. values.Select((v, j) => double.Hypot(v - optimum[j], end.Value.Spread[j]))],
            SmallestUpdate = [.. threshold.Select(limit => limit * rate)],
            StoppedByUlp = [.. names.Where((_, j) => byUlp[j])],
        };
    }

    /// <summary>Several outputs, trained together: the last to stop decides.</summary>
    internal static PredictedStandstill Join(IReadOnlyList<PredictedStandstill> outputs) => new()
    {
        Epoch = outputs.Max(o => o.Epoch),
        Parameter = [.. outputs.SelectMany(o => o.Parameter)],
        Value = [.. outputs.SelectMany(o => o.Value)],
        Distance = [.. outputs.SelectMany(o => o.Distance)],
        SmallestUpdate = [.. outputs.SelectMany(o => o.SmallestUpdate)],
        StoppedByUlp = [.. outputs.SelectMany(o => o.StoppedByUlp)],
    };

    // The step between the float32 numbers on the way from a value to its optimum.
    private static double Spacing(double optimum, double side, double left)
    {
        float value = (float)(optimum + left), goal = (float)optimum;
        bool down = value == goal ? side < 0 : value > goal;
        return Math.Abs((double)(down ? MathF.BitDecrement(value) : MathF.BitIncrement(value)) - value);
    }

    // Values are whole ulps apart: training stops at the first that is inside the dead zone.
    private static float TowardZeroError(double optimum, double left)
    {
        float value = (float)(optimum + left);
        if (Math.Abs(value - optimum) > Math.Abs(left))
            value = value > optimum ? MathF.BitDecrement(value) : MathF.BitIncrement(value);
        return value;
    }
}
