using System.Collections;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

/// <summary>What a model holds twice is in its state under both names, as in PyTorch's, and one tensor all the same.</summary>
public class SharedStateTests
{
    private readonly Linear _shared = new(2, 2);
    private readonly Sequential _model;

    public SharedStateTests() => _model = new Sequential(_shared, new Tanh(), _shared);

    [Fact]
    public void ASharedLayerIsInTheStateUnderEachOfItsNames()
    {
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], _model.StateDict().Keys);
        Assert.Equal(["0.weight", "0.bias"], _model.NamedParameters().Select(p => p.Name));
        Assert.Equal(2, new Adam(_model).ParameterGroups[0].Parameters.Count);
    }

    [Fact]
    public void AStateWithOneOfTheNamesIsEnough()
    {
        var state = _model.StateDict();
        foreach (string left in new[] { "0", "2" })
        {
            var one = new Hashtable { [$"{left}.weight"] = state["0.weight"] + 1, [$"{left}.bias"] = state["0.bias"] };
            _model.LoadStateDict(one);
            Assert.Equal(((Tensor)one[$"{left}.weight"]!).ToArray(), _shared.Weight.ToArray());
        }
        Expect.Error<InvalidValueException>("StateMismatch", () => _model.LoadStateDict(new Hashtable { ["0.weight"] = state["0.weight"] }), "missing 0.bias", "missing 2.bias");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoValuesForOneTensorAreRefused(bool strict)
    {
        var state = _model.StateDict();
        float[] before = _shared.Weight.ToArray();
        state["2.weight"] += 1;
        Expect.Error<InvalidValueException>("StateMismatch", () => _model.LoadStateDict(state, strict), "0.weight and 2.weight differ");
        Assert.Equal(before, _shared.Weight.ToArray());
    }

    [Fact]
    public void CirclesEndUnderAllNamesToo()
    {
        var list = new ArrayList { _shared };
        var model = new Holder { Layers = list };
        list.Add(list);
        list.Add(model);
        list.Add(_shared);
        Assert.Equal(["Layers.0.weight", "Layers.0.bias", "Layers.3.weight", "Layers.3.bias"], model.StateDict().Keys);
    }

    // PyTorch prints every number that is expected here; its second is one ulp below the mean.
    [Fact]
    public void WithoutAMomentumTheRunningOnesAreMeansOfAllBatches()
    {
        var norm = new BatchNorm1d(2, momentum: null);
        foreach (float[] batch in new float[][] { [1, 2, 3, 6], [0, 1, 4, 1], [2, 2, 2, 5] })
            norm.Forward(Tensor.From(batch, 2, 2));
        Assert.Equal([2f, 2.8333332538604736f], norm.RunningMean!.ToArray());
        Assert.Equal([3.3333330154418945f, 4.166666507720947f], norm.RunningVar!.ToArray(), (a, b) => MathF.Abs(a - b) < 5e-7f);
        Assert.Equal("BatchNorm1d(2, eps=1e-05, momentum=None, affine=True, track_running_stats=True)", norm.ToString());
        Assert.Equal(Tensor.Ones(2, 2).Shape, new BatchNorm1d(2, momentum: null, trackRunningStats: false).Forward(Tensor.From([1, 2, 3, 4], 2, 2)).Shape);
    }

    private sealed class Holder : Module
    {
        public object? Layers { get; set; }
    }
}
