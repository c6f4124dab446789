namespace LinRegPS;

/// <summary>
/// The walk from a result back to the leaves. Nodes run in the reverse of the order in which they were recorded, so a
/// node has the whole of its gradient when its turn comes. No recursion: a chain may be of any length.
/// </summary>
internal static class BackwardPass
{
    private static long s_passes;

    /// <summary>Adds to the gradient of every leaf that the root was made from.</summary>
    public static void Run(Tensor result, Tensor gradient, bool retainGraph)
    {
        var root = result.GradFn!;
        var nodes = Nodes(root);
        var watcher = Watcher.Current;
        watcher?.BackwardStarts(result, nodes);
        bool followed = watcher is { FollowsNodes: true };
        // Nothing has been changed up to here: a graph that can't be walked leaves every gradient as it was.
        root.Receive(gradient, shared: true);
        try
        {
            foreach (var node in nodes)
            {
                if (node.PendingGradient is { } pending)
                {
                    node.RunBackward();
                    if (followed)
                        watcher!.NodePassed(node, pending);
                }
                if (!retainGraph)
                    node.Free();
            }
        }
        finally
        {
            foreach (var node in nodes)
                node.DropGradient();
            watcher?.BackwardEnded(retainGraph);
        }
    }

    /// <summary>The nodes that a pass from the root would run, the last first; throws where one can not run.</summary>
    public static List<Operation> Nodes(Operation root)
    {
        long pass = Interlocked.Increment(ref s_passes);
        var nodes = new List<Operation>();
        Add(root);
        for (int i = 0; i < nodes.Count; i++)
        {
            Add(nodes[i].First.GradFn);
            Add(nodes[i].SecondOrNull?.GradFn);
            Add(nodes[i].Third?.GradFn);
        }
        nodes.Sort((a, b) => b.Sequence.CompareTo(a.Sequence));
        return nodes;

        void Add(Operation? node)
        {
            if (node is null || node.Visit == pass)
                return;
            node.Visit = pass;
            node.CheckSaved();
            nodes.Add(node);
        }
    }
}
