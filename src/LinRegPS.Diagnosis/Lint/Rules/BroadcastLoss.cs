using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Diagnosis.Probing;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// Prediction and target of different shapes that broadcast to more elements: [N,1] against [N] makes N x N pairs.
/// A prediction or target of one element is meant for all.
/// </summary>
internal sealed class BroadcastLoss : LintRule
{
    private readonly Occurrences<string, string> _seen = new();

    public override void LossRefused(Tensor prediction, Tensor target) => Judge(prediction, target, Lint.Step + 1, null);

    public override void Inspect(LossGraph graph)
    {
        if (graph.Head is { } head)
            Judge(head.Prediction, head.Target, Lint.Step, graph);
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        "loss", seen.First, seen.Count,
        "The loss compares every prediction with every target: their shapes differ and broadcast. A model trained so learns the mean of the target.",
        seen.FirstDetail,
        seen.Key));

    private void Judge(Tensor prediction, Tensor target, int step, LossGraph? graph)
    {
        if (prediction.Shape.Equals(target.Shape) || !Shape.TryBroadcast(prediction.Shape, target.Shape, out var both))
            return;
        int fewest = Math.Min(prediction.Numel, target.Numel);
        if (fewest <= 1 || both.Numel <= fewest)
            return;
        // Of a batch the shapes are those that all data have: what is to be changed is the data.
        var (all, shape) = (Lint.Whole(target, isTarget: true).Shape, prediction.Shape);
        bool isBatch = !all.Equals(target.Shape) && shape.Rank > 0 && shape[0] == target.Shape[0];
        if (isBatch)
            shape = shape.With(0, all[0]);
        string evidence = isBatch
            ? $"Prediction {shape} against target {all}, in batches of {target.Shape[0]}: {both.Numel} pairs of shape {both} instead of {target.Numel}."
            : $"Prediction {shape} against target {target.Shape}: {both.Numel} pairs of shape {both} instead of {target.Numel}.";
        bool alike = prediction.Numel == target.Numel, sameRows = prediction.Shape[0] == target.Shape[0];
        string remedy = alike ? $"Reshape the target to the prediction's shape: $Y.Reshape({string.Join(", ", shape)})."
            : sameRows ? $"Look at the prediction first: {target.Numel} targets need {target.Numel} predictions, not {prediction.Numel}. A weight or an input of the wrong shape broadcasts before the loss does."
            : Errors.ShapeRemedy(prediction.Shape, target.Shape);
        if (_seen.All.Count == 0 && graph is not null && prediction.Numel == target.Numel)
            evidence += Difference(graph, prediction, target);
        _seen.Add(remedy, step, evidence);
    }

    // What it does to loss and gradient: the pass is made with both targets, before the script's own pass.
    private string Difference(LossGraph graph, Tensor prediction, Tensor target)
    {
        if (!IsMeanSquare(graph) || !GradMode.IsEnabled)
            return string.Empty;
        Tensor[] parameters = [.. graph.Parameters];
        using (Watcher.Pause())
        {
            var aligned = Loss.Mse(prediction, target.Reshape(prediction.Shape.ToArray()));
            var now = GradientProbe.Peek(graph.Result, parameters);
            var meant = GradientProbe.Peek(aligned, parameters);
            string gradients = string.Join(", ", parameters.Zip(now, meant).Take(4).Select(p =>
                $"{Lint.NameOf(p.First)}: {Size(p.Second)} instead of {Size(p.Third)}"));
            return $" Loss {Number(graph.Result.Data[0])}, element by element {Number(aligned.Data[0])}; gradient of {gradients}.";
        }

        static string Size(Tensor? gradient) => gradient switch
        {
            null => "none",
            { Numel: 1 } => Number(gradient.Data[0]),
            _ => $"length {Number(Math.Sqrt(gradient.ToArray().Sum(g => (double)g * g)))}",
        };
    }

    private static bool IsMeanSquare(LossGraph graph) => graph.Result.GradFn switch
    {
        MseLoss { Reduction: Reduction.Mean } => true,
        Mean mean => mean.Inputs[0].Node is Unary<Square> square && ReferenceEquals(square.Inputs[0].Node, graph.Head!.Node),
        _ => false,
    };
}
