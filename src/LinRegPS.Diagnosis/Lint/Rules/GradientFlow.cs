using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// What the rules on vanishing and exploding gradients have in common: each parameter's root mean square gradient over
/// the steps looked at, and the order of the layers' weights from input to output.
/// </summary>
internal abstract class GradientFlow : LintRule
{
    private readonly Dictionary<WatchedParameter, RecentMedian> _history = [];
    private readonly HashSet<Tensor> _idle = new(ReferenceEqualityComparer.Instance);

    /// <summary>The weights of layers, those nearest to the input first; what has fewer than two dimensions is a bias.</summary>
    protected List<WatchedParameter> Layers { get; private set; } = [];

    protected float Loss { get; private set; }

    public override void Inspect(LossGraph graph)
    {
        Loss = graph.Result.Numel == 1 ? graph.Result.Data[0] : float.NaN;
        if (Layers.Count > 0)
            return;
        // A weight alone for its channel says nothing where the channel is normalised next: its gradient is 0 but for rounding.
        if (graph.Nodes.Any(node => node is ChannelNorm))
            _idle.UnionWith(graph.Parameters.Where(p => p.Rank >= 2 && p.Numel == p.Shape[0]));
        Layers = [.. graph.Parameters.Where(p => p.Rank >= 2 && !_idle.Contains(p)).Select(Lint.Parameter)];
    }

    public override void BackwardEnded()
    {
        if (!Lint.IsInspecting || Lint.IsTrial)
            return;
        var now = new Dictionary<WatchedParameter, double>();
        foreach (var parameter in Lint.Parameters)
        {
            if (parameter.LastPass == Lint.Passes && !_idle.Contains(parameter.Tensor) && parameter.Tensor.Grad is { } gradient && Rms(gradient) is var rms && double.IsFinite(rms))
                now[parameter] = rms;
        }
        Judge(now);
        foreach (var (parameter, rms) in now)
        {
            if (!_history.TryGetValue(parameter, out var history))
                _history[parameter] = history = new RecentMedian();
            history.Add(rms);
        }
    }

    /// <summary>The gradients of a step, before they join the history.</summary>
    protected abstract void Judge(Dictionary<WatchedParameter, double> now);

    /// <summary>The median of the steps before; null where there were too few.</summary>
    protected double? Median(WatchedParameter parameter) => _history.TryGetValue(parameter, out var history) ? history.Median : null;

    private static double Rms(Tensor gradient)
    {
        double sum = 0;
        foreach (float g in gradient.Data)
            sum += (double)g * g;
        return Math.Sqrt(sum / Math.Max(gradient.Numel, 1));
    }
}

/// <summary>A gradient that jumps far above its own median while the loss rises.</summary>
internal sealed class ExplodingGradient : GradientFlow
{
    private const double Jump = 100;
    private readonly Occurrences<WatchedParameter, (double Now, double Median)> _seen = new();
    private float _lowest = float.PositiveInfinity;

    // A single batch may be an outlier.
    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Where(seen => !Lint.DataVaries || seen.Count > 1).Select(seen => Found(
        seen.Key.Name, seen.First, seen.Count,
        $"The gradient of {seen.Key.Name} explodes.",
        $"Root mean square {Number(seen.FirstDetail.Now)}, {Number(seen.FirstDetail.Now / seen.FirstDetail.Median)} times its own median of {Number(seen.FirstDetail.Median)}; the last was {Number(seen.LastDetail.Now)}.",
        "Lower the learning rate; scale the features; start from smaller weights."));

    protected override void Judge(Dictionary<WatchedParameter, double> now)
    {
        foreach (var (parameter, rms) in now)
        {
            // A gradient may well grow as training leaves a plateau; then the loss does not.
            if (Median(parameter) is double median && median > 0 && rms > Jump * median && Loss > 2 * _lowest)
                _seen.Add(parameter, Lint.Step, (rms, median));
        }
        _lowest = Math.Min(_lowest, Loss);
    }
}

/// <summary>A gradient that falls far below its own median while others do not, or dwindles from layer to layer.</summary>
internal sealed class VanishingGradient : GradientFlow
{
    private const double Share = 1e-3, StillLearning = 1e-2;
    private readonly Persistence<WatchedParameter, string> _seen = new();

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key.Name, seen.First, seen.Count,
        $"The gradient of {seen.Key.Name} vanishes: it hardly learns while others do.",
        seen.Detail,
        "Use Relu instead of Tanh or Sigmoid, start from weights that keep the size of what passes through, scale the features, or use fewer layers."));

    protected override void Judge(Dictionary<WatchedParameter, double> now)
    {
        // What is left of each gradient, against its own median: when training converges all fall alike.
        double most = 0;
        foreach (var (parameter, rms) in now)
            most = Math.Max(most, Left(parameter, rms) ?? 0);
        // The weakest layer stands for all: those between dwindle too. Towards the input: a later layer has more.
        int weakest = -1, strongest = -1, layers = 0;
        for (int i = 0; i < Layers.Count; i++)
        {
            if (!now.TryGetValue(Layers[i], out double rms))
                continue;
            layers++;
            if (weakest < 0 || rms < now[Layers[weakest]])
                weakest = i;
            if (strongest < 0 || rms >= now[Layers[strongest]])
                strongest = i;
        }
        bool dwindles = layers >= 3 && weakest < strongest && now[Layers[weakest]] < Share * now[Layers[strongest]];
        foreach (var (parameter, rms) in now)
        {
            // One layer alone hands no gradient on: where its own falls, it has learned what it can.
            bool fell = Layers.Count > 1 && Layers.Contains(parameter) && most > StillLearning && Left(parameter, rms) < Share * most;
            bool holds = fell || (dwindles && parameter == Layers[weakest]);
            _seen.Note(parameter, holds, Lint.Step, !holds ? string.Empty : fell
                ? $"Root mean square {Number(rms)}, {Number(Left(parameter, rms)!.Value)} of its own median; other gradients keep {Number(most)} of theirs."
                : $"Root mean square {Number(rms)} against {Number(now[Layers[strongest]])} of a later layer, {Layers[strongest].Name}.");
        }
    }

    private double? Left(WatchedParameter parameter, double rms) => Median(parameter) is double median && median > 0 ? rms / median : null;
}
