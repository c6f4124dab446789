using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Kernels.Optimizers;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>Float32 can't move any parameter any more: gradients are not 0, but every update is under half an ulp.</summary>
internal sealed class Standstill : LintRule
{
    private readonly Persistence<WatchedParameter, (float Value, double Update)> _still = new(needed: 2);
    private float[] _moved = [];
    private bool _hasMoved;

    public override void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
        if (!Lint.IsInspecting || learningRate is not { } rate)
            return;
        var w = parameter.Tensor.Data;
        if (_moved.Length < w.Length)
            _moved = new float[w.Length];
        var moved = _moved.AsSpan(0, w.Length);
        w.CopyTo(moved);
        SgdUpdate.Apply(moved, gradient.Data, (float)rate);
        Judge(parameter, moved, gradient.Data, rate);
    }

    public override void Changing(WatchedParameter parameter, string method, Tensor argument)
    {
        if (!Lint.IsInspecting || method is not ("Sub_" or "Add_") || !argument.Shape.Equals(parameter.Tensor.Shape))
            return;
        float sign = method == "Sub_" ? -1 : 1;
        var w = parameter.Tensor.Data;
        var u = argument.Data;
        float[] moved = new float[w.Length];
        for (int i = 0; i < moved.Length; i++)
            moved[i] = w[i] + (sign * u[i]);
        Judge(parameter, moved, u, 1);
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.RatesAreZero)
        {
            return
            [
                Found("LearningRate", 1, Math.Max(Lint.Losses.Count, 1), "The learning rate is 0: nothing moves.",
                    $"The loss went from {Number(Lint.Losses.First)} to {Number(Lint.Losses.Last)}.", "Give a learning rate above 0."),
            ];
        }
        // Steps that a schedule makes tiny are its matter.
        return Lint.Rates.HasDied ? [] : _still.All.Select(seen =>
        {
            var (value, update) = seen.Detail;
            // Once nothing moves, the loss stays the same to the bit: that tells since when, between the steps looked at.
            int first = Lint.Losses.UnchangedSince is > 0 and int since && since < seen.First && Lint.Batches is null ? since : seen.First;
            string evidence = $"The update {Number(update)} is under half an ulp, {Number(Ulp.Size(value) / 2.0)}, of {value.ToString("G9", System.Globalization.CultureInfo.InvariantCulture)}.";
            return _hasMoved
                ? Found(
                    seen.Key.Name, first, seen.Count,
                    $"{seen.Key.Name} stands still: float32 can't move it any more, and nothing has moved since epoch {Lint.Epoch(first) - 1}.", evidence,
                    "This is as near as float32 gets with this rate: stop here. A larger rate, centred and scaled features, or a model around the difference from a good guess get nearer.")
                : Found(
                    seen.Key.Name, first, seen.Count,
                    $"{seen.Key.Name} has never moved: from the first epoch on the steps are too small for float32.", evidence,
                    "Take a larger learning rate; if only rates as small as this are stable, centre and scale the features.");
        });
    }

    private void Judge(WatchedParameter parameter, ReadOnlySpan<float> moved, ReadOnlySpan<float> update, double factor)
    {
        var w = parameter.Tensor.Data;
        // A parameter without gradient is not trained at all, and NaN is a matter of another rule.
        int at = update.IndexOfAnyExcept(0f);
        bool still = at >= 0 && Finite.All(update) && Finite.All(w) && moved.SequenceEqual(w);
        // One that rests while another moves goes on when the other has changed its gradient.
        if (at >= 0 && !still)
        {
            _still.Clear();
            _hasMoved = true;
        }
        _still.Note(parameter, still, Lint.Step, still ? (w[at], Math.Abs(factor * update[at])) : default);
    }
}
