using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Kernels;

// Spans that are cut into chunks, and outputs that are written around the caches, against one element at a time.
[Collection(nameof(Workers))]
public class LargeSpanTests
{
    private const int Chunk = 1 << 16, Streamed = 1 << 23;

    public static TheoryData<int> Lengths { get; } =
        [Chunk - 1, Chunk, Chunk + 1, (2 * Chunk) + 7, (3 * Chunk) - 9, Streamed, Streamed + Chunk + 5];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void EveryElementIsComputedOnce(int length)
    {
        float[] x = Numbers.Whole(1, length), y = Numbers.Whole(2, length), z = new float[length + 2];
        // From the second element on, so that nothing is aligned.
        Elementwise.Forward(default(Sub), x.AsSpan(1), y.AsSpan(1), z.AsSpan(2, length - 1));
        Assert.Equal(-1, FirstDifference(z.AsSpan(2, length - 1), i => x[i + 1] - y[i + 1]));
        Assert.Equal((0, 0, 0), (z[0], z[1], z[^1]));

        Elementwise.Forward(default(Sub), x, [3], z.AsSpan(1, length));
        Assert.Equal(-1, FirstDifference(z.AsSpan(1, length), i => x[i] - 3));
        Elementwise.Forward(default(Sub), [3], y, z.AsSpan(1, length));
        Assert.Equal(-1, FirstDifference(z.AsSpan(1, length), i => 3 - y[i]));
        Elementwise.Forward(default(Relu), x, z.AsSpan(0, length));
        Assert.Equal(-1, FirstDifference(z.AsSpan(0, length), i => Math.Max(x[i], 0)));
        Elementwise.Backward(default(Square), x, y, z.AsSpan(2, length));
        Assert.Equal(-1, FirstDifference(z.AsSpan(2, length), i => 2 * x[i] * y[i]));

        float[] before = [.. y];
        Elementwise.Forward(default(Sub), x, y, y);
        Assert.Equal(-1, FirstDifference(y, i => x[i] - before[i]));
        before = [.. x];
        Elementwise.Forward(default(Neg), x, x);
        Assert.Equal(-1, FirstDifference(x, i => -before[i]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void SumsHaveTheSameBitsOnAnyNumberOfThreads(int threads)
    {
        float[] x = Numbers.Normal(1, 1_000_003), y = Numbers.Normal(2, 1_000_003);
        int before = Workers.Threads;
        try
        {
            Workers.Threads = 1;
            float[] alone = Sums();
            Workers.Threads = threads;
            Expect.SameBits(alone, Sums());
        }
        finally
        {
            Workers.Threads = before;
        }

        float[] Sums()
        {
            float[] sums = new float[7 + 1000 + 1003];
            sums[0] = Summation.Sum(x);
            sums[1] = Summation.Dot(x, y);
            sums[2] = Summation.SquaredError(x, y);
            sums[3] = Summation.Sum(x.AsSpan(1, 131_073));
            Summation.SumMiddle(x.AsSpan(3), 1, 1_000_000, 1, sums.AsSpan(4, 1));
            Summation.SumMiddle(x.AsSpan(3), 2, 250_000, 2, sums.AsSpan(4, 4));
            Summation.SumMiddle(x.AsSpan(3), 1, 1000, 1000, sums.AsSpan(7, 1000));
            Summation.SumMiddle(x.AsSpan(0, 997 * 1003), 1003, 997, 1, sums.AsSpan(1007));
            return sums;
        }
    }

    [Fact]
    public void LongSumsAreRightToHalfAnUlp()
    {
        float[] x = Numbers.Normal(1, 400_000), y = Numbers.Normal(2, 400_000);
        foreach (int length in new[] { 131_072, 131_073, 262_144, 300_001, 400_000 })
        {
            AssertRounded(x.Take(length).Sum(v => (double)v), Summation.Sum(x.AsSpan(0, length)));
            AssertRounded(x.Zip(y).Take(length).Sum(v => (double)v.First * v.Second), Summation.Dot(x.AsSpan(0, length), y));
            AssertRounded(x.Zip(y).Take(length).Sum(Squared), Summation.SquaredError(x.AsSpan(0, length), y));
        }
        static double Squared((float X, float Y) pair) => (pair.X - pair.Y) * (pair.X - pair.Y);
    }

    [Theory]
    [InlineData(1, 100_000, 3)]
    [InlineData(1, 20_000, 17)]
    [InlineData(1, 4099, 100)]
    [InlineData(1, 300, 1030)]
    [InlineData(1, 16, 40_000)]
    [InlineData(1, 3, 70_000)]
    [InlineData(7, 130, 513)]
    [InlineData(500, 20, 30)]
    [InlineData(30_000, 10, 1)]
    [InlineData(3, 140_000, 1)]
    public void LargeSumsOverTheMiddleDimension(int outer, int count, int inner)
    {
        // Whole numbers, so that sums are exact in any order.
        float[] x = Numbers.Whole(3, outer * count * inner), expected = new float[outer * inner], sums = new float[outer * inner];
        for (int i = 0; i < x.Length; i++)
            expected[(i / (count * inner) * inner) + (i % inner)] += x[i];
        Summation.SumMiddle(x, outer, count, inner, sums);
        Assert.Equal(expected, sums);
    }

    private static int FirstDifference(ReadOnlySpan<float> actual, Func<int, float> expected)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] != expected(i))
                return i;
        }
        return -1;
    }

    private static void AssertRounded(double exact, float actual) =>
        Assert.True(Ulps.Error(actual, exact) <= 0.501, $"{actual:G9} for {exact:G17}");
}
