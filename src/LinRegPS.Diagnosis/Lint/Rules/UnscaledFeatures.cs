using System.Globalization;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// Features of very different scales, the ones of a bias among them, or far from 0: so that the loss is a long narrow valley.
/// </summary>
internal sealed class UnscaledFeatures : LintRule
{
    private const double Spread = 30, OffCentre = 5, Condition = 1e3;

    // Batches of a script, until there are rows enough to judge the data by.
    private const int MostRows = 1000, MostBatches = 32;
    private readonly List<(int Step, bool Bias, List<Tensor> Batches)> _inputs = [];

    public override void Inspect(LossGraph graph)
    {
        int place = 0;
        foreach (var node in graph.InOrder)
        {
            if (Features(node) is not { } part)
                continue;
            var data = Lint.Whole(part, isTarget: false);
            if (place == _inputs.Count)
                _inputs.Add((Lint.Step, HasBias(node, graph), []));
            var batches = _inputs[place++].Batches;
            if (batches.Count < MostBatches && batches.Sum(batch => batch.Shape[0]) < MostRows && !batches.Exists(batch => ReferenceEquals(batch, data)))
                batches.Add(data);
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _inputs
        .Select(input => Judge(FeatureColumns.Of(input.Batches, input.Bias), input.Batches, input.Step))
        .OfType<TrainingFinding>().Take(1);

    private static Tensor? Features(Operation node)
    {
        if (node is not (Operations.Linear or MatMul or Binary<Mul>))
            return null;
        // Of a product of elements either may be the data.
        bool second = node is Binary<Mul> && node.Inputs[0].NeedsGradient;
        ref readonly var data = ref node.Inputs[second ? 1 : 0];
        return !data.NeedsGradient && data.Tensor is { Numel: > 1 } && node.Inputs[second ? 0 : 1].Leaf is not null ? data.Tensor : null;
    }

    private static bool HasBias(Operation node, LossGraph graph) =>
        node.Inputs is [_, _, { Exists: true }] || graph.Nodes.Any(next => next is Binary<Add> && next.Inputs is [var first, var second]
            && ((first.Node == node && second.Leaf is not null) || (second.Node == node && first.Leaf is not null)));

    private TrainingFinding? Judge(FeatureColumns columns, List<Tensor> batches, int step)
    {
        // With a bias the spread around the mean is what a weight learns from; a constant is a bias of another size.
        if (columns.Least is not { } least || columns.Greatest is not { } greatest)
            return null;
        double spread = greatest.Scale / least.Scale, offCentre = columns.OffCentre?.Ratio ?? 0;
        bool isSpread = greatest.Scale >= Spread * least.Size;
        if ((!isSpread && offCentre < OffCentre) || !(columns.Condition > Condition))
            return null;
        var evidence = new List<string>();
        if (spread > 1)
        {
            evidence.Add($"Column scales from {Number(least.Scale)} ({least.Name}) to {Number(greatest.Scale)} ({greatest.Name}), a factor of {Number(spread)}"
                + (least.IsOnes || greatest.IsOnes ? $": {greatest.Name} {(greatest.IsOnes ? "are" : "is")} {spread.ToString("G3", CultureInfo.InvariantCulture)} times {(least.IsOnes ? "the bias's ones" : least.Name)}." : "."));
        }
        if (columns.OffCentre is { } off)
            evidence.Add($"{off.Name[..1].ToUpperInvariant()}{off.Name[1..]}: mean {Number(off.Mean)}, standard deviation {Number(off.Scale)}.");
        evidence.AddRange(columns.Constants.Take(1).Select(constant => $"{constant.Name[..1].ToUpperInvariant()}{constant.Name[1..]} is constant, as the bias is."));
        if (double.IsFinite(columns.Condition))
            evidence.Add($"Condition number {Number(columns.Condition)}.");
        var shape = batches.Count == 1 ? batches[0].Shape : batches[0].Shape.With(0, batches.Sum(batch => batch.Shape[0]));
        return Found(
            $"data {shape}", step, 1,
            !isSpread ? "A feature is far from 0 for its spread: weight and bias pull against each other, and training crawls."
                : least.IsOnes || greatest.IsOnes
                ? "The features have another scale than the ones of the bias: a rate that suits the larger is far too low for the smaller."
                : "The features have very different scales: a rate that suits the large ones is far too low for the small ones.",
            string.Join(' ', evidence),
            "Centre and scale each column before training: ($X - mean) / standard deviation, and do the same with what is predicted later."
                + (columns.Constants.Count > 0 ? " A constant column is left out: it is what the bias is for." : string.Empty));
    }
}
