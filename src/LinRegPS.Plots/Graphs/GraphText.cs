using System.Text;

namespace LinRegPS.Plots.Graphs;

/// <summary>A graph in the languages of programs that draw graphs.</summary>
internal static class GraphText
{
    /// <summary>A flow chart for Mermaid, from the data down to the result.</summary>
    public static string Mermaid(ComputationGraph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var (open, close) = graph.Nodes[i].Kind switch
            {
                GraphNodeKind.Operation => ("[", "]"),
                GraphNodeKind.Parameter => ("([", "])"),
                _ => ("(", ")"),
            };
            text.Append($"    n{i}{open}\"{Escaped(graph.Nodes[i].Label)}\"{close}{(graph.Nodes[i].Kind == GraphNodeKind.Parameter ? ":::parameter" : string.Empty)}\n");
        }
        foreach (var (from, to) in Edges(graph))
            text.Append($"    n{from} --> n{to}\n");
        return text.Append("    classDef parameter stroke-width:3px\n").ToString();

        // Entities as Mermaid writes them, for what would end a label or be taken for HTML.
        static string Escaped(string label) => OneLine(label).Replace("#", "#35;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;").Replace("`", "#96;");
    }

    /// <summary>A graph for Graphviz, in its language DOT.</summary>
    public static string Dot(ComputationGraph graph)
    {
        var text = new StringBuilder("digraph computation {\n    rankdir=TB;\n    node [fontname=\"Helvetica,Arial,sans-serif\" shape=box];\n");
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            string look = graph.Nodes[i].Kind switch
            {
                GraphNodeKind.Operation => string.Empty,
                GraphNodeKind.Parameter => " shape=ellipse penwidth=2",
                _ => " shape=ellipse style=dashed",
            };
            text.Append($"    n{i} [label=\"{OneLine(graph.Nodes[i].Label).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"{look}];\n");
        }
        foreach (var (from, to) in Edges(graph))
            text.Append($"    n{from} -> n{to};\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>A name without what would break its line.</summary>
    public static string OneLine(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static IEnumerable<(int From, int To)> Edges(ComputationGraph graph) =>
        graph.Nodes.SelectMany((node, to) => node.Inputs.Select(from => (from, to)));
}
