using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.Gemv;

namespace LinRegPS.Engine.Tests.Kernels;

public class BlockedGemvTests
{
    private const double Epsilon = 1.0 / (1 << 24);

    public static TheoryData<int, int> Shapes { get; } =
    [
        (100_000, 1), (50_001, 2), (33_335, 3), (20_003, 5), (14_290, 7), (12_501, 8), (11_119, 9), (10_000, 10), (6_673, 15), (6_250, 16),
        (5_890, 17), (4_100, 25), (3_200, 32), (3_041, 33), (2_049, 63), (1_024, 100), (1_025, 101), (300, 500), (57, 2_000), (8, 12_500),
        (7, 14_300), (2, 50_000), (2, 1 << 21),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RowsTimesAVectorWithinTheBound(int rows, int columns)
    {
        float[] x = Numbers.Normal(1, rows * columns), w = Numbers.Normal(2, columns), y = Filled(rows + 2);
        MatrixProduct.MultiplyRightTransposed(x, w, y.AsSpan(1, rows), rows, 1, columns);
        AssertGuards(y);
        for (int r = 0; r < rows; r++)
        {
            double exact = 0, size = 0;
            for (int c = 0; c < columns; c++)
            {
                exact += (double)x[(r * columns) + c] * w[c];
                size += Math.Abs((double)x[(r * columns) + c] * w[c]);
            }
            AssertNear(exact, y[r + 1], ((columns / 16) + 5) * Epsilon * size, (rows, columns, r));
        }
        float[] asColumn = Filled(rows), asRow = Filled(rows);
        MatrixProduct.Multiply(x, w, asColumn, rows, 1, columns);
        MatrixProduct.MultiplyRightTransposed(w, x, asRow, 1, rows, columns);
        Expect.SameBits(y[1..^1], asColumn);
        Expect.SameBits(asColumn, asRow);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AWeightedSumOfRowsWithinTheBound(int rows, int columns)
    {
        float[] x = Numbers.Normal(3, rows * columns), g = Numbers.Normal(4, rows), sums = Filled(columns + 2);
        MatrixProduct.MultiplyLeftTransposed(g, x, sums.AsSpan(1, columns), 1, columns, rows);
        AssertGuards(sums);
        double[] exact = new double[columns], size = new double[columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                exact[c] += (double)x[(r * columns) + c] * g[r];
                size[c] += Math.Abs((double)x[(r * columns) + c] * g[r]);
            }
        }
        for (int c = 0; c < columns; c++)
            AssertNear(exact[c], sums[c + 1], 15 * Epsilon * size[c], (rows, columns, c));
        float[] asRow = Filled(columns), asColumn = Filled(columns);
        MatrixProduct.Multiply(g, x, asRow, 1, columns, rows);
        MatrixProduct.MultiplyLeftTransposed(x, g, asColumn, columns, 1, rows);
        Expect.SameBits(sums[1..^1], asRow);
        Expect.SameBits(asRow, asColumn);
    }

    [Fact]
    public void EverySmallShapeOnUnalignedSlicesIsThePlainProductWithinTheBound()
    {
        for (int rows = 0; rows <= 33; rows++)
        {
            for (int columns = 1; columns <= 33; columns++)
            {
                int offset = (rows + columns) % 7;
                float[] x = Numbers.Normal(5, offset + (rows * columns)), w = Numbers.Normal(6, offset + Math.Max(rows, columns));
                float[] y = Filled(offset + rows + 1), sums = Filled(offset + columns + 1);
                float[] plainY = new float[rows], plainSums = new float[columns], size = new float[Math.Max(rows, columns)];
                float[] absoluteX = [.. x.Select(MathF.Abs)], absoluteW = [.. w.Select(MathF.Abs)];

                BlockedGemv.Multiply(x.AsSpan(offset), w.AsSpan(offset), y.AsSpan(offset, rows), rows, columns);
                MatrixProduct.MultiplyRightTransposed(x.AsSpan(offset), w.AsSpan(offset, columns), plainY, rows, 1, columns, float64: true);
                MatrixProduct.MultiplyRightTransposed(absoluteX.AsSpan(offset), absoluteW.AsSpan(offset, columns), size, rows, 1, columns, float64: true);
                for (int r = 0; r < rows; r++)
                    AssertNear(plainY[r], y[offset + r], 8 * Epsilon * size[r], (rows, columns, r));
                Assert.All(y.Where((_, i) => i < offset || i == offset + rows), v => Assert.Equal(-7, v));

                BlockedGemv.MultiplyTransposed(x.AsSpan(offset), w.AsSpan(offset, rows), sums.AsSpan(offset, columns), rows, columns);
                MatrixProduct.MultiplyLeftTransposed(w.AsSpan(offset, rows), x.AsSpan(offset), plainSums, 1, columns, rows, float64: true);
                MatrixProduct.MultiplyLeftTransposed(absoluteW.AsSpan(offset, rows), absoluteX.AsSpan(offset), size, 1, columns, rows, float64: true);
                for (int c = 0; c < columns; c++)
                    AssertNear(plainSums[c], sums[offset + c], 8 * Epsilon * size[c], (rows, columns, c));
                Assert.All(sums.Where((_, i) => i < offset || i == offset + columns), v => Assert.Equal(-7, v));
            }
        }
    }

    [Fact]
    public void FewerThanSixteenColumnsOfMiddlingDataAreSummedInOrderAndFused()
    {
        for (int columns = 1; columns <= 15; columns++)
        {
            foreach (int rows in new[] { 512 / columns, (512 / columns) + 1, (512 / columns) + 5, 6000 })
            {
                float[] x = Numbers.Normal(1, rows * columns), w = Numbers.Normal(2, columns), y = Filled(rows + 2);
                MatrixProduct.MultiplyRightTransposed(x, w, y.AsSpan(1, rows), rows, 1, columns);
                AssertGuards(y);
                float[] expected = [.. Enumerable.Range(0, rows).Select(
                    r => Enumerable.Range(0, columns).Aggregate(0f, (sum, c) => MathF.FusedMultiplyAdd(x[(r * columns) + c], w[c], sum)))];
                Expect.SameBits(expected, y[1..^1]);
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(500)]
    public void AnInfinityStaysInItsRow(int columns)
    {
        int rows = 100_000 / columns;
        float[] x = Numbers.Normal(1, rows * columns), w = Numbers.Normal(2, columns), y = new float[rows];
        x[(77 * columns) + 3] = float.PositiveInfinity;
        x[(rows * columns) - 1] = float.NaN;
        MatrixProduct.MultiplyRightTransposed(x, w, y, rows, 1, columns);
        Assert.Equal([77, rows - 1], Enumerable.Range(0, rows).Where(r => !float.IsFinite(y[r])));
    }

    private static float[] Filled(int count) => [.. Enumerable.Repeat(-7f, count)];

    private static void AssertGuards(float[] result) => Assert.Equal((-7f, -7f), (result[0], result[^1]));

    private static void AssertNear(double exact, float actual, double bound, (int Rows, int Columns, int At) where) =>
        Assert.True(Math.Abs(exact - actual) <= bound, $"{where}: {actual:G9} for {exact:G17}, bound {bound}");
}
