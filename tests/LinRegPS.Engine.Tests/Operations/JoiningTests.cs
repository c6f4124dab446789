namespace LinRegPS.Engine.Tests.Operations;

/// <summary>What the table of operations does not show of Stack and Cat: nothing among the tensors, and one tensor twice.</summary>
public sealed class JoiningTests
{
    [Fact]
    public void OneTensorTwiceGetsBothGradients()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        var joined = Tensor.Stack([w, w, w * 2], -1);
        Assert.Equal("[2,3]", joined.Shape.ToString());
        Assert.Equal([1, 1, 2, 2, 2, 4], joined.ToArray());
        Assert.Equal("StackBackward", joined.GradFn!.Name);
        (joined * Tensor.From([1, 10, 100])).Sum().Backward();
        Assert.Equal([211f, 211f], w.Grad!.ToArray());
    }

    // torch.cat([torch.zeros(0), x]) is x, whatever the shape of x.
    [Fact]
    public void ATensorWithoutElementsOfOneDimensionCountsForNothing()
    {
        var x = Tensor.From([1, 2, 3, 4], 2, 2).RequiresGrad_();
        var nothing = Tensor.Zeros(0).RequiresGrad_();
        var joined = Tensor.Cat([nothing, x, nothing, x], 1);
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], joined.ToArray());
        joined.Square().Sum().Backward();
        Assert.Equal([4f, 8, 12, 16], x.Grad!.ToArray());
        Assert.Equal("[0]", nothing.Grad!.Shape.ToString());
        Assert.Equal("[0]", Tensor.Cat([nothing, nothing]).Shape.ToString());
    }

    [Fact]
    public void TensorsWithoutElementsKeepTheirShape()
    {
        var empty = Tensor.Zeros(2, 0, 3).RequiresGrad_();
        Assert.Equal("[2,0,6]", Tensor.Cat([empty, empty], -1).Shape.ToString());
        var stacked = Tensor.Stack([empty, empty]);
        Assert.Equal("[2,2,0,3]", stacked.Shape.ToString());
        stacked.Sum().Backward();
        Assert.Equal("[2,0,3]", empty.Grad!.Shape.ToString());
    }

    [Fact]
    public void WhatIsJoinedIsACopy()
    {
        var x = Tensor.From([1, 2]);
        var joined = Tensor.Stack([x]);
        x.Fill_(5);
        Assert.Equal([1f, 2f], joined.ToArray());
    }
}
