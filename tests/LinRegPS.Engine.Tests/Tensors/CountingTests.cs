using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Counts, and places in an order; what is expected is what PyTorch 1.13 gives.</summary>
public sealed class CountingTests
{
    [Fact]
    public void WholeNumbersAreCounted()
    {
        var x = Tensor.FromInt64([3, 0, 3, 1]);
        Assert.Equal([1, 1, 0, 2], x.BinCount().ToInt64Array());
        Assert.Equal([1, 1, 0, 2, 0, 0], x.BinCount(minlength: 6).ToInt64Array());
        Assert.Equal([1, 2.5f, 0, 0.75f], x.BinCount(Tensor.From([0.5f, 1, 0.25f, 2.5f])).ToArray());
        Assert.Equal((DType.Int64, 0), (Tensor.FromInt64([]).BinCount().DType, Tensor.FromInt64([]).BinCount().Numel));
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Tensor.Ones(2, 2).BinCount(), "BinCount");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => x.BinCount(Tensor.Ones(2)), "weights", "[4]");
        Expect.Error<InvalidValueException>("InvalidIndex", () => Tensor.FromInt64([1, -1]).BinCount(), "BinCount");
        Expect.Error<InvalidValueException>("InvalidMinLength", () => x.BinCount(minlength: -1), "-1");
    }

    [Fact]
    public void NumbersAreCountedByParts()
    {
        var x = Tensor.From([0, 1, 2, 2.5f, 4, -1, float.NaN]);
        Assert.Equal([1, 1, 2, 1], x.Histc(4, 0, 4).ToArray());
        Assert.Equal([3, 2, 1], Tensor.From([0, 1, 2, 2.5f, 4, 0.5f]).Histc(3).ToArray());
        Assert.Equal([0, 2, 0], Tensor.From([5, 5]).Histc(3).ToArray());
        Expect.Error<InvalidValueException>("InvalidBins", () => x.Histc(0), "Bins is 0");
        Expect.Error<InvalidValueException>("InvalidRange", () => x.Histc(3, 2, 1), "2 to 1");
    }

    // A place that is an element's asks nothing of the next one.
    [Theory]
    [InlineData(new float[] { 1, 2, float.PositiveInfinity }, 1.5, 2, double.PositiveInfinity)]
    [InlineData(new float[] { float.NegativeInfinity, 1 }, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(new float[] { 1, 2, 3, 4, float.PositiveInfinity }, 2, 3, 4)]
    [InlineData(new float[] { float.NegativeInfinity, float.PositiveInfinity }, double.NaN, double.NaN, double.NaN)]
    public void AColumnWithInfinitiesHasItsQuartiles(float[] numbers, double lower, double median, double upper)
    {
        var measure = ColumnMeasure.Of(Tensor.From(numbers)).Single();
        Assert.Equal((lower, median, upper), (measure.LowerQuartile, measure.Median, measure.UpperQuartile));
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0, 1)]
    [InlineData(1, float.PositiveInfinity)]
    [InlineData(0.25, 1.5f)]
    public void AQuantileBesideAnInfinityIsItself(double q, float expected) =>
        Assert.Equal(expected, Tensor.From([1, 2, float.PositiveInfinity]).Quantile(q).Item());

    [Fact]
    public void ValuesFindTheirPlaces()
    {
        var boundaries = Tensor.From([1, 3, 3, 7]);
        var x = Tensor.From([0, 1, 3, 5, 7, 9, float.NaN], 1, 7);
        Assert.Equal([0, 0, 1, 3, 3, 4, 4], x.Bucketize(boundaries).ToInt64Array());
        Assert.Equal([0, 1, 3, 3, 4, 4, 4], x.Bucketize(boundaries, right: true).ToInt64Array());
        Assert.Equal([1, 7], x.Bucketize(boundaries).Shape);
        var rows = Tensor.From([1, 2, 3, 10, 20, 30], 2, 3);
        Assert.Equal([1, 3, 0, 2], Tensor.SearchSorted(rows, Tensor.From([1.5f, 4, 5, 25], 2, 2)).ToInt64Array());
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => x.Bucketize(rows), "Bucketize");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Tensor.SearchSorted(rows, Tensor.Ones(3, 2)), "[2,3]", "[3,2]");
    }

    [Fact]
    public void WhatCannotBeDividedIsRefused()
    {
        Expect.Error<InvalidValueException>("InvalidUpscaleFactor", () => Tensor.Ones(3, 2, 2).PixelShuffle(2), "3 channels");
        Expect.Error<InvalidValueException>("InvalidDownscaleFactor", () => Tensor.Ones(3, 2, 3).PixelUnshuffle(2), "[3,2,3]");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Tensor.Ones(4, 2).PixelShuffle(2), "PixelShuffle", "[4,2]");
        Expect.Error<InvalidValueException>("InvalidQ", () => Tensor.Ones(4).Quantile(1.5), "1.5");
        Expect.Error<InvalidValueException>("EmptyTensor", () => Tensor.Zeros(0).Quantile(0.5), "Quantile");
        Expect.Error<InvalidValueException>("InvalidN", () => Tensor.Ones(4).Diff(-1), "-1");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Tensor.Scalar(1).Diff(), "Diff");
    }
}
