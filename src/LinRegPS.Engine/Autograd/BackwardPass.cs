using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>
/// The walk from a result back to the leaves. Nodes run in the reverse of the order in which they were recorded, so a
/// node has the whole of its gradient when its turn comes. What a pass knows of a node stands here and not in the node: passes
/// on several threads may share a graph that is kept.
/// </summary>
internal sealed class BackwardPass
{
    // A pass that was small is used again by the thread's next.
    private const int MostSpare = 1024;

    // The last recorded first.
    private Graph.Found[] _nodes = new Graph.Found[16];
    private int _count, _at;

    private Tensor? _incoming;
    private Watcher? _watcher;
    private bool _createGraph, _followed;
    private Tensor[]? _wanted;
    private Tensor?[] _found = [];

    /// <summary>The pass that runs on this thread, or null.</summary>
    public static BackwardPass? Current => AutogradThread.Current.Pass;

    /// <summary>Adds to the gradient of every leaf that the result was made from.</summary>
    public static void Run(Tensor result, Tensor gradient, bool retainGraph, bool createGraph) =>
        Run(result, gradient, retainGraph, createGraph, null);

    /// <summary>The gradients with respect to these tensors, null where the result was not made from one. No other is given any.</summary>
    public static Tensor?[] Find(Tensor result, Tensor[] inputs, Tensor gradient, bool retainGraph, bool createGraph) =>
        Run(result, gradient, retainGraph, createGraph, inputs);

    /// <summary>Takes a gradient for an input of the node that runs. A shared one belongs to someone else and is not changed.</summary>
    public void Give(in Input input, Tensor gradient, bool shared)
    {
        if (!input.NeedsGradient)
            return;
        if (!gradient.Shape.Equals(input.Shape))
            (gradient, shared) = (Broadcasting.SumTo(gradient, input.Shape), false);
        // A view is somebody's, if not packed at all.
        shared |= gradient.IsView;
        if (_followed)
            _watcher!.GradientPassed(_nodes[_at].Node, _incoming!, gradient);
        if (input.Leaf is { } leaf)
            Reach(leaf, gradient, shared);
        else
            Deliver(Find(input.Node!), gradient, shared);
    }

    private static Tensor?[] Run(Tensor result, Tensor gradient, bool retainGraph, bool createGraph, Tensor[]? wanted)
    {
        var thread = AutogradThread.Current;
        var pass = thread.SparePass ?? new BackwardPass();
        thread.SparePass = null;
        try
        {
            pass.Prepare(result, gradient, createGraph, wanted);
            pass.Walk(thread, retainGraph);
            return pass._found;
        }
        finally
        {
            pass.Clear();
            if (pass._nodes.Length <= MostSpare)
                thread.SparePass = pass;
        }
    }

    // Nothing is changed here: a graph that can't be walked leaves every gradient as it was.
    private void Prepare(Tensor result, Tensor gradient, bool createGraph, Tensor[]? wanted)
    {
        _count = Graph.Collect(result.GradFn!, ref _nodes);
        foreach (ref readonly var found in _nodes.AsSpan(0, _count))
            found.Node.CheckSaved(wanted is null ? "Backward" : Errors.Grad);
        (_wanted, _found) = (wanted, wanted is null ? [] : new Tensor?[wanted.Length]);
        (_createGraph, _watcher) = (createGraph, Watcher.Current);
        if (wanted is null)
            _watcher?.BackwardStarts(result, Array.ConvertAll(_nodes[.._count], f => f.Node));
        else
            _watcher?.Asked(wanted);
        _followed = wanted is null && _watcher is { FollowsNodes: true };
        _nodes[0].Gradient = gradient;
    }

    private void Walk(AutogradThread thread, bool retainGraph)
    {
        // What the operations do in their own right is neither seen nor, as a rule, recorded.
        var (pass, watcher, suspended) = (thread.Pass, thread.Watcher, thread.Suspended);
        (thread.Pass, thread.Watcher, thread.Suspended) = (this, null, _createGraph ? 0 : 1);
        try
        {
            for (_at = 0; _at < _count; _at++)
            {
                ref var found = ref _nodes[_at];
                if (found.Gradient is { } gradient)
                {
                    Interruption.Check();
                    (found.Gradient, _incoming) = (null, gradient);
                    if (_wanted is not null)
                        Capture(found.Node, gradient);
                    found.Node.RunBackward(gradient);
                }
                if (!retainGraph)
                    found.Node.LetGo();
            }
        }
        finally
        {
            (thread.Pass, thread.Watcher, thread.Suspended) = (pass, watcher, suspended);
            if (_wanted is null)
                _watcher?.BackwardEnded(retainGraph);
        }
    }

    private void Clear()
    {
        Array.Clear(_nodes, 0, _count);
        (_count, _incoming, _watcher, _wanted, _found) = (0, null, null, null, []);
    }

    // An input was made before the node that runs, and as a rule not long before: so the search begins there, and widens.
    private int Find(Operation node)
    {
        int low = _at, step = 1;
        while (low + step < _count && _nodes[low + step].Node.Sequence > node.Sequence)
        {
            low += step;
            step *= 2;
        }
        int high = Math.Min(low + step, _count - 1);
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (_nodes[middle].Node.Sequence > node.Sequence)
                low = middle;
            else
                high = middle;
        }
        // Nodes that several threads have recorded may have one number.
        while (!ReferenceEquals(_nodes[high].Node, node))
            high++;
        return high;
    }

    private void Deliver(int node, Tensor gradient, bool shared)
    {
        ref var found = ref _nodes[node];
        (found.Gradient, found.IsOwned) = found.Gradient is { } sum ? (Sum(sum, gradient, found.IsOwned), true) : (gradient, !shared);
    }

    private void Reach(Tensor leaf, Tensor gradient, bool shared)
    {
        if (_wanted is null)
        {
            // One that was frozen since keeps none, as in PyTorch.
            if (!leaf.RequiresGrad)
                return;
            _watcher?.Accumulating(leaf, gradient);
            leaf.Accumulate(gradient, shared, _createGraph);
            return;
        }
        for (int i = 0; i < _wanted.Length; i++)
        {
            if (ReferenceEquals(_wanted[i], leaf))
                _found[i] = _found[i] is { } sum ? Sum(sum, gradient, owned: true) : shared ? gradient.Clone() : gradient;
        }
    }

    private void Capture(Operation node, Tensor gradient)
    {
        for (int i = 0; i < _wanted!.Length; i++)
        {
            if (ReferenceEquals(_wanted[i].GradFn, node))
                _found[i] = gradient.Clone();
        }
    }

    private Tensor Sum(Tensor sum, Tensor gradient, bool owned)
    {
        if (_createGraph)
            return sum + gradient;
        var target = owned ? sum : new Tensor(sum.Shape);
        Broadcasting.Combine(default(Add), sum, gradient, target);
        return target;
    }
}
