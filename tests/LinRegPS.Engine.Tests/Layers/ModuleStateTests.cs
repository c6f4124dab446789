using System.Collections;
using System.Collections.Specialized;
using LinRegPS.Engine.Tests.Support;

[assembly: LinRegPS.Wrapper(typeof(LinRegPS.Engine.Tests.Layers.ModuleStateTests.Wrapped), nameof(LinRegPS.Engine.Tests.Layers.ModuleStateTests.Wrapped.Value))]

namespace LinRegPS.Engine.Tests.Layers;

/// <summary>What a model holds: parameters that are frozen, buffers, dictionaries of layers, its state, and its mode.</summary>
public class ModuleStateTests
{
    [Fact]
    public void BatchesAreCountedInWholeNumbers()
    {
        var norm = new BatchNorm1d(2);
        norm.Forward(Tensor.From([1, 2, 3, 5], 2, 2));
        var state = norm.StateDict();
        Assert.Equal((DType.Int64, 1L), (state["num_batches_tracked"].DType, (long)state["num_batches_tracked"]));
        // Files that have it as float32 are read too.
        state["num_batches_tracked"] = Tensor.Scalar(41);
        norm.LoadStateDict(state);
        norm.Forward(Tensor.From([1, 2, 3, 5], 2, 2));
        Assert.Equal((DType.Int64, 42L), (norm.NumBatchesTracked!.DType, (long)norm.NumBatchesTracked));
        norm.Eval().Forward(Tensor.From([1, 2], 1, 2));
        Assert.Equal(42, (long)norm.NumBatchesTracked);
    }

    [Fact]
    public void AFrozenParameterStaysOne()
    {
        var net = new Scaled();
        Assert.Equal(["Lin.weight", "Lin.bias", "Scale"], Names(net.NamedParameters()));
        net.Lin.Weight.RequiresGrad = false;
        net.Scale.RequiresGrad = false;
        Assert.Equal(["Lin.weight", "Lin.bias", "Scale"], Names(net.NamedParameters()));
        Assert.Equal(["Constant"], Names(net.NamedBuffers()));
        net.Constant.RequiresGrad = true;
        Assert.Equal(["Lin.weight", "Lin.bias", "Scale", "Constant"], Names(net.NamedParameters()));
    }

