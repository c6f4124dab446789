using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Losses;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006) of one sequence: over all ways to write its labels step by step, each
/// once or several times, with blanks between. In float64, by logarithms.
/// </summary>
/// <param name="stride">Elements from a step to the next.</param>
/// <param name="steps">How many steps there are.</param>
/// <param name="labels">What is to be read.</param>
/// <param name="blank">The class that stands for nothing.</param>
public readonly ref struct ConnectionistTemporal(int stride, int steps, ReadOnlySpan<int> labels, int blank)
{
    private readonly ReadOnlySpan<int> _labels = labels;

    // Blanks around all labels.
    private int States => (2 * _labels.Length) + 1;

    /// <summary>The negative logarithm of the probability of all ways together; infinity where there is none.</summary>
    /// <param name="logs">Logarithms of the probabilities of the classes, a step after another.</param>
    public double Forward(ReadOnlySpan<float> logs) => steps == 0 ? _labels.Length == 0 ? 0 : double.PositiveInfinity : -Total(Starts(logs));

    /// <summary>How probable a class is at each step among all ways, written over zeros; NaN where there is no way.</summary>
    /// <param name="logs">Logarithms of the probabilities of the classes, a step after another.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="share">What each is multiplied by.</param>
    /// <param name="result">Receives the classes of each step, with the stride of the logarithms.</param>
    [MethodImpl(Kernel.Hot)]
    public void Posteriors(ReadOnlySpan<float> logs, int classes, double share, Span<float> result)
    {
        if (steps == 0)
            return;
        int states = States;
        double[] starts = Starts(logs), ends = new double[states], next = new double[states], sums = new double[classes];
        double total = Total(starts);
        var pace = default(Pace);
        for (int t = steps - 1; t >= 0; t--)
        {
            pace.Step(32L * states);
            Array.Clear(sums);
            for (int s = 0; s < states; s++)
            {
                int c = Class(s);
                double rest = t == steps - 1 ? s >= states - 2 ? 0 : double.NegativeInfinity
                    : Sum(next[s], s + 1 < states ? next[s + 1] : double.NegativeInfinity, s + 2 < states && Skips(s + 2) ? next[s + 2] : double.NegativeInfinity);
                ends[s] = rest + logs[(t * stride) + c];
                sums[c] += Math.Exp(starts[(t * states) + s] + rest - total);
            }
            for (int c = 0; c < classes; c++)
                result[(t * stride) + c] = (float)(sums[c] * share);
            (ends, next) = (next, ends);
        }
    }

    // The logarithm of what the ways have come to at each step in each state.
    [MethodImpl(Kernel.Hot)]
    private double[] Starts(ReadOnlySpan<float> logs)
    {
        int states = States;
        double[] starts = new double[steps * states];
        var pace = default(Pace);
        for (int t = 0; t < steps; t++)
        {
            pace.Step(32L * states);
            var before = starts.AsSpan(Math.Max(t - 1, 0) * states, states);
            for (int s = 0; s < states; s++)
            {
                double come = t == 0 ? s < 2 ? 0 : double.NegativeInfinity
                    : Sum(before[s], s > 0 ? before[s - 1] : double.NegativeInfinity, s > 1 && Skips(s) ? before[s - 2] : double.NegativeInfinity);
                starts[(t * states) + s] = come + logs[(t * stride) + Class(s)];
            }
        }
        return starts;
    }

    private double Total(double[] starts) => Sum(starts[^1], States > 1 ? starts[^2] : double.NegativeInfinity, double.NegativeInfinity);

    private int Class(int state) => state % 2 == 0 ? blank : _labels[state / 2];

    // Whether a label may follow the one before without a blank.
    private bool Skips(int state) => state % 2 == 1 && _labels[state / 2] != _labels[(state / 2) - 1];

    private static double Sum(double a, double b, double c)
    {
        double greatest = Math.Max(Math.Max(a, b), c);
        return double.IsFinite(greatest) ? greatest + Math.Log(Math.Exp(a - greatest) + Math.Exp(b - greatest) + Math.Exp(c - greatest)) : greatest;
    }
}
