using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What goes wrong in the graph itself.

/// <summary>A loss that records nothing: detach, item or no-grad stands between it and the parameters.</summary>
internal sealed class CutGraph : LintRule
{
    // By tensor, the call that cut it off; passed on to what is made of it.
    private readonly ConditionalWeakTable<Tensor, string> _cuts = [];
    private readonly Occurrences<string, Shape> _seen = new();
    private const string DetachedStep = "Detach() of a parameter's step";
    private string? _read;
    private bool _any;

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (output.GradFn is not null)
            return;
        if (needed)
            Cut(output, $"{operation.OperationName} under Invoke-NoGrad");
        else if (_any && LossGraph.Inputs(operation).Select(CutOf).FirstOrDefault(cut => cut is not null) is { } inherited)
            Cut(output, inherited);
    }

    public override void Detached(Tensor source, Tensor result) =>
        Cut(result, Lint.Lineage.IsStep(source) ? DetachedStep : "Detach()");

    public override void Read(Tensor tensor, string method) => _read = method;

    public override void BackwardEnded() => _read = null;

    public override void NothingRecorded(Tensor result) => _seen.Add(CutOf(result) ?? _read ?? string.Empty, Lint.Step + 1, result.Shape);

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key.Length > 0 ? seen.Key : "loss", seen.First, seen.Count,
        "The loss records nothing: no backward pass can start from it.",
        seen.Key.Length > 0
            ? $"{seen.Key} cuts the way from the parameters to the loss."
            : $"No tensor that the loss of shape {seen.FirstDetail} was made from requires a gradient.",
        Remedy(seen.Key)));

    private static string Remedy(string cut) => cut switch
    {
        "" => "Make the parameters with New-Tensor -RequiresGrad, before the forward pass.",
        "Item()" or "ToArray()" => $"Compute the loss with tensors all the way; {cut} takes the numbers out, so use it only for what is printed.",
        DetachedStep => "What takes a parameter's place must be one: $w = ($w - 0.01 * $w.Grad).Detach(), and then $w.RequiresGrad = $true.",
        "Detach()" => "Leave Detach() out between the parameters and the loss.",
        _ => "Run the forward pass outside Invoke-NoGrad. Inside it, change parameters in place ($w.Sub_(...)): $w -= ... makes a new tensor that is no parameter any more.",
    };

    private void Cut(Tensor tensor, string by)
    {
        _any = true;
        _cuts.AddOrUpdate(tensor, by);
    }

    private string? CutOf(Tensor tensor) => _cuts.TryGetValue(tensor, out string? by) ? by : null;
}

/// <summary>A tensor that an operation saved for its backward was changed in place: its version counter shows it.</summary>
internal sealed class InPlaceChange : LintRule
{
    private readonly Occurrences<Tensor, (string Operation, int Then, int Now)> _seen = new(ReferenceEqualityComparer.Instance);

    public override void SavedTensorChanged(Operation operation, Tensor saved, int then, int now)
    {
        if (saved is { RequiresGrad: true, IsLeaf: true })
            Lint.Parameter(saved);
        _seen.Add(saved, Lint.Step + 1, (operation.OperationName, then, now));
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        Lint.NameOf(seen.Key), seen.First, seen.Count,
        $"{Lint.NameOf(seen.Key)} was changed in place between the forward pass and the backward pass that needs its old values.",
        $"{seen.FirstDetail.Operation} saved it at version {seen.FirstDetail.Then}; it is at version {seen.FirstDetail.Now} now.",
        "Change parameters after the backward pass, and run the forward pass again before the next one."));
}

/// <summary>Results kept with their graph: nodes of old steps stay alive, so memory grows with every step.</summary>
internal sealed class GrowingGraph : LintRule
{
    private const int MostNodes = 1024, Few = 5;
    private readonly List<(int Step, WeakReference<Operation> Node)> _nodes = [];

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        // Every step's at first; later as often as steps are looked at closely. A compiled loop keeps nothing.
        int step = Lint.Step + 1;
        if (output.GradFn is not null && Lint.IsScript && (step <= Few * 4 || Lint.Schedule.Inspects(step)) && _nodes.Count < MostNodes)
            _nodes.Add((step, new WeakReference<Operation>(operation)));
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        // Graphs that later passes go through once more are another rule's.
        if (Lint.RepeatsPasses)
            return [];
        int steps = _nodes.Select(node => node.Step).Distinct().Count();
        // A young node that nobody holds goes with a quick collection; only where many stay, a whole one decides.
        if (steps <= Few || !Grows(steps))
            return [];
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        if (!Grows(steps))
            return [];
        GC.Collect();
        if (!Grows(steps))
            return [];
        int[] alive = Alive();
        int nodes = _nodes.Count(node => node.Node.TryGetTarget(out _)), unfreed = _nodes.Count(node => node.Node.TryGetTarget(out var n) && !n.IsFreed);
        return
        [
            Found("loss", alive[0], alive.Length,
                "Results of old steps are kept together with the graph that made them, so memory grows with every step.",
                $"Of {steps} steps looked at, {alive.Length} still have recorded operations in memory: {Plural(nodes, "operation", "operations")}, {unfreed} of them with all they saved.",
                "Keep the number, not the tensor: $losses += $loss.Item(), $total += $loss.Item(). Run validation under Invoke-NoGrad."),
        ];
    }

    // The last step's results may well be in variables still.
    private bool Grows(int steps) => Alive().Length is int alive && alive > Few && alive > steps / 2;

    // A link that a backward pass left has nothing in memory: a parameter that is replaced hangs on a chain of them.
    private int[] Alive() => [.. _nodes.Where(node => node.Node.TryGetTarget(out var operation) && !operation.IsLink).Select(node => node.Step).Distinct()];
}