    [Fact]
    public void TensorsOfALayerAreWhatItDeclaresThemToBe()
    {
        var layer = new Declared();
        Assert.Equal(["in_proj_weight"], Names(layer.NamedParameters()));
        Assert.Equal(["running_mean", "num_batches_tracked2"], Names(layer.NamedBuffers()));
        Assert.Equal(["in_proj_weight", "running_mean", "num_batches_tracked2"], layer.StateDict().Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALinearLayerNamesWhatItDeclares(bool bias)
    {
        var layer = new Linear(2, 3, bias);
        Assert.Equal(Member.Of(layer), layer.Members());
    }

    [Fact]
    public void ResultsOfOperationsAreNoState()
    {
        var net = new Scaled();
        net.Constant = net.Scale * 2;
        Assert.Empty(net.NamedBuffers());
    }

    public static TheoryData<string> Dictionaries { get; } = ["Hashtable", "OrderedDictionary", "Dictionary", "SortedDictionary", "OrderedOfT", "list in it"];

    [Theory]
    [MemberData(nameof(Dictionaries))]
    public void LayersInADictionaryAreFoundByTheirKeys(string kind)
    {
        Linear a = new(1, 1, bias: false), b = new(1, 1, bias: false);
        object layers = kind switch
        {
            "Hashtable" => new Hashtable { ["b"] = b, ["a"] = a },
            "OrderedDictionary" => new OrderedDictionary { ["a"] = a, ["b"] = b },
            "Dictionary" => new Dictionary<string, Module> { ["a"] = a, ["b"] = b },
            "SortedDictionary" => new SortedDictionary<string, object> { ["b"] = b, ["a"] = a },
            "OrderedOfT" => new OrderedDictionary<string, Linear> { ["a"] = a, ["b"] = b },
            _ => new Hashtable { ["b"] = new object[] { "no layer", new Hashtable { [7] = b } }, ["a"] = a },
        };
        var net = new Holder { Layers = layers };
        string second = kind == "list in it" ? "Layers.b.1.7.weight" : "Layers.b.weight";
        Assert.Equal(["Layers.a.weight", second], Names(net.NamedParameters()));
        Assert.Equal([a.Weight, b.Weight], net.Parameters());
        net.Eval();
        Assert.False(a.Training || b.Training);
    }

    [Fact]
    public void CirclesEnd()
    {
        var table = new Hashtable();
        var list = new ArrayList { table };
        var net = new Holder { Layers = table };
        (table["self"], table["list"], table["model"], table["layer"]) = (table, list, net, new Linear(1, 1, bias: false));
        list.Add(list);
        Assert.Equal(["Layers.layer.weight"], Names(net.NamedParameters()));
    }

    [Fact]
    public void TrainAndEvalGoToEveryModel()
    {
        var net = new Holder { Layers = new object[] { new Dropout(), new Holder { Layers = new Scaled() } } };
        var inner = (Holder)((object[])net.Layers)[1];
        Assert.True(net.Training && inner.Training && ((Scaled)inner.Layers!).Lin.Training);
        Assert.Same(net, net.Eval());
        Assert.False(net.Training || inner.Training || ((Scaled)inner.Layers!).Lin.Training);
        Assert.Same(inner, inner.Train());
        Assert.True(!net.Training && inner.Training && ((Scaled)inner.Layers!).Lin.Training);
    }

    [Fact]
    public void AStateIsACopyAndComesBackInPlace()
    {
        var net = new Scaled();
        var (weight, version) = (net.Lin.Weight, net.Lin.Weight.Version);
        var state = net.StateDict();
        Assert.Equal(["Lin.weight", "Lin.bias", "Scale", "Constant"], state.Keys);
        Assert.All(state.Values, value => Assert.False(value.RequiresGrad));
        foreach (var tensor in new[] { net.Lin.Weight, net.Lin.Bias!, net.Scale, net.Constant })
            tensor.Detach().Fill_(7);
        Assert.NotEqual(7, state["Lin.weight"].ToArray()[0]);
        net.LoadStateDict(state);
        Assert.Same(weight, net.Lin.Weight);
        Assert.True(weight.RequiresGrad && weight.IsLeaf);
        Assert.Equal(version + 2, weight.Version);
        foreach (var (name, tensor) in net.StateDict())
            Expect.SameBits(state[name].ToArray(), tensor.ToArray());
    }

    public static TheoryData<string, string[]> Misfits { get; } = new()
    {
        { "missing", ["missing Lin.bias", "Scaled"] },
        { "unexpected", ["unexpected more"] },
        { "shape", ["Lin.weight of shape [2], not [1,1]"] },
        { "no tensor", ["Scale is no tensor, but 'text' (String)"] },
        { "all", ["missing Lin.bias", "unexpected more", "of shape [2]", "'text'"] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void AStateThatDoesNotFitLoadsNothing(string fault, string[] words)
    {
        var net = new Scaled();
        var before = net.StateDict();
        var state = new Hashtable();
        foreach (var (name, tensor) in new Scaled().StateDict())
            state[name] = tensor + 1;
        if (fault is "missing" or "all")
            state.Remove("Lin.bias");
        if (fault is "unexpected" or "all")
            state["more"] = Tensor.Ones(1);
        if (fault is "shape" or "all")
            state["Lin.weight"] = Tensor.Ones(2);
        if (fault is "no tensor" or "all")
            state["Scale"] = "text";
        Expect.Error<InvalidValueException>("StateMismatch", () => net.LoadStateDict(state), words);
        foreach (var (name, tensor) in net.StateDict())
            Expect.SameBits(before[name].ToArray(), tensor.ToArray());

        // Names may be left out or be more where that is said; a shape may never differ.
        if (fault is "missing" or "unexpected")
        {
            net.LoadStateDict(state, strict: false);
            Assert.Equal(((Tensor)state["Scale"]!).Item(), net.Scale.Item());
        }
        else
            Assert.Throws<InvalidValueException>(() => net.LoadStateDict(state, strict: false));
    }

    [Fact]
    public void ALongListOfFaultsIsCut()
    {
        var state = Enumerable.Range(0, 200).ToDictionary(i => $"more{i}", _ => Tensor.Ones(1));
        var error = Assert.Throws<InvalidValueException>(() => new Scaled().LoadStateDict(state));
        Assert.Contains("and 194 more.", error.Message);
        Assert.InRange(error.Message.Length, 1, 500);
    }

    // An assembly of the host's says what its language wraps values in: in a property, a list, a dictionary, and a state.
    [Fact]
    public void WhatALanguageWrapsIsSeen()
    {
        var layer = new Linear(1, 1, bias: false);
        var net = new Holder { Layers = new Wrapped(new object[] { 5, new Wrapped(new Hashtable { ["a"] = new Wrapped(layer) }), new Wrapped(Tensor.Ones(1)) }) };
        Assert.Equal(["Layers.1.a.weight"], Names(net.NamedParameters()));
        Assert.Equal(["Layers.2"], Names(net.NamedBuffers()));
        net.LoadStateDict(new Hashtable { ["Layers.2"] = new Wrapped(Tensor.From([8])) }, strict: false);
        Assert.Equal(8, net.NamedBuffers()[0].Value.Item());
        net.Layers = new Wrapped(layer);
        Assert.Equal("Holder(\n  (Layers): Linear(in_features=1, out_features=1, bias=False)\n)", net.ToString());
    }

    /// <summary>What a script language might wrap its values in.</summary>
    public sealed class Wrapped(object value)
    {
        public object Value { get; } = value;
    }

    private static IEnumerable<string> Names(IEnumerable<ModelParameter> entries) => entries.Select(entry => entry.Name);

    private sealed class Scaled : Module
    {
        public Linear Lin { get; } = new(1, 1);

        public Tensor Scale { get; } = Tensor.Ones(1).RequiresGrad_();

        public Tensor Constant { get; set; } = Tensor.Ones(1);
    }

    private sealed class Declared : Module
    {
        [LayerParameter]
        public Tensor InProjWeight { get; } = Tensor.Ones(1);

        [LayerBuffer]
        public Tensor RunningMean { get; } = Tensor.Ones(1).RequiresGrad_();

        [LayerBuffer]
        public Tensor NumBatchesTracked2 { get; } = Tensor.Ones(1);

        [LayerParameter]
        public Tensor? Bias => null;
    }

    private sealed class Holder : Module
    {
        public object? Layers { get; set; }
    }
}
