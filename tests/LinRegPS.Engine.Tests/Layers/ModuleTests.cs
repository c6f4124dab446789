using System.Collections;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

public class ModuleTests
{
    [Fact]
    public void AFrozenModelRecordsNothingAndIsThawed()
    {
        var model = new Sequential(new Linear(2, 3), new BatchNorm1d(3), new Linear(3, 1));
        string[] names = [.. model.NamedParameters().Select(p => p.Name)];

        Assert.Same(model, model.RequiresGrad_(false));
        Assert.False(model.Forward(Tensor.Ones(4, 2)).RequiresGrad);
        Assert.Equal(names, model.NamedParameters().Select(p => p.Name));

        model.RequiresGrad_();
        Assert.All(model.Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    [Fact]
    public void ParametersAreFoundByTheNamesOfPropertiesBaseClassFirst()
    {
        var net = new Wider();
        Assert.Equal(
            ["Lin.weight", "Lin.bias", "Layers.0.weight", "Layers.2.weight", "Layers.2.bias", "Scale", "Extra.weight"],
            net.NamedParameters().Select(p => p.Name));
        Assert.Same(net.Lin.Weight, net.NamedParameters()[0].Value);
        Assert.Equal(net.NamedParameters().Select(p => p.Value), net.Parameters());
    }

    [Fact]
    public void WhatIsSharedIsFoundOnceAndCyclesEnd()
    {
        var a = new Link();
        var b = new Link { Shared = a.Shared, Next = a };
        a.Next = b;
        Assert.Equal(["Next.Shared.weight", "Next.Shared.bias"], a.NamedParameters().Select(p => p.Name));
        Assert.Equal(
            "Link(\n  (Next): Link(\n    (Next): Link(...)\n"
            + "    (Shared): Linear(in_features=1, out_features=1, bias=True)\n  )\n"
            + "  (Shared): Linear(in_features=1, out_features=1, bias=True)\n)",
            a.ToString());
    }

    [Fact]
    public void AParameterGivesItsGradientAsItIsNow()
    {
        var layer = new Linear(2, 1, bias: false);
        var parameter = Assert.Single(layer.NamedParameters());
        Assert.Null(parameter.Gradient);
        layer.Forward(Tensor.From([3, 4])).Backward();
        Assert.Equal([3, 4], parameter.Gradient!.ToArray());
        Assert.Equal([1, 2], parameter.Shape);
        layer.ZeroGrad();
        Assert.Null(parameter.Gradient);
    }

    // PyTorch 1.13.1 prints so.
    [Fact]
    public void AModelPrintsItsLayersByName()
    {
        Assert.Equal("Linear(in_features=2, out_features=3, bias=False)", new Linear(2, 3, bias: false).ToString());
        Assert.Equal(
            "Outer(\n  (Inner): Narrow(\n    (Lin): Linear(in_features=1, out_features=1, bias=True)\n  )\n)",
            new Outer().ToString());
    }

    [Fact]
    public void ACustomModelHasItsLayersInOrderAndRunsItsFunction()
    {
        Linear first = new(2, 3), second = new(3, 1);
        var model = new CustomModel(
            [new("b", first), new("a", second)], (m, x) => m.Layers[1].Value.Forward(m.Layers[0].Value.Forward(x).Relu()));
        Assert.Equal(["b.weight", "b.bias", "a.weight", "a.bias"], model.NamedParameters().Select(p => p.Name));
        var x = Tensor.From([1, -1]);
        Assert.Equal(second.Forward(first.Forward(x).Relu()).ToArray(), model.Forward(x).ToArray());
    }

    [Fact]
    public void AnErrorInsideOfAModelNamesTheLayer()
    {
        var x = Tensor.Zeros(5, 2);
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => new Sequential(new Linear(2, 3), new Tanh(), new Linear(4, 1)).Forward(x), "Layer 2: Linear: input [5,3]");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => new Sequential(new Identity(), new Sequential(new Linear(2, 3), new Linear(4, 1))).Forward(x), "Layer 1.1: Linear: input [5,3]");
        var named = new Sequential(new Hashtable { ["head"] = new Sequential(new CustomModel([], (_, _) => null!)) });
        Assert.Equal("head.0", Assert.Throws<InvalidValueException>(() => named.Forward(x)).Layer);
        Assert.Null(Assert.Throws<ShapeMismatchException>(() => new Linear(4, 1).Forward(x)).Layer);
    }

    [Fact]
    public void AForwardThatReturnsNothingIsAnError()
    {
        var model = new CustomModel([], (_, _) => null!);
        Expect.Error<InvalidValueException>("WrongModel", () => model.Invoke(Tensor.Zeros(1)), "CustomModel", "one tensor");
    }

    private class Net : Module
    {
        public Linear Lin { get; } = new(1, 2);

        public object[] Layers { get; } = [new Linear(1, 1, bias: false), "text", new Linear(1, 1)];

        public Tensor Scale { get; } = Tensor.Ones(1).RequiresGrad_();

        public Tensor Constant { get; } = Tensor.Ones(1);

        public Tensor? Nothing => null;

        public string Name => "net";

        public int this[int index] => index;

        public Linear WriteOnly
        {
            set => _ = value;
        }

        protected Linear Hidden { get; } = new(1, 1);
    }

    private sealed class Wider : Net
    {
        public Linear Extra { get; } = new(1, 1, bias: false);
    }

    private sealed class Link : Module
    {
        public Link? Next { get; set; }

        public Linear Shared { get; set; } = new(1, 1);
    }

    private sealed class Narrow : Module
    {
        public Linear Lin { get; } = new(1, 1);
    }

    private sealed class Outer : Module
    {
        public Narrow Inner { get; } = new();
    }
}
