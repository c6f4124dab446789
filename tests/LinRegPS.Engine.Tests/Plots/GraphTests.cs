using LinRegPS.Plots.Graphs;
using LinRegPS.Plots.Terminal;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>Graphs as text: each operation once, its inputs in their order, and names that break nothing.</summary>
public class GraphTests
{
    private static readonly TextStyle s_style = new(80);

    [Fact]
    public void WhatIsUsedTwiceIsShownOnce()
    {
        var w = Tensor.Scalar(3).RequiresGrad_();
        var square = w * w;
        var graph = Graph((square + square.Exp()) * 2, ("w", w));
        Assert.Equal(6, graph.Nodes.Count);
        Assert.Equal(
            ["Mul []", "├─ Add []", "│  ├─ Mul []", "│  │  ├─ w []", "│  │  └─ w []", "│  └─ Exp []", "│     └─ Mul [] (as above)", "└─ 2 []"],
            new GraphTree(graph, s_style).Lines(20));
        Assert.Equal(["Mul []", "+- Add [] ...", "`- 2 []"], new GraphTree(graph, new TextStyle(80, IsAscii: true)).Lines(1));
    }

    [Fact]
    public void ALeafIsItsOwnGraph() =>
        Assert.Equal(["leaf1 [2]"], new GraphTree(Graph(Tensor.Zeros(2).RequiresGrad_()), s_style).Lines(5));

    // A chain that would overflow the stack of a walk by recursion.
    [Fact]
    public void ALongChainIsNoDeepCall()
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var x = w;
        for (int i = 0; i < 100_000; i++)
            x *= 1.000001f;
        var graph = Graph(x, ("w", w));
        Assert.Equal(200_001, graph.Nodes.Count);
        Assert.Equal(41, new GraphTree(graph, s_style).Lines(20).Count());
        Assert.EndsWith("…", new GraphTree(graph, s_style).Lines(20).ElementAt(20));
        Assert.StartsWith("flowchart TD\n    n0[\"Mul []\"]\n", GraphText.Mermaid(graph));
    }

    [Fact]
    public void AFreedGraphIsToldOf()
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var loss = w * w;
        loss.Backward();
        Assert.Equal("LinRegPS.GraphFreed", Assert.Throws<AutogradException>(() => Graph(loss)).ErrorId);
    }

    [Fact]
    public void NamesBreakNeitherLanguageNorTerminal()
    {
        var w = Tensor.Scalar(1).RequiresGrad_();
        var graph = Graph(w.Exp(), ("a\"b\\<script>#1\n\e[31m`", w));
        string mermaid = GraphText.Mermaid(graph), dot = GraphText.Dot(graph);
        Assert.Contains("n1([\"a#quot;b\\#lt;script#gt;#35;1??[31m#96; []\"]):::parameter", mermaid);
        Assert.Contains("n1 [label=\"a\\\"b\\\\<script>#1??[31m` []\" shape=ellipse penwidth=2];", dot);
        Assert.Equal(["Exp []", "└─ a\"b\\<script>#1??[31m` []"], new GraphTree(graph, s_style).Lines(3));
        Assert.EndsWith("    n1 --> n0\n    classDef parameter stroke-width:3px\n", mermaid);
        Assert.EndsWith("    n1 -> n0;\n}\n", dot);
    }

    private static ComputationGraph Graph(Tensor result, params (string Name, Tensor Leaf)[] names) =>
        new(result, names.ToDictionary(entry => (object)entry.Leaf, entry => entry.Name, (IEqualityComparer<object>)ReferenceEqualityComparer.Instance));
}
