using LinRegPS.Plots.Terminal;

namespace LinRegPS.Plots.Graphs;

/// <summary>A graph as a tree in a terminal: the result above, and below each operation what it was computed of.</summary>
internal sealed class GraphTree(ComputationGraph graph, TextStyle style)
{
    private readonly HashSet<int> _shown = [];

    /// <summary>The lines, down to so many levels.</summary>
    public IEnumerable<string> Lines(int depth) => Lines(0, string.Empty, string.Empty, depth);

    // Recursive over levels, whose number is the caller's.
    private IEnumerable<string> Lines(int number, string prefix, string below, int depth)
    {
        var node = graph.Nodes[number];
        bool isKnown = !_shown.Add(number) && node.Kind == GraphNodeKind.Operation;
        bool isCut = !isKnown && depth <= 0 && node.Inputs.Count > 0;
        string more = style.IsAscii ? "..." : "…", note = isKnown ? " (as above)" : isCut ? $" {more}" : string.Empty;
        string label = style.Line(GraphText.OneLine(node.Label), Math.Max(style.Width - prefix.Length - note.Length, 10));
        yield return prefix + style.Colored(label, node.Kind switch { GraphNodeKind.Parameter => 2, GraphNodeKind.Operation => TextStyle.Plain, _ => 4 }) + note;
        if (isKnown || isCut)
            yield break;
        var (branch, last, line) = style.IsAscii ? ("+- ", "`- ", "|  ") : ("├─ ", "└─ ", "│  ");
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            bool isLast = i == node.Inputs.Count - 1;
            foreach (string text in Lines(node.Inputs[i], below + (isLast ? last : branch), below + (isLast ? "   " : line), depth - 1))
                yield return text;
        }
    }
}
