using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>
/// The learning rate that a trace's steps and gradients show: step = -rate x gradient, each step telling an interval as
/// wide as rounding makes it. Only a rate that lies in all of them is one.
/// </summary>
/// <param name="Low">The least rate that fits every step.</param>
/// <param name="High">The greatest.</param>
/// <param name="BeforeStep">Whether the trace records its parameters before the epoch's step.</param>
internal sealed record StepRate(double Low, double High, bool BeforeStep)
{
    private const double Rounding = 1.0 / (1 << 22);

    /// <summary>The number of fewest digits that fits: what was probably typed.</summary>
    public double Value
    {
        get
        {
            for (int digits = 1; digits < 10; digits++)
            {
                double rounded = Round((Low + High) / 2, digits);
                if (rounded >= Low && rounded <= High)
                    return rounded;
            }
            return (Low + High) / 2;
        }
    }

    /// <summary>Whether no rate fits both.</summary>
    public bool DiffersFrom(StepRate other) => High < other.Low || other.High < Low;

    /// <summary>Where a parameter's element stood before the first recorded step, and how far off that may be.</summary>
    public (double Value, double Error) Start(float parameter, float gradient) => BeforeStep
        ? (parameter, 0)
        : (parameter + (Value * gradient), Ulp.Size(parameter) + (Math.Abs(gradient) * ((High - Low) + (Value * Rounding))));

    /// <summary>
    /// The rate of a trace, or null where its records are not of consecutive epochs or show no one rate. Whether
    /// parameters are recorded before or after the step shows in the same way; where both fit, as they can with one
    /// parameter, the rate of fewer digits is it.
    /// </summary>
    public static StepRate? Of(TrainingTrace trace)
    {
        StepRate? after = Fit(trace, beforeStep: false), before = Fit(trace, beforeStep: true);
        if (after is null || before is null)
            return after ?? before;
        return Digits(before.Value) < Digits(after.Value) ? before : after;
    }

    /// <summary>Whether a trace has gradients and parameters of consecutive epochs, enough to show that no one rate fits.</summary>
    public static bool HasSteps(TrainingTrace trace) =>
        trace.Points.Zip(trace.Points.Skip(1)).Count(pair =>
            pair.Second.Epoch == pair.First.Epoch + 1
            && pair.Second.Gradients.Any(gradient => gradient is not null) && pair.First.Parameters.Any(parameter => parameter is not null)) > 1;

    private static StepRate? Fit(TrainingTrace trace, bool beforeStep)
    {
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        for (int i = 1; i < trace.Points.Count; i++)
        {
            TracePoint from = trace.Points[i - 1], to = trace.Points[i];
            if (to.Epoch != from.Epoch + 1)
                continue;
            Tensor?[] gradients = (beforeStep ? from : to).Gradients;
            for (int p = 0; p < gradients.Length; p++)
            {
                if (gradients[p] is { } gradient && from.Parameters[p] is { } old && to.Parameters[p] is { } stepped
                    && gradient.Numel == old.Numel && old.Numel == stepped.Numel)
                {
                    Narrow(old.Data, stepped.Data, gradient.Data, ref low, ref high);
                }
            }
        }
        // No step bounds it, or no rate is in all bounds.
        return double.IsFinite(low) && double.IsFinite(high) && low <= high && high > 0 ? new StepRate(low, high, beforeStep) : null;
    }

    private static void Narrow(ReadOnlySpan<float> old, ReadOnlySpan<float> stepped, ReadOnlySpan<float> gradient, ref double low, ref double high)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            double size = Math.Abs((double)gradient[i]);
            if (size == 0 || !float.IsFinite(gradient[i]) || !float.IsFinite(old[i]) || !float.IsFinite(stepped[i]))
                continue;
            double step = (double)old[i] - stepped[i];
            double error = Ulp.Size(stepped[i]) + (Math.Abs(step) * Rounding);
            double rate = step / gradient[i];
            low = Math.Max(low, rate - (error / size));
            high = Math.Min(high, rate + (error / size));
        }
    }

    private static double Round(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static int Digits(double value)
    {
        int digits = 1;
        while (digits < 17 && Round(value, digits) != value)
            digits++;
        return digits;
    }
}
