namespace LinRegPS;

/// <summary>The walk over what was recorded; it runs nothing.</summary>
internal static class Graph
{
    private static long s_walks;

    /// <summary>The operations behind a result, each once, the last recorded first; none behind a leaf.</summary>
    public static Operation[] Nodes(Tensor result)
    {
        if (result.GradFn is not { } root)
            return [];
        var nodes = new Operation[16];
        int count = Collect(root, ref nodes);
        return nodes[..count];
    }

    /// <summary>
    /// Fills an array, made longer where needed, with the operations behind a root, the last recorded first. No recursion: a
    /// chain may be of any length.
    /// </summary>
    /// <returns>Their number.</returns>
    public static int Collect(Operation root, ref Operation[] nodes)
    {
        // A walk on another thread may write over this one's marks: then a node stands in the array twice, side by side.
        long walk = Interlocked.Increment(ref s_walks);
        int count = 0;
        Add(root, ref nodes);
        for (int i = 0; i < count; i++)
        {
            foreach (ref readonly var input in nodes[i].Inputs)
            {
                if (input.Node is { } node)
                    Add(node, ref nodes);
            }
        }
        var found = nodes.AsSpan(0, count);
        for (int i = 1; i < found.Length; i++)
        {
            if (found[i].Sequence <= found[i - 1].Sequence)
                continue;
            found.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
            break;
        }
        return count;

        void Add(Operation node, ref Operation[] nodes)
        {
            if (node.Visit == walk)
                return;
            node.Visit = walk;
            if (count == nodes.Length)
                Array.Resize(ref nodes, 2 * count);
            nodes[count++] = node;
        }
    }
}
