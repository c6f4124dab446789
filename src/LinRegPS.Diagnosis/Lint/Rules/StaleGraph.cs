using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>A loss that is made of results of an earlier step, with their graph: it was freed, or its gradient counts again.</summary>
internal sealed class StaleGraph : LintRule
{
    private const int MostNoted = 256;

    // Since the last pass, what was computed with a result whose graph a pass has been through.
    private readonly List<(Operation User, Operation Made, Shape Shape)> _taken = [];

    // By a node that a pass has been through and that is still whole, the versions of its leaves then.
    private readonly ConditionalWeakTable<Operation, int[]> _passed = [];
    private readonly Occurrences<bool, (string User, string Made, Shape Shape)> _freed = new();
    private readonly Occurrences<bool, (int Nodes, int Of, Tensor Changed)> _again = new();
    private IReadOnlyList<Operation> _nodes = [];
    private bool _anyKept;

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (output.GradFn is null || !Lint.IsScript || _taken.Count == MostNoted)
            return;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (input.Node is { IsFreed: true } made)
                _taken.Add((operation, made, input.Shape));
        }
    }

    public override void GraphFreed(Operation operation)
    {
        foreach (var (user, made, shape) in _taken)
        {
            if (!LossGraph.NodesBelow(made).Contains(operation))
                continue;
            _freed.Add(true, Lint.Step + 1, (user.OperationName, made.OperationName, shape));
            return;
        }
    }

    public override void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
        _nodes = Lint.IsScript ? nodes : [];
        if (!_anyKept)
            return;
        int again = 0;
        Tensor? changed = null;
        foreach (var node in _nodes)
        {
            if (!_passed.TryGetValue(node, out int[]? versions))
                continue;
            again++;
            changed ??= LossGraph.LeavesOf(node, 0).Where((leaf, i) => leaf.Version != versions[i]).FirstOrDefault();
        }
        if (changed is null)
            return;
        Lint.RepeatsPasses = true;
        _again.Add(true, Lint.Step, (again, _nodes.Count, changed));
    }

    public override void BackwardEnded()
    {
        _taken.Clear();
        foreach (var node in _nodes)
        {
            if (node.IsFreed)
                break;
            _anyKept = true;
            _passed.AddOrUpdate(node, [.. LossGraph.LeavesOf(node, 0).Select(leaf => leaf.Version)]);
        }
        _nodes = [];
    }

    public override IEnumerable<TrainingFinding> Findings() => Freed().Concat(Again());

    private IEnumerable<TrainingFinding> Freed() => Lint.Parameters.Any(p => p.ReplacedBy is not null || p.IsOfTarget) ? [] : _freed.All.Select(seen => Found(
        "loss", seen.First, seen.Count,
        "The loss goes back into the graph of an earlier backward pass, which has freed it.",
        $"{seen.FirstDetail.User} takes what {seen.FirstDetail.Made} gave before that pass, of shape {seen.FirstDetail.Shape}.",
        seen.FirstDetail is { User: nameof(Add), Shape.Numel: 1 } ? OwnTotal : OwnGraph));

    private IEnumerable<TrainingFinding> Again() => _again.All.Select(seen => Found(
        "loss", seen.First, seen.Count,
        "The backward pass goes once more through the graph of an earlier one, with the parameters of then: that step's gradient counts again.",
        $"{Plural(seen.FirstDetail.Nodes, "operation", "operations")} of {seen.FirstDetail.Of} are of an earlier pass that kept its graph; {Lint.NameOf(seen.FirstDetail.Changed)} was changed since.",
        $"{OwnTotal} {OwnGraph}"));

    private const string
        OwnTotal = "Begin a total anew for each pass, and keep the number of what is only printed: $total += $loss.Item().",
        OwnGraph = "Compute in each step what it learns through; Detach() what is only carried on, a state for instance: $state = $state.Detach().";
}
