using System.Collections;
using System.Text.Json;
using LinRegPS.Files;
using LinRegPS.Files.Models;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>States and architectures as JSON: what comes back is what was written, and what nobody writes is refused, at each bound.</summary>
public sealed class StateTreeTests
{
    private const int MostNested = 64;

    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 1000 };

    public static TheoryData<string> Broken =>
    [
        "3", "[]", "[3]", "[\"int\"]", "[\"tensor\",\"no.such\"]", "[\"tensor\",3]", "[\"enum\",\"LinRegPS.Reduction\"]", "[\"enum\",\"LinRegPS.NoSuch\",\"Sum\"]",
        "[\"enum\",\"LinRegPS.Reduction\",\"NoSuch\"]", "[\"enum\",\"LinRegPS.Tensor\",\"Sum\"]", "[\"int\",\"x\"]", "[\"int\",1e30]", "[\"nothing\",1]", "[\"dictionary\",[1]]", "[\"list\",{}]",
        "[\"int\",1,2,3]", "[\"dictionary\",{\"a\":[\"int\",1],\"a\":[\"int\",2]}]",
    ];

    [Fact]
    public void WhatIsWrittenComesBack()
    {
        var tensors = new NamedTensors();
        var state = new OrderedDictionary<string, object?>
        {
            ["nothing"] = null,
            ["text"] = "a",
            ["flag"] = true,
            ["int"] = -3,
            ["long"] = 1L << 40,
            ["float"] = 0.1f,
            ["double"] = double.NaN,
            ["texts"] = new[] { "b", "c" },
            ["ints"] = new[] { 1, 2 },
            ["floats"] = new[] { 1.5f, float.PositiveInfinity },
            ["doubles"] = new[] { 0.1, -0.0 },
            ["bytes"] = new byte[] { 0, 255 },
            ["enum"] = Reduction.Sum,
            ["list"] = new List<object?> { 1, new OrderedDictionary<string, object?> { ["w"] = Tensor.From([1, 2]) }, null },
            ["tensor"] = Tensor.From([3]),
        };
        var node = StateTree.Write(state, string.Empty, tensors);
        Assert.Equal(["list.1.w", "tensor"], tensors.Keys);
        var back = Assert.IsType<IDictionary>(StateTree.Read(Parsed(node.ToJsonString()), tensors), exactMatch: false);
        Assert.Equal(state.Keys, back.Keys.Cast<string>());
        foreach (string key in state.Keys.Where(key => key is not ("list" or "tensor")))
        {
            Assert.Equal(state[key], back[key]);
            Assert.Equal(state[key]?.GetType(), back[key]?.GetType());
        }
        Assert.Same(state["tensor"], back["tensor"]);
        var list = Assert.IsType<object[]>(back["list"]);
        Assert.Equal((1, null), (list[0], list[2]));
        Assert.Equal([1f, 2f], ((Tensor)((IDictionary)list[1])["w"]!).ToArray());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void WhatNobodyWritesIsRefused(string json) => Refused(() => StateTree.Read(Parsed(json), []));

    [Fact]
    public void NestingHasItsBound()
    {
        Assert.NotNull(StateTree.Read(Parsed(Nested(MostNested)), []));
        Refused(() => StateTree.Read(Parsed(Nested(MostNested + 1)), []));

        static string Nested(int depth) => depth == 0 ? "[\"null\"]" : $"[\"list\",[{Nested(depth - 1)}]]";
    }

    // Layers in layers: as deep as text of JSON may be, whose arrays count too.
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(31)]
    public void AModelOfLayersInLayersIsDescribedAndBuilt(int depth)
    {
        string text = Architecture.Describe(Within(depth))!;
        Assert.Equal(text, Architecture.Describe(Architecture.Build(text, 100)));
    }

    [Fact]
    public void ADeeperOneIsNot()
    {
        Assert.NotNull(Architecture.Describe(Within(MostNested)));
        Assert.Null(Architecture.Describe(Within(MostNested + 1)));
    }

    [Fact]
    public void OneLayerAtTwoPlacesIsNotDescribed()
    {
        var layer = new Linear(1, 1);
        Assert.Null(Architecture.Describe(new Sequential(layer, layer)));
        // Without numbers there is nothing to share.
        var tanh = new Tanh();
        Assert.NotNull(Architecture.Describe(new Sequential(tanh, layer, tanh)));
    }

    private static Module Within(int depth) => depth == 0 ? new Linear(1, 1) : new Sequential(Within(depth - 1));

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json, s_deep).RootElement;

    private static void Refused(Func<object?> read) => Assert.Contains("its state is not as this project writes it", Assert.Throws<UnreadableException>(() => { _ = read(); }).Message);
}
