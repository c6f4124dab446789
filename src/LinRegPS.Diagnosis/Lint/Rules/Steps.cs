using System.Globalization;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

// Steps that something holds back.

/// <summary>A schedule that lets the rate die long before the end, while there are gradients still.</summary>
internal sealed class DyingRate : LintRule
{
    private const double Steep = 1e-3;
    private const int Idle = 10;
    private double _greatest, _squares, _last;
    private int _step;

    public override void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
        if (!Lint.IsInspecting)
            return;
        if (Lint.Step != _step)
            (_step, _squares) = (Lint.Step, 0);
        foreach (float g in gradient.Data)
            _squares += (double)g * g;
        _greatest = Math.Max(_greatest, _last = Math.Sqrt(_squares));
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        var rates = Lint.Rates;
        // At the bottom no rate leads further; nor does one that led nowhere before it fell, though batches and dropout keep gradients up.
        if (!rates.HasDied || !(_last > Steep * _greatest) || Lint.Losses.IdleAtFullRate >= Idle)
            return [];
        int first = Lint.Epoch(rates.DeadSince), last = Lint.Epoch(rates.LastStep);
        return
        [
            Found("LearningRate", rates.DeadSince, rates.LastStep - rates.DeadSince + 1,
                $"The schedule lets the learning rate die: from epoch {first} on, of {last}, it is less than a thousandth of what it was, and nothing more is learned.",
                $"Rate {Number(rates.Greatest)} at most, {Number(rates.Last)} at the end; the gradient's length is still {Rough(_last)}, {Rough(_last / _greatest)} of its greatest.",
                "Let the rate fall more slowly, over all of the training (CosineAnnealingLR does, a Gamma nearer to 1, a larger StepSize), or end the training where it dies."),
        ];
    }
}

/// <summary>A limit of the gradients that they are beyond in every step: then it is the limit that sets the steps' length.</summary>
internal sealed class AlwaysClipped : LintRule
{
    private const int Fewest = 8;
    private const double Far = 20;
    private readonly List<double> _times = [];
    private string _what = string.Empty;
    private double _limit;
    private bool _everLet;

    public override void Clipping(string what, double limit, double times)
    {
        (_what, _limit) = (what, limit);
        _everLet |= !(times > 1);
        if (_times.Count < 1024)
            _times.Add(times);
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (_everLet || _times.Count < Fewest)
            return [];
        double[] sorted = [.. _times.Order()];
        double median = sorted[sorted.Length / 2];
        if (!(median >= Far) || !double.IsFinite(median))
            return [];
        return
        [
            Found("gradients", 1, _times.Count,
                "Clipping bites in every step: what was meant for outliers sets the length of all steps, whatever the slope.",
                $"The gradients' {(_what == "norm" ? "norm" : "median size")} is {Rough(sorted[0])} to {Rough(sorted[^1])} times the limit of {Number(_limit)}, in all of {Plural(_times.Count, "step", "steps")}.",
                string.Create(CultureInfo.InvariantCulture, $"Take a limit that most steps keep to, -Clip{(_what == "norm" ? "Norm" : "Value")} {2 * median * _limit:G2} for instance, and a learning rate that needs no more.")),
        ];
    }
}

/// <summary>Weight decay that holds a bias back: it pulls it to 0 as much as the data pull it to where it belongs.</summary>
internal sealed class DecayedBias : LintRule
{
    private const double Share = 0.1, Balance = 0.5;
    private readonly Persistence<WatchedParameter, (double Decay, double Bias, double Offset, double Spread)> _seen = new();
    private Tensor? _bias;
    private double _offset, _spread;

    public override void Inspect(LossGraph graph)
    {
        _bias = graph.Nodes.Select(Bias).FirstOrDefault(bias => bias is not null);
        if (graph.Head is not { PredictsTarget: true } head || head.Prediction.Numel != head.Target.Numel || head.Target.Numel < 2)
        {
            _bias = null;
            return;
        }
        double mean = head.Target.ToArray().Average(y => (double)y);
        (_offset, _spread) = (head.Prediction.ToArray().Average(y => (double)y) - mean, Math.Sqrt(head.Target.ToArray().Average(y => (y - mean) * (y - mean))));
    }

    public override void OptimizerSteps(Optimizer optimizer)
    {
        if (!Lint.IsInspecting || _bias is not { Grad: { } gradient })
            return;
        foreach (var group in optimizer.ParameterGroups)
        {
            double decay = group.WeightDecay ?? optimizer.WeightDecay;
            if (!(decay > 0) || !group.Parameters.Any(p => ReferenceEquals(p.Value, _bias)))
                continue;
            double pull = 0, left = 0, size = 0;
            for (int i = 0; i < gradient.Numel; i++)
            {
                double b = decay * _bias.Data[i], rest = gradient.Data[i] + b;
                (pull, left, size) = (pull + (b * b), left + (rest * rest), Math.Max(size, Math.Abs(_bias.Data[i])));
            }
            // Apart from the gradient, no step is longer than the rate: half of it goes into the decay.
            bool held = optimizer is AdamW ? decay * size >= Balance : pull > 0 && left < Balance * Balance * pull;
            _seen.Note(Lint.Parameter(_bias), held && Math.Abs(_offset) > Share * _spread, Lint.Step, (decay, size, _offset, _spread));
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key.Name, seen.First, seen.Count,
        $"Weight decay holds {seen.Key.Name}: the data pull it to where it belongs, and the decay back to 0.",
        $"Weight decay {Number(seen.Detail.Decay)}, bias {Rough(seen.Detail.Bias)}; predictions are off by {Rough(seen.Detail.Offset)} in the mean, where the target's standard deviation is {Rough(seen.Detail.Spread)}.",
        "Leave the bias out of the decay: New-Optimizer ... -NoDecay *bias; or take the mean from the target before training."));

    private static Tensor? Bias(Operation node) => node switch
    {
        Operations.Linear when node.Inputs is [_, _, { Leaf: { } bias }] => bias,
        Binary<Add> when node.Inputs is [var first, var second] => first.Leaf is { Rank: <= 1 } b && second.Node is not null ? b
            : second.Leaf is { Rank: <= 1 } c && first.Node is not null ? c : null,
        _ => null,
    };
}
