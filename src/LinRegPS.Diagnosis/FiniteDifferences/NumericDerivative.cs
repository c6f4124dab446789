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

    private NumericDerivative(double value, double error) => (Value, Error) = (value, error);

    /// <summary>The derivative; NaN where the function is not finite at any pair of steps.</summary>
    public double Value { get; }

    /// <summary>How far it may be off.</summary>
    public double Error { get; }

    /// <summary>A function's value, and how far its rounding may have moved it.</summary>
    public readonly record struct Sample(double Value, double Rounding);

    /// <summary>The derivative at 0 of a function of the distance along the line.</summary>
    /// <param name="f">The function.</param>
    /// <param name="size">The largest step.</param>
    public static NumericDerivative Estimate(Func<double, Sample> f, double size)
    {
        double[] slopes = new double[Steps], rounding = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            double step = size * Math.Pow(Ratio, -i);
            Sample ahead = f(step), behind = f(-step);
            slopes[i] = (ahead.Value - behind.Value) / (2 * step);
            rounding[i] = (ahead.Rounding + behind.Rounding) / (2 * step);
        }
        var best = new NumericDerivative(double.NaN, double.PositiveInfinity);
        for (int i = 0; i + 2 < Steps; i++)
        {
            double here = Extrapolate(i), next = Extrapolate(i + 1);
            // Several neighbours, for two may agree by chance.
            double disagreement = Math.Max(
                Math.Max(Math.Abs(here - next), Math.Abs(here - slopes[i + 1])), Math.Abs(here - slopes[i + 2]));
            // Twice, for the neighbours' own rounding may hide half of it.
            double error = (2 * disagreement) + (((RatioSquared * rounding[i + 1]) + rounding[i]) / (RatioSquared - 1));
            if (error < best.Error)
                best = new NumericDerivative(here, error);
        }
        return best;

        double Extrapolate(int i) => ((RatioSquared * slopes[i + 1]) - slopes[i]) / (RatioSquared - 1);
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
