namespace LinRegPS.Plots.Graphs;

/// <summary>What a node of a graph that is drawn stands for.</summary>
internal enum GraphNodeKind
{
    /// <summary>A recorded operation.</summary>
    Operation,

    /// <summary>A leaf that gets a gradient.</summary>
    Parameter,

    /// <summary>An input that gets none: data, a constant.</summary>
    Constant,
}

/// <summary>A node of a graph that is drawn.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">The shape of its result.</param>
internal sealed record GraphNode(GraphNodeKind Kind, string Name, Shape Shape)
{
    /// <summary>The nodes it is computed of, by their number.</summary>
    public List<int> Inputs { get; } = [];

    /// <summary>The name with the shape.</summary>
    public string Label => $"{Name} {Shape}";
}

/// <summary>What was recorded of a result, to be drawn: operations, and what they began with.</summary>
internal sealed class ComputationGraph
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyDictionary<object, string> _names;
    private int _unnamed;

    /// <summary>The graph behind a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="names">What leaves are called, by the tensors themselves.</param>
    /// <exception cref="AutogradException">A backward pass has let go of it.</exception>
    public ComputationGraph(Tensor result, IReadOnlyDictionary<object, string> names)
    {
        _names = names;
        if (result.GradFn is not { } root)
        {
            Leaf(result, result.RequiresGrad);
            return;
        }
        if (root.Inputs.Length == 0)
            throw Errors.GraphFreed(root.Name, "Graph");
        // The last recorded first: whoever uses a result has told its shape before the result's turn.
        _numbers[root] = 0;
        _nodes.Add(new GraphNode(GraphNodeKind.Operation, root.OperationName, result.Shape));
        foreach (var operation in Graph.Nodes(result).Distinct())
            AddInputs(operation, _nodes[_numbers[operation]]);
    }

    /// <summary>The nodes; the result is the first.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    private void AddInputs(Operation operation, GraphNode node)
    {
        foreach (ref readonly var input in operation.Inputs)
        {
            if (!input.Exists)
                continue;
            if (input.Node is { } made)
            {
                if (!_numbers.TryGetValue(made, out int number))
                {
                    number = _numbers[made] = _nodes.Count;
                    _nodes.Add(new GraphNode(GraphNodeKind.Operation, made.OperationName + (made.Inputs.Length == 0 ? " (freed)" : string.Empty), input.Shape));
                }
                node.Inputs.Add(number);
            }
            else if ((input.Leaf ?? input.Tensor) is { } leaf)
                node.Inputs.Add(Leaf(leaf, input.NeedsGradient));
            else
                node.Inputs.Add(Add(new GraphNode(GraphNodeKind.Constant, "data", input.Shape)));
        }
    }

    private int Leaf(Tensor leaf, bool isParameter)
    {
        if (_numbers.TryGetValue(leaf, out int number))
            return number;
        string name = _names.TryGetValue(leaf, out string? given) ? given
            : isParameter ? $"leaf{++_unnamed}"
            : leaf.Numel == 1 ? leaf.Value() is IFormattable value ? value.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : "data"
            : "data";
        return _numbers[leaf] = Add(new GraphNode(isParameter ? GraphNodeKind.Parameter : GraphNodeKind.Constant, name, leaf.Shape));
    }

    private int Add(GraphNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }
}
