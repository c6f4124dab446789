using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>Where a loss compares a prediction with a target.</summary>
internal sealed record LossHead(Operation Node, Tensor Prediction, Tensor Target)
{
    /// <summary>Whether the prediction is to be the target itself, and not its logarithm or its odds.</summary>
    public bool PredictsTarget => Node is MseLoss or L1Loss or HuberLoss or Binary<Sub>;
}

/// <summary>
/// The graph of a loss as a backward pass finds it: nodes that were recorded while somebody looked on still have all of their
/// inputs, others what their backward reads.
/// </summary>
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

    /// <summary>The node that compares two sides that both require a gradient, where that is what the loss ends in; else null.</summary>
    public Operation? Comparison => Ends().FirstOrDefault(node => node is ElementwiseLoss or Binary<Sub>) is { } found
        && found.Inputs is [{ NeedsGradient: true }, { NeedsGradient: true, Shape.Numel: > 1 }] ? found : null;

    /// <summary>The leaves that an operation takes itself, from one of its inputs on.</summary>
    public static List<Tensor> LeavesOf(Operation operation, int first)
    {
        var leaves = new List<Tensor>();
        foreach (ref readonly var input in operation.Inputs[first..])
        {
            if (input.Leaf is { } leaf)
                leaves.Add(leaf);
        }
        return leaves;
    }

    /// <summary>The leaves that an input is made of.</summary>
    public static IEnumerable<Tensor> Below(Input input) =>
        input.Leaf is { } only ? [only] : input.Node is { } node ? Below(node) : [];

    /// <summary>The leaves that a result is made of; those of nodes that are not freed.</summary>
    public static IEnumerable<Tensor> Below(Operation top) =>
        NodesBelow(top).SelectMany(node => LeavesOf(node, 0)).Distinct<Tensor>(ReferenceEqualityComparer.Instance);

    /// <summary>The nodes that a result is made by, its own among them; those that are not freed.</summary>
    public static HashSet<Operation> NodesBelow(Operation top)
    {
        var seen = new HashSet<Operation>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Operation>([top]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            foreach (ref readonly var next in node.Inputs)
            {
                if (next.Node is { } below)
                    open.Push(below);
            }
        }
        return seen;
    }

    /// <summary>The inputs of a node that are still there.</summary>
    public static IReadOnlyList<Tensor> Inputs(Operation node)
    {
        var inputs = new List<Tensor>();
        foreach (ref readonly var input in node.Inputs)
        {
            if (input.Tensor is { } tensor)
                inputs.Add(tensor);
        }
        return inputs;
    }

    /// <summary>What a node made; null where nobody has it any more.</summary>
    public Tensor? Output(Operation node)
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
        return _outputs.GetValueOrDefault(node);
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
                foreach (ref readonly var input in Nodes[i].Inputs)
                {
                    if (input.Leaf is { } parameter)
                        Add(parameters, parameter);
                    else if (input is { NeedsGradient: false, Tensor: { Numel: > 1 } tensor })
                        Add(data, tensor);
                }
            }
            _leaves = (parameters, data);
            return (parameters, data);

            // A handful at most: a search is quicker than a set.
            static void Add(List<Tensor> leaves, Tensor leaf)
            {
                if (!leaves.Exists(other => ReferenceEquals(other, leaf)))
                    leaves.Add(leaf);
            }
        }
    }

    // From the result down through what a loss is made of besides: means, sums, squares, factors, penalties.
    private LossHead? FindHead()
    {
        foreach (var node in Ends())
        {
            switch (node)
            {
                case ElementwiseLoss when node.Inputs is [{ Tensor: { } prediction }, { Tensor: { } target }]:
                    return new LossHead(node, prediction, target);
                case Binary<Sub> when node.Inputs is [{ Tensor: { Numel: > 1 } left } first, { Tensor: { Numel: > 1 } right } second]
                    && first.NeedsGradient != second.NeedsGradient:
                    return first.NeedsGradient ? new LossHead(node, left, right) : new LossHead(node, right, left);
                default:
                    break;
            }
        }
        return null;
    }

    // The last nodes: what a loss is made of besides a comparison, and the first below that.
    private IEnumerable<Operation> Ends()
    {
        var open = new Stack<Operation>([Result.GradFn!]);
        while (open.TryPop(out var node))
        {
            yield return node;
            switch (node)
            {
                case Binary<Add> or Binary<Sub> or Mean or Sum or Reshape or Unary<Square> or Unary<Abs>
                    or Unary<PowScalar> or Unary<Neg> or Unary<Sqrt>:
                case Binary<Mul> or Dot or Binary<Div> or Binary<Pow> when IsPowerOrFactor(node):
                    for (int i = node.Inputs.Length - 1; i >= 0; i--)
                    {
                        if (node.Inputs[i].Node is { } below)
                            open.Push(below);
                    }
                    break;
                default:
                    break;
            }
        }
    }

    private static bool IsPowerOrFactor(Operation node) =>
        node.Inputs is [var first, var second] && (first.IsSameAs(second) || first.IsNumber || second.IsNumber);
}
