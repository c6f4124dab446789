namespace LinRegPS.Diagnosis.FiniteDifferences;

/// <summary>
/// The derivative of a float32 function along a line, with the error that the number may have. Central differences are
/// taken at many step sizes: a large step errs by the function's curvature, a small one by its rounding divided by the
/// step. Neighbouring steps are extrapolated (Richardson), and the estimate wins whose two errors together are least:
/// the first as neighbours disagree, the second as the values' ulps and measured noise allow.
/// </summary>
internal readonly struct NumericDerivative
{
    // Steps of 1, 1/4, ... 4^-9 of the parameters' size: the last is some 30 of its ulps.
    private const int Steps = 10;
    private const double Ratio = 4, RatioSquared = 16;

    private NumericDerivative(double value, double error, double change) => (Value, Error, Change) = (value, error, change);

    /// <summary>The derivative; NaN where the function is not finite at any pair of steps.</summary>
    public double Value { get; }

    /// <summary>How far it may be off.</summary>
    public double Error { get; }

    /// <summary>How much the value changes at most, on either side, over the step: what there is to see at all.</summary>
    public double Change { get; }

    /// <summary>A function's value, and how far its rounding may have moved it.</summary>
    public readonly record struct Sample(double Value, double Rounding);

    /// <summary>The derivative at 0 of a function of the distance along the line.</summary>
    /// <param name="f">The function.</param>
    /// <param name="size">The largest step.</param>
    /// <param name="scatter">How the values scatter at each step: <see cref="Scatter"/>.</param>
    public static NumericDerivative Estimate(Func<double, Sample> f, double size, double[] scatter)
    {
        double centre = f(0).Value, change = 0;
        double[] slopes = new double[Steps], rounding = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            double step = size * Math.Pow(Ratio, -i);
            Sample ahead = f(step), behind = f(-step);
            slopes[i] = (ahead.Value - behind.Value) / (2 * step);
            rounding[i] = ((ahead.Rounding + behind.Rounding) / 2 + scatter[i]) / step;
            change = Math.Max(change, Math.Max(Math.Abs(ahead.Value - centre), Math.Abs(behind.Value - centre)) / step);
        }
        var best = new NumericDerivative(double.NaN, double.PositiveInfinity, change);
        for (int i = 0; i + 2 < Steps; i++)
        {
            double here = Extrapolate(i), next = Extrapolate(i + 1);
            // Several neighbours, for two may agree by chance.
            double disagreement = Math.Max(
                Math.Max(Math.Abs(here - next), Math.Abs(here - slopes[i + 1])), Math.Abs(here - slopes[i + 2]));
            // Twice, for the neighbours' own rounding may hide half of it.
            double error = (2 * disagreement) + (((RatioSquared * rounding[i + 1]) + rounding[i]) / (RatioSquared - 1));
            if (error < best.Error)
                best = new NumericDerivative(here, error, change);
        }
        return best;

        double Extrapolate(int i) => ((RatioSquared * slopes[i + 1]) - slopes[i]) / (RatioSquared - 1);
    }

    /// <summary>
    /// How the values scatter by rounding about each step, as a standard deviation: far from the minimum of a loss they
    /// scatter more than at it. A step's neighbours on the other side count for it too.
    /// </summary>
    public static double[] Scatter(Func<double, Sample> f, double size)
    {
        double[] scatter = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            double sign = i % 2 == 0 ? 1 : -1, step = sign * size * Math.Pow(Ratio, -i), spacing = sign * size * RoundingNoise.RelativeSpacing;
            scatter[i] = RoundingNoise.Estimate([.. Enumerable.Range(0, RoundingNoise.Points).Select(k => f(step + (k * spacing)).Value)]);
        }
        return [.. Enumerable.Range(0, Steps).Select(i => Math.Max(scatter[i], Math.Max(scatter[Math.Max(i - 1, 0)], scatter[Math.Min(i + 1, Steps - 1)])))];
    }

    /// <summary>
    /// The slopes to the left and to the right where they differ however small the step: a kink at 0. At a smooth
    /// place their difference shrinks with the step. Null where there is none, or rounding hides it.
    /// </summary>
    public static (double Left, double Right)? Kink(Func<double, Sample> f, double size)
    {
        var centre = f(0);
        double? before = null;
        for (int i = Steps / 2; i < Steps; i++)
        {
            double step = size * Math.Pow(Ratio, -i);
            Sample ahead = f(step), behind = f(-step);
            double left = (centre.Value - behind.Value) / step, right = (ahead.Value - centre.Value) / step;
            double jump = Math.Abs(right - left);
            double rounding = ((2 * centre.Rounding) + ahead.Rounding + behind.Rounding) / step;
            if (!(jump > 4 * rounding))
                return null;
            if (jump > 0.7 * before)
                return (left, right);
            before = jump;
        }
        return null;
    }
}
