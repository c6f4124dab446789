using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What becomes of the values on their way through the model.

/// <summary>
/// Units of a relu that are zero for every sample: they pass no gradient and never come back. Of a wide layer some always are, and the
/// others learn; half of it is too much.
/// </summary>
internal sealed class DeadUnits : LintRule
{
    private const double Share = 0.5;
    private readonly Persistence<(int Layer, int Unit), (Tensor? Weight, int Units)> _dead = new();

    public override void Inspect(LossGraph graph)
    {
        int layer = 0;
        foreach (var node in graph.InOrder)
        {
            if (node is not Unary<Relu>)
                continue;
            layer++;
            if (graph.Output(node) is not { } output)
                continue;
            int units = output.Rank >= 2 ? output.Shape[^1] : 1;
            // A single sample that leaves a unit at zero says nothing about the next.
            if (output.Numel == units && Lint.DataVaries)
                continue;
            bool[] active = new bool[units];
            var values = output.Data;
            for (int i = 0; i < values.Length; i++)
                active[i % units] |= values[i] != 0;
            var weight = Affine.WeightBehind(node);
            for (int unit = 0; unit < units; unit++)
                _dead.Note((layer, unit), !active[unit], Lint.Step, (weight, units));
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _dead.All.GroupBy(dead => dead.Key.Layer)
        .Where(layer => layer.Count() >= Share * layer.First().Detail.Units).Select(layer => Found(
        $"Relu {layer.Key}", layer.Min(dead => dead.First), layer.Count(),
        $"{Plural(layer.Count(), "unit is", "units are")} dead{Affine.Place(layer.First().Detail.Weight, Lint)}: relu gives 0 for every sample, so no gradient passes.",
        $"{layer.Count()} of {layer.First().Detail.Units}: {string.Join(", ", layer.Select(dead => dead.Key.Unit).Order().Take(10))}{(layer.Count() > 10 ? ", ..." : string.Empty)}.",
        "Lower the learning rate, start anew with another seed, scale the features, or use Tanh."));
}

/// <summary>A tanh beyond 0.99, or a sigmoid as far out, in more than half of its values: its slope is next to zero there.</summary>
internal sealed class Saturated : LintRule
{
    private const float Limit = 0.99f;
    private const double Share = 0.5;
    private readonly Persistence<string, (Tensor? Weight, int Beyond, int Of)> _seen = new();

    public override void Inspect(LossGraph graph)
    {
        int layer = 0;
        foreach (var node in graph.InOrder)
        {
            bool isTanh = node is Unary<Operations.Tanh>;
            if (!isTanh && node is not Unary<Operations.Sigmoid>)
                continue;
            layer++;
            if (graph.Output(node) is not { } output)
                continue;
            // An output that is meant to be near its bounds is where it should be.
            bool meant = ReferenceEquals(output, graph.Head?.Prediction) && Beyond(graph.Head!.Target, isTanh) > Share * graph.Head.Target.Numel;
            int beyond = Beyond(output, isTanh);
            _seen.Note($"{node.OperationName} {layer}", !meant && beyond > Share * output.Numel, Lint.Step, (Affine.WeightBehind(node), beyond, output.Numel));
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key, seen.First, seen.Count,
        $"{seen.Key} is saturated{Affine.Place(seen.Detail.Weight, Lint)}: where it is flat, next to no gradient passes.",
        $"{seen.Detail.Beyond} of {Plural(seen.Detail.Of, "value", "values")} beyond {Number(Limit)} of the way to its bounds.",
        "Scale the features, start from smaller weights, or lower the learning rate."));

    private static int Beyond(Tensor values, bool isTanh)
    {
        int count = 0;
        foreach (float y in values.Data)
            count += Math.Abs(isTanh ? y : (2 * y) - 1) > Limit ? 1 : 0;
        return count;
    }
}

/// <summary>A model that gives the same for every sample, though the target varies.</summary>
internal sealed class MeanPrediction : LintRule
{
    private const double Share = 1e-3, Far = 100;
    private int? _state;
    private readonly Persistence<string, (double Prediction, double Target, double Mean)> _seen = new();

    public override void Inspect(LossGraph graph)
    {
        // Of counts the model gives logarithms, which spread less.
        if (graph.Head is not { Prediction.Numel: > 1, Target.Numel: > 1, Node: not PoissonNllLoss } head)
            return;
        // Passes that add up to one step are one state of the model.
        var state = default(HashCode);
        foreach (var parameter in graph.Parameters)
            state.Add((RuntimeHelpers.GetHashCode(parameter), parameter.Version));
        if (_state == state.ToHashCode())
            return;
        _state = state.ToHashCode();
        var (mean, prediction) = Spread(head.Prediction);
        var (middle, target) = Spread(head.Target);
        // One far from every target is no mean: the training is on its way, or float32 can't tell such predictions apart.
        bool isNear = Math.Abs(mean - middle) <= Far * target;
        _seen.Note("prediction", isNear && prediction < Share * target, Lint.Step, (prediction, target, mean));
    }

    // Where nothing can move, another rule says so.
    public override IEnumerable<TrainingFinding> Findings() => Lint.RatesAreZero ? [] : _seen.All.Select(seen => Found(
        seen.Key, seen.First, seen.Count,
        "The model gives the same for every sample: it has learned no more than a mean.",
        $"The prediction's standard deviation is {Number(seen.Detail.Prediction)} around {Number(seen.Detail.Mean)}, the target's {Number(seen.Detail.Target)}.",
        "Look at what else was found: a broadcast loss, dead or saturated units and a rate that is far too low all end here. Look whether the input varies."));

    private static (double Mean, double Deviation) Spread(Tensor tensor)
    {
        double mean = 0, square = 0;
        foreach (float x in tensor.Data)
            mean += (double)x / tensor.Numel;
        foreach (float x in tensor.Data)
            square += (x - mean) * (x - mean) / tensor.Numel;
        return (mean, Math.Sqrt(square));
    }
}
