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
        var found = new Found[16];
        int count = Collect(root, ref found);
        return Array.ConvertAll(found[..count], f => f.Node);
    }

    /// <summary>
    /// Fills an array, made longer where needed, with the operations behind a root, the last recorded first. No recursion: a
    /// chain may be of any length.
    /// </summary>
    /// <returns>Their number.</returns>
    public static int Collect(Operation root, ref Found[] nodes)
    {
        // A walk on another thread may write over this one's marks: then a node stands in the array twice, side by side.
        long walk = Interlocked.Increment(ref s_walks);
        int count = 0;
        bool isInOrder = true;
        Add(root, ref nodes);
        for (int i = 0; i < count; i++)
        {
            foreach (ref readonly var input in nodes[i].Node.Inputs)
            {
                if (input.Node is { } node && node.Visit != walk)
                    Add(node, ref nodes);
            }
        }
        if (!isInOrder)
            nodes.AsSpan(0, count).Sort(static (a, b) => b.Node.Sequence.CompareTo(a.Node.Sequence));
        return count;

        void Add(Operation node, ref Found[] nodes)
        {
            node.Visit = walk;
            if (count == nodes.Length)
                Array.Resize(ref nodes, 2 * count);
            isInOrder &= count == 0 || nodes[count - 1].Node.Sequence >= node.Sequence;
            nodes[count++].Node = node;
        }
    }

    /// <summary>A node, and what a backward pass knows of it: the gradient of its result so far, and whether nobody else has it.</summary>
    public struct Found
    {
        public Operation Node;
        public Tensor? Gradient;
        public bool IsOwned;
    }
}
