using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>References check nothing: what strides reach is held against the spans before the first element moves.</summary>
public class StridedCopyTests
{
    [Theory]
    [InlineData(6, 6, new[] { 3, 1 }, new[] { 1, 2 }, true)]
    [InlineData(4, 6, new[] { 1, 1 }, new[] { 3, 1 }, true)]
    [InlineData(5, 6, new[] { 3, 1 }, new[] { 1, 2 }, false)]
    [InlineData(6, 5, new[] { 3, 1 }, new[] { 1, 2 }, false)]
    [InlineData(6, 6, new[] { 3, 2 }, new[] { 1, 2 }, false)]
    [InlineData(6, 6, new[] { 3, -1 }, new[] { 3, 1 }, false)]
    [InlineData(6, 6, new[] { int.MaxValue, int.MaxValue }, new[] { 3, 1 }, false)]
    public void ReachesNoElementBeyondASpan(int source, int target, int[] fromStrides, int[] toStrides, bool fits)
    {
        float[] from = [.. Enumerable.Range(1, source).Select(i => (float)i)], to = new float[target];
        void Copy() => StridedCopy.Copy<float>([2, 3], from, fromStrides, to, toStrides);
        if (fits)
        {
            Copy();
            Assert.Equal(from[fromStrides[0] + (2 * fromStrides[1])], to[toStrides[0] + (2 * toStrides[1])]);
            return;
        }
        Assert.Throws<ArgumentOutOfRangeException>(Copy);
        Assert.All(to, element => Assert.Equal(0, element));
    }
}
