using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

public class ShapingTests
{
    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { -1 }, new[] { 12 })]
    [InlineData(new[] { 3, 4 }, new[] { 2, -1, 3 }, new[] { 2, 2, 3 })]
    [InlineData(new[] { 1, 1 }, new int[0], new int[0])]
    [InlineData(new int[0], new[] { -1, 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 0, 3 }, new[] { -1, 2 }, new[] { 0, 2 })]
    public void ReshapeFindsTheSizeThatIsMinusOne(int[] from, int[] to, int[] expected) =>
        Assert.Equal(expected, Tensor.Zeros(from).Reshape(to).Shape);

    [Fact]
    public void ReshapeDoesNotWriteIntoItsArgument()
    {
        int[] shape = [-1, 2];
        Tensor.Zeros(4).Reshape(shape);
        Assert.Equal([-1, 2], shape);
    }

    // PyTorch 1.13.1 has these shapes for torch.zeros(2, 1, 3, 1).
    [Fact]
    public void DimensionsAreMergedAddedAndLeftOut()
    {
        var t = Tensor.Zeros(2, 1, 3, 1);
        Assert.Equal([6], t.Flatten().Shape);
        Assert.Equal([2, 3, 1], t.Flatten(1, 2).Shape);
        Assert.Equal([2, 1, 3], t.Flatten(-2).Shape);
        Assert.Equal([1], Tensor.Scalar(1).Flatten().Shape);
        Assert.Equal([2, 3], t.Squeeze().Shape);
        Assert.Equal([2, 3, 1], t.Squeeze(1).Shape);
        Assert.Equal([2, 1, 3, 1], t.Squeeze(0).Shape);
        Assert.Equal([1, 2, 1, 3, 1], t.Unsqueeze(0).Shape);
        Assert.Equal([2, 1, 3, 1, 1], t.Unsqueeze(-1).Shape);
        Assert.Equal([1, 3, 1, 2], t.T.Shape);
        Assert.Equal([5, 2, 1, 3, 4], t.Expand(5, 2, 1, 3, 4).Shape);
    }

    // As in PyTorch, which takes -1 for a dimension that there is, and no shape of fewer dimensions.
    [Fact]
    public void ExpandRefusesASizeToStayWhereThereIsNone()
    {
        var t = Tensor.Zeros(2, 1);
        Assert.Equal([4, 2, 3], t.Expand(4, -1, 3).Shape);
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => t.Expand(3), "Expand", "[2,1]", "[3]");
        Assert.ThrowsAny<LinRegException>(() => t.Expand(-1, 2, 3));
    }

    // A window of one element is each element.
    [Fact]
    public void UnfoldTakesWindowsOfOneElement()
    {
        var t = Tensor.From([1, 2, 3, 4, 5, 6], 1, 1, 2, 3);
        Assert.Equal([1, 1, 6], t.Unfold([1]).Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], t.Unfold([1, 1]).ToArray());
        Assert.Equal([1, 3], t.Unfold([1], stride: [2]).ToArray());
    }

    [Fact]
    public void PermuteMovesEveryElementToItsPlace()
    {
        int[] sizes = [2, 3, 4];
        var t = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (float)i)], sizes);
        var moved = t.Permute(2, 0, -2);
        Assert.Equal([4, 2, 3], moved.Shape);
        for (int i = 0; i < 24; i++)
            Assert.Equal(t.Data[i], moved[i % 4, i / 12, i / 4 % 3].Item());
        Assert.Equal([3, 0], Tensor.Zeros(0, 3).T.Shape);
    }

    [Fact]
    public void ReshapeAndDetachShareMemoryAndVersion()
    {
        foreach (var t in new[] { Tensor.From([1, 2]), Tensor.Scalar(1) })
        {
            var view = t.Reshape(1, -1);
            var detached = view.Detach();
            t.Mul_(10);
            Assert.Equal(t.ToArray(), view.ToArray());
            detached.Add_(1);
            Assert.Equal(11, t.Data[0]);
            Assert.Equal((2, 2, 2), (t.Version, view.Version, detached.Version));
        }
    }

    [Fact]
    public void CloneIsACopyAndTransposeIsAView()
    {
        var t = Tensor.From([1, 2], 1, 2);
        foreach (var copy in new[] { t.Clone(), t.T.Clone(), t.Expand(2, 2).Clone(), t + 0 })
            copy.Fill_(9);
        Assert.Equal([1, 2], t.ToArray());
        Assert.Equal(0, t.Version);
        t.T[1].Fill_(9);
        Assert.Equal([1, 9], t.ToArray());
        Assert.Equal(1, t.Version);
    }

    [Fact]
    public void NestedArraysAreThoseOfPowerShell()
    {
        Assert.Equal(5f, Tensor.Scalar(5).ToNestedArrays());
        Assert.Equal(new[] { 1f, 2f }, Tensor.From([1, 2]).ToNestedArrays());
        object[] rows = Assert.IsType<object[]>(Tensor.From([1, 2, 3, 4], 2, 2).ToNestedArrays());
        Assert.Equal([new[] { 1f, 2f }, new[] { 3f, 4f }], rows);
    }

    [Fact]
    public void ATensorTakesACopyOfItsElementsAndGivesOne()
    {
        float[] elements = [1, 2];
        var t = Tensor.From(elements);
        elements[0] = 9;
        t.ToArray()[1] = 9;
        Assert.Equal([1, 2], t.ToArray());
    }

    // A length that no int holds is told before anything is made of it.
    [Fact]
    public void MoreElementsThanATensorHoldsAreAnError()
    {
        Tensor two = Tensor.From([1, 2]), rows = Tensor.Ones(4, 2);
        const int many = 1_500_000_000;
        Func<Tensor>[] calls =
        [
            () => two.Pad([many, many]), () => two.Pad([many, many], "replicate"), () => rows.Pad([many, many, 1, 1], "replicate"),
            () => two.RepeatInterleave(many), () => rows.RepeatInterleave(many, 0), () => two.RepeatInterleave(Tensor.FromInt64([many, many])),
            () => two.RepeatInterleave(Tensor.FromInt64([long.MaxValue, 1])), () => two.Repeat(many), () => two.Tile(many, 2), () => two.Expand(many, 2),
            () => rows.Multinomial(many, replacement: true), () => two.InterpolateNearest(many), () => Tensor.Ones(1, 1, 2).InterpolateNearest(int.MaxValue),
            () => Tensor.Zeros(many, 2), () => Tensor.FromInt64([many]).OneHot(many),
        ];
        Assert.All(calls, call => Assert.ThrowsAny<LinRegException>(call));
    }
}
