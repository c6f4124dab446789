using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

// Layers that compute otherwise while they train.

/// <summary>
/// Dropout that draws, or batch norm that takes the batch's own mean, in a forward pass that nobody learns from: one that is
/// not recorded, or that no backward pass goes through. What it makes may be learned from all the same, as a generator's points are, and
/// who draws for the same rows again and again wants to see how predictions vary. Batch norm that goes on to use what it followed gathers it anew.
/// </summary>
internal sealed class TrainMode : LintRule
{
    private const int MostPasses = 256, MostUnrecorded = 4096, MostLookedAt = 4096, Draws = 5;
    private readonly List<Pass> _unrecorded = [], _open = [];

    // Of batch norms, since they last trained, what nothing was compared with.
    private readonly List<Pass> _gathering = [];
    private readonly HashSet<int> _gathered = [];
    private readonly HashSet<int> _rows = [];

    // By what is not recorded, the passes that it is made of.
    private readonly ConditionalWeakTable<Tensor, Pass[]> _made = [];
    private bool _any;

    public override void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
        if (output is null)
            return;
        if (GradMode.IsEnabled && _gathering.Count > 0)
            _gathering.RemoveAll(earlier => earlier.Layer == layer);
        var passes = GradMode.IsEnabled ? _open : _unrecorded;
        if (passes.Count >= (GradMode.IsEnabled ? MostPasses : MostUnrecorded) || (GradMode.IsEnabled && output.GradFn is null))
            return;
        var pass = new Pass(layer, Lint.Step + 1, input.Shape, Content(input), output.GradFn is { } made ? new(made) : null);
        passes.Add(pass);
        if (GradMode.IsEnabled)
            return;
        if (layer is BatchNorm)
            _gathering.Add(pass);
        Note(output, [pass, .. _made.TryGetValue(output, out var before) ? before : []]);
    }

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        bool isLoss = operation is ElementwiseLoss or CrossEntropy or SharedCrossEntropy;
        if (isLoss && _open.Count > 0 && output.GradFn is not null)
            _open.ForEach(open => open.HasLoss = true);
        if (_gathering.Count > 0 && operation is ChannelNorm { RunningMean: { } mean })
            MarkGathered(layer => ReferenceEquals(layer.RunningMean, mean));
        if (!_any)
            return;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (input.Tensor is not { } tensor || !_made.TryGetValue(tensor, out var passes))
                continue;
            if (isLoss || operation is Binary<Sub>)
                _gathering.RemoveAll(passes.Contains);
            if (output.GradFn is not null)
                Array.ForEach(passes, pass => pass.IsLearnedFrom = true);
            else
                Note(output, passes);
        }
    }

    public override void Detached(Tensor source, Tensor result)
    {
        if (_open.Count == 0 || source.GradFn is null)
            return;
        var below = LossGraph.NodesBelow(source.GradFn);
        Note(result, [.. _open.Where(open => open.Made!.TryGetTarget(out var made) && below.Contains(made))]);
    }

    public override void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
        _open.RemoveAll(open =>
        {
            bool reached = open.Made!.TryGetTarget(out var made) && nodes.Contains(made);
            if (reached)
                _rows.Add(open.Rows);
            return reached;
        });
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        MarkGathered(layer => !layer.Training);
        var open = _rows.Count == 0 ? [] : _open.Where(pass => !pass.IsLearnedFrom).GroupBy(pass => pass.Name).Where(IsTest).SelectMany(layer => layer);
        var sampled = _unrecorded.Concat(_open).GroupBy(pass => (RuntimeHelpers.GetHashCode(pass.Layer), pass.Step, pass.Content)).Where(same => same.Count() >= Draws).Select(same => same.First().Step).ToHashSet();
        return _unrecorded.Where(pass => !pass.IsLearnedFrom && !_gathered.Contains(pass.Step)).Concat(open)
            .Where(pass => pass.Layer is BatchNorm || !sampled.Contains(pass.Step))
            .GroupBy(pass => pass.Name).Select(seen => Found(
                seen.Key, seen.First().Step, seen.Count(),
                $"{seen.Key} computes as in training while the model is only used: {(seen.First().Layer is BatchNorm ? "each prediction depends on the other rows that are given with it" : "it draws, so that each prediction comes out otherwise")}.",
                $"{Plural(seen.Count(), "forward pass", "forward passes")} in training mode that nothing was learned from; the first with {seen.First().Input}.",
                "Call $model.Eval() before a prediction or a test, and $model.Train() to train on; Test-Model does both."));
    }

    // A loop may well end at the loss of its last pass; of other rows it is a test.
    private bool IsTest(IGrouping<string, Pass> layer) => layer.Count() > 1 || layer.Any(open => !open.HasLoss || !_rows.Contains(open.Rows));

    private void MarkGathered(Func<BatchNorm, bool> isUsed)
    {
        foreach (var pass in _gathering.Where(pass => isUsed((BatchNorm)pass.Layer)))
            _gathered.Add(pass.Step);
        _gathering.RemoveAll(pass => _gathered.Contains(pass.Step));
    }

    private void Note(Tensor tensor, Pass[] passes)
    {
        if (passes.Length == 0)
            return;
        _any = true;
        _made.AddOrUpdate(tensor, passes);
    }

    private static int Content(Tensor input)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(input.Data[..Math.Min(input.Numel, MostLookedAt)]));
        return hash.ToHashCode();
    }

    private sealed record Pass(Module Layer, int Step, Shape Input, int Content, WeakReference<Operation>? Made)
    {
        public string Name => Layer.GetType().Name;

        public int Rows => Input.Rank == 0 ? 1 : Input[0];

        public bool HasLoss { get; set; }

        public bool IsLearnedFrom { get; set; }
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
