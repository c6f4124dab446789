using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

// Layers that compute otherwise while they train.

/// <summary>
/// Dropout that draws, or batch norm that takes the batch's own mean, in a forward pass that nobody learns from: one that is
/// not recorded, or that no backward pass goes through.
/// </summary>
internal sealed class TrainMode : LintRule
{
    private const int MostPasses = 256;
    private readonly Occurrences<string, Shape> _unrecorded = new();
    private readonly List<Open> _open = [];
    private readonly HashSet<int> _rows = [];

    public override void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
        if (output is null)
            return;
        if (!GradMode.IsEnabled)
            _unrecorded.Add(layer.GetType().Name, Lint.Step + 1, input.Shape);
        else if (output.GradFn is { } made && _open.Count < MostPasses)
            _open.Add(new(layer.GetType().Name, Lint.Step + 1, input.Shape, new WeakReference<Operation>(made)));
    }

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (_open.Count > 0 && output.GradFn is not null && operation is ElementwiseLoss or CrossEntropy or SharedCrossEntropy)
            _open.ForEach(open => open.HasLoss = true);
    }

    public override void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
        _open.RemoveAll(open =>
        {
            bool reached = open.Made.TryGetTarget(out var made) && nodes.Contains(made);
            if (reached)
                _rows.Add(open.Input.Rank == 0 ? 1 : open.Input[0]);
            return reached;
        });
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        foreach (var open in _rows.Count == 0 ? [] : _open.GroupBy(open => open.Layer).Where(IsTest).SelectMany(layer => layer))
            _unrecorded.Add(open.Layer, open.Step, open.Input);
        return _unrecorded.All.Select(seen => Found(
            seen.Key, seen.First, seen.Count,
            $"{seen.Key} computes as in training while the model is only used: {(seen.Key.StartsWith("BatchNorm", StringComparison.Ordinal) ? "each prediction depends on the other rows that are given with it" : "it draws, so that each prediction comes out otherwise")}.",
            $"{Plural(seen.Count, "forward pass", "forward passes")} in training mode that nothing was learned from; the first with {seen.FirstDetail}.",
            "Call $model.Eval() before a prediction or a test, and $model.Train() to train on; Test-Model does both."));
    }

    // A loop may well end at the loss of its last pass; of other rows it is a test.
    private bool IsTest(IGrouping<string, Open> layer) =>
        layer.Count() > 1 || layer.Any(open => !open.HasLoss || !_rows.Contains(open.Input.Rank == 0 ? 1 : open.Input[0]));

    private sealed record Open(string Layer, int Step, Shape Input, WeakReference<Operation> Made)
    {
        public bool HasLoss { get; set; }
    }
}

/// <summary>Batch norm that is to train with a single row, whose mean is the row itself.</summary>
internal sealed class BatchOfOne : LintRule
{
    private readonly Occurrences<string, Shape> _seen = new();

    public override void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
        if (layer is BatchNorm && GradMode.IsEnabled && input.Shape[0] == 1)
            _seen.Add(layer.GetType().Name, Math.Max(Lint.Step, 1), input.Shape);
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key, seen.First, seen.Count,
        $"{seen.Key} trains with a single row: less its own mean nothing is left of it to tell rows apart.",
        $"{Plural(seen.Count, "batch", "batches")} of shape {seen.FirstDetail}"
            + (Lint.Batches is { Samples: var rows, Count: var count } && rows % count != 0 ? $"; {rows} rows make {count} batches, the last of them short." : "."),
        "Take a -BatchSize that leaves no single row over, or leave the last batch out with New-DataLoader -DropLast; LayerNorm takes single rows."));
}
