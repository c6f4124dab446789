namespace LinRegPS.Engine.Tests.Tensors;

public class ShapeTests
{
    [Theory]
    [InlineData(new int[0], new int[0], new int[0])]
    [InlineData(new[] { 3 }, new int[0], new[] { 3 })]
    [InlineData(new int[0], new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 4, 1 }, new[] { 4 }, new[] { 4, 4 })]
    [InlineData(new[] { 2, 1, 4 }, new[] { 5, 1 }, new[] { 2, 5, 4 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new[] { 0, 3 }, new[] { 1, 1 }, new[] { 0, 3 })]
    [InlineData(new[] { 3 }, new[] { 4 }, null)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1, 2 }, null)]
    [InlineData(new[] { 0 }, new[] { 2 }, null)]
    public void ShapesBroadcastByNumPysRule(int[] a, int[] b, int[]? expected)
    {
        Assert.Equal(expected is not null, Shape.TryBroadcast(new Shape(a), new Shape(b), out var both));
        Assert.Equal(expected, both?.ToArray());
        Assert.Equal(expected is not null, Shape.TryBroadcast(new Shape(b), new Shape(a), out both));
        Assert.Equal(expected, both?.ToArray());
    }

    [Fact]
    public void ShapesAreEqualBySizes()
    {
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.NotEqual(new Shape(2, 3), new Shape(3, 2));
        Assert.NotEqual(new Shape(), new Shape(1));
    }

    [Fact]
    public void AShapeIsAListThatPrintsInBrackets()
    {
        var shape = new Shape(4, 1, 2);
        Assert.Equal([4, 1, 2], shape);
        Assert.Equal((8, 3, 3), (shape.Numel, shape.Rank, shape.Count));
        Assert.Equal((4, 2), (shape[0], shape[-1]));
        Assert.Equal("[4,1,2]", shape.ToString());
        Assert.Equal("[]", new Shape().ToString());
    }

    [Fact]
    public void AShapeDoesNotChangeWithTheArrayThatItWasMadeFrom()
    {
        int[] sizes = [2, 3];
        var tensor = Tensor.Zeros(sizes);
        sizes[0] = 7;
        Assert.Equal([2, 3], tensor.Shape);
    }
}
