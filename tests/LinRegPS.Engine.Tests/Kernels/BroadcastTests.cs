using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Kernels;

public class BroadcastTests
{
    [Fact]
    public void RowsColumnsAndScalarsOverMatricesOfEveryShape()
    {
        for (int rows = 0; rows <= 33; rows++)
        {
            for (int columns = 1; columns <= 33; columns++)
            {
                AssertRight([rows, columns], [columns, 1], [0, 1]);
                AssertRight([rows, columns], [0, 1], [columns, 1]);
                AssertRight([rows, columns], [columns, 1], [1, 0]);
                AssertRight([rows, columns], [1, 0], [0, 1]);
                AssertRight([rows, columns], [1, 0], [0, 0]);
                AssertRight([rows, columns], [columns, 1], [columns, 1]);
            }
        }
    }

    [Theory]
    [InlineData(100_000, 2)]
    [InlineData(20_001, 10)]
    [InlineData(3000, 63)]
    [InlineData(3001, 64)]
    [InlineData(2, 70_000)]
    [InlineData(840_001, 10)]
    [InlineData(84_001, 100)]
    public void LargeMatrices(int rows, int columns)
    {
        AssertRight([rows, columns], [columns, 1], [0, 1]);
        AssertRight([rows, columns], [0, 1], [columns, 1]);
        AssertRight([rows, columns], [1, 0], [columns, 1]);
    }

    [Fact]
    public void ThreeDimensions()
    {
        AssertRight([3, 4, 5], [5, 0, 1], [0, 5, 1]);
        AssertRight([3, 4, 5], [20, 5, 1], [4, 1, 0]);
        AssertRight([70, 50, 40], [0, 1, 0], [40, 0, 1]);
        AssertRight([7], [1], [0]);
    }

    [Fact]
    public void TheOutputMayBeTheWholeOperand()
    {
        float[] x = Numbers.Whole(1, 5000 * 30), row = Numbers.Whole(2, 30);
        float[] expected = [.. x.Select((v, i) => v - row[i % 30])];
        new Broadcast([5000, 30], [30, 1], [0, 1]).Forward(default(Sub), x, row, x);
        Assert.Equal(expected, x);
    }

    private static void AssertRight(int[] sizes, int[] first, int[] second)
    {
        float[] x = Numbers.Whole(1, Extent(first)), y = Numbers.Whole(2, Extent(second));
        int count = sizes.Aggregate(1, (a, b) => a * b);
        float[] z = new float[count + 1];
        z[count] = 123;
        new Broadcast(sizes, first, second).Forward(default(Sub), x, y, z.AsSpan(0, count));
        Assert.Equal(123, z[count]);
        for (int i = 0; i < count; i++)
        {
            int atX = 0, atY = 0;
            for (int d = sizes.Length - 1, rest = i; d >= 0; rest /= sizes[d--])
                (atX, atY) = (atX + (rest % sizes[d] * first[d]), atY + (rest % sizes[d] * second[d]));
            if (z[i] != x[atX] - y[atY])
                Assert.Fail($"{z[i]} at {i} of [{string.Join(",", sizes)}]");
        }

        int Extent(int[] strides) => 1 + sizes.Zip(strides, (size, stride) => Math.Max(0, size - 1) * stride).Sum();
    }
}
