using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>Where a loss compares a prediction with a target.</summary>
internal sealed record LossHead(Operation Node, Tensor Prediction, Tensor Target);

/// <summary>The graph of a loss as a backward pass finds it: every node still has its inputs.</summary>
internal sealed class LossGraph(Tensor result, IReadOnlyList<Operation> nodes)
{
    private Dictionary<Operation, Tensor>? _outputs;
    private LossHead? _head;
    private (List<Tensor> Parameters, List<Tensor> Data)? _leaves;
    private bool _headSought;

    public Tensor Result { get; } = result;

    /// <summary>The nodes, the last first.</summary>
    public IReadOnlyList<Operation> Nodes { get; } = nodes;

    /// <summary>The nodes in the order in which they ran.</summary>
    public IEnumerable<Operation> InOrder
    {
        get
        {
            for (int i = Nodes.Count - 1; i >= 0; i--)
                yield return Nodes[i];
        }
    }

    /// <summary>The comparison that the loss ends in; null where it has none, or none that is known.</summary>
    public LossHead? Head
    {
        get
        {
            if (!_headSought)
                (_head, _headSought) = (FindHead(), true);
            return _head;
        }
    }

    /// <summary>The leaves that require a gradient, each once.</summary>
    public IReadOnlyList<Tensor> Parameters => Leaves.Parameters;

    /// <summary>The leaves that are data: they require no gradient, and are more than one number.</summary>
    public IReadOnlyList<Tensor> Data => Leaves.Data;

    public static IEnumerable<Tensor> Inputs(Operation node)
    {
        yield return node.First;
        if (node.SecondOrNull is { } second)
            yield return second;
        if (node.Third is { } third)
            yield return third;
    }

    /// <summary>What a node made.</summary>
    public Tensor Output(Operation node)
    {
        if (_outputs is null)
        {
            _outputs = new Dictionary<Operation, Tensor>(ReferenceEqualityComparer.Instance) { [Result.GradFn!] = Result };
            foreach (var input in Nodes.SelectMany(Inputs))
            {
                if (input.GradFn is { } made)
                    _outputs[made] = input;
            }
        }
        return _outputs[node];
    }

    private (List<Tensor> Parameters, List<Tensor> Data) Leaves
    {
        get
        {
            if (_leaves is { } known)
                return known;
            var (parameters, data) = (new List<Tensor>(), new List<Tensor>());
            for (int i = Nodes.Count - 1; i >= 0; i--)
            {
                Sort(Nodes[i].First);
                Sort(Nodes[i].SecondOrNull);
                Sort(Nodes[i].Third);
            }
            _leaves = (parameters, data);
            return (parameters, data);

            void Sort(Tensor? input)
            {
                if (input is not { IsLeaf: true } || (!input.RequiresGrad && input.Numel <= 1))
                    return;
                var leaves = input.RequiresGrad ? parameters : data;
                // A handful at most: a search is quicker than a set.
                if (!leaves.Contains(input))
                    leaves.Add(input);
            }
        }
    }

    // From the result down through what a loss is made of besides: means, sums, squares, factors, penalties.
    private LossHead? FindHead()
    {
        var open = new Stack<Operation>([Result.GradFn!]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case MseLoss:
                    return new LossHead(node, node.First, node.Second);
                case Sub when node.First.Numel > 1 && node.Second.Numel > 1 && node.First.RequiresGrad != node.Second.RequiresGrad:
                    return node.First.RequiresGrad
                        ? new LossHead(node, node.First, node.Second)
                        : new LossHead(node, node.Second, node.First);
                case Add or Sub or Mean or Sum or Reshape or Unary<Kernels.Square> or Unary<Kernels.Abs>
                    or Unary<Kernels.PowScalar> or Unary<Kernels.Neg> or Unary<Kernels.Sqrt>:
                case Mul or Dot or Div or Pow when IsPowerOrFactor(node):
                    foreach (var input in Inputs(node).Reverse())
                    {
                        if (input.GradFn is { } below)
                            open.Push(below);
                    }
                    break;
                default:
                    break;
            }
        }
        return null;
    }

    private static bool IsPowerOrFactor(Operation node) =>
        ReferenceEquals(node.First, node.Second)
        || node.First is { Numel: 1, RequiresGrad: false } || node.Second is { Numel: 1, RequiresGrad: false };
}
