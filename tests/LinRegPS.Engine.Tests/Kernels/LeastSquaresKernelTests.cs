using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>The passes over the data that least squares make, against plain sums in double-double.</summary>
[Collection(nameof(Workers))]
public class LeastSquaresKernelTests
{
    private const double Unit = 1.0 / (1L << 53);

    public static TheoryData<int, int> Shapes()
    {
        var shapes = new TheoryData<int, int>();
        foreach (int rows in new[] { 0, 1, 3, 4, 63, 64, 65, 127, 128, 129, 2100 })
        {
            foreach (int columns in new[] { 0, 1, 2, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 22, 31, 33 })
                shapes.Add(rows, columns);
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheGramMatrixIsRightWithinItsChainOfAdditions(int rows, int columns)
    {
        var (x, y, shift) = Data(rows, columns);
        int width = columns + 2;
        double[] gram = new double[width * width];
        GramMatrix.Compute(x, y, rows, columns, shift, gram);
        double bound = Unit * (GramMatrix.SummationLength(rows, width) + 2);
        for (int a = 0; a < width; a++)
        {
            for (int b = 0; b < width; b++)
            {
                DoubleDouble sum = 0;
                double size = 0;
                for (int i = 0; i < rows; i++)
                {
                    var term = (DoubleDouble)Element(i, a) * Element(i, b);
                    sum += term;
                    size += Math.Abs(term.High);
                }
                Assert.True(Math.Abs((gram[(a * width) + b] - sum).High) <= bound * size, $"[{a},{b}] is {gram[(a * width) + b]}, not {sum}");
            }
        }

        double Element(int row, int column) =>
            column < columns ? x[(row * columns) + column] - shift[column] : column == columns ? 1 : y[row] - shift[columns];
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheCompensatedGramMatrixHasTwiceTheDigits(int rows, int columns)
    {
        var (x, y, _) = Data(rows, columns);
        // Two columns, of 29 bits.
        y = [.. y.Concat(y.Reverse()).Select(e => (double)(float)e)];
        int width = columns + 3;
        double[] high = new double[width * width], low = new double[width * width];
        GramMatrix.ComputeCompensated(x, y, rows, columns, new double[width - 1], high, low);
        for (int a = 0; a < width; a++)
        {
            for (int b = 0; b < width; b++)
            {
                DoubleDouble sum = 0;
                double size = 0;
                for (int i = 0; i < rows; i++)
                {
                    var term = (DoubleDouble)Element(i, a) * Element(i, b);
                    sum += term;
                    size += Math.Abs(term.High);
                }
                var actual = (DoubleDouble)high[(a * width) + b] + low[(a * width) + b];
                Assert.True(Math.Abs((actual - sum).High) <= 1e-30 * size, $"[{a},{b}] is {actual}, not {sum}");
            }
        }

        double Element(int row, int column) =>
            column < columns ? x[(row * columns) + column] : column == columns ? 1 : y[(2 * row) + column - columns - 1];
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ResidualsHaveTwiceTheDigits(int rows, int columns)
    {
        var (x, y, shift) = Data(rows, columns);
        var random = new Random(3);
        // The digits of the second double matter: all but 1e-9 of y is explained.
        DoubleDouble[] coefficients = [.. Enumerable.Range(0, columns + 1).Select(_ => new DoubleDouble(random.NextDouble() - 0.5, (random.NextDouble() - 0.5) * 1e-17))];
        var fitted = new DoubleDouble[rows];
        for (int i = 0; i < rows; i++)
        {
            fitted[i] = coefficients[columns];
            for (int j = 0; j < columns; j++)
                fitted[i] += coefficients[j] * x[(i * columns) + j];
            y[i] = fitted[i].High + 1e-9 * random.NextDouble();
        }
        var (residuals, products) = Residuals(x, y, coefficients, shift);
        var (plain, plainProducts) = Residuals(x, y, coefficients, shift, compensated: false);
        for (int i = 0; i < rows; i++)
        {
            var expected = y[i] - fitted[i];
            Assert.True(Math.Abs((residuals[i] - expected).High) <= 1e-28 * (columns + 1), $"{residuals[i]}, not {expected}");
            // Elements are below 2, coefficients below a half.
            Assert.True(Math.Abs((plain[i] - expected).High) <= Unit * (columns + 2) * (columns + 1), $"{plain[i]}, not {expected}");
        }
        AssertProducts(plain, plainProducts);
        AssertProducts(residuals, products);

        void AssertProducts(DoubleDouble[] residuals, double[] products)
        {
            for (int j = 0; j < columns + 2; j++)
            {
                DoubleDouble sum = 0;
                double size = 0;
                for (int i = 0; i < rows; i++)
                {
                    var term = residuals[i] * (j < columns ? x[(i * columns) + j] - shift[j] : j == columns ? 1 : residuals[i]);
                    sum += term;
                    size += Math.Abs(term.High);
                }
                Assert.True(Math.Abs((products[j] - sum).High) <= Unit * (rows + 2) * size, $"product {j} is {products[j]}, not {sum}");
            }
        }
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotChangeABit()
    {
        var (x, y, shift) = Data(20_000, 21);
        DoubleDouble[] coefficients = [.. Enumerable.Range(0, 22).Select(j => (DoubleDouble)(0.1 * j))];
        double[] one = new double[23 * 23], other = new double[23 * 23], low = new double[23 * 23], otherLow = new double[23 * 23];
        int before = Workers.Threads;
        try
        {
            Workers.Threads = 1;
            GramMatrix.Compute(x, y, y.Length, 21, shift, one);
            double[] zero = new double[22], high = new double[23 * 23];
            GramMatrix.ComputeCompensated(x, y, y.Length, 21, zero, high, low);
            var (residuals, products) = Residuals(x, y, coefficients, shift);
            foreach (int threads in new[] { 2, 3 })
            {
                Workers.Threads = threads;
                GramMatrix.Compute(x, y, y.Length, 21, shift, other);
                Assert.Equal(one, other);
                GramMatrix.ComputeCompensated(x, y, y.Length, 21, zero, other, otherLow);
                Assert.Equal(high, other);
                Assert.Equal(low, otherLow);
                var (others, othersProducts) = Residuals(x, y, coefficients, shift);
                Assert.Equal(residuals, others);
                Assert.Equal(products, othersProducts);
            }
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Fact]
    public void VectorsOfEveryLength()
    {
        for (int n = 0; n <= 33; n++)
        {
            double[] x = [.. Enumerable.Range(1, n).Select(i => (double)i)], y = [.. x.Select(a => a * a)], z = [.. y];
            Assert.Equal(x.Sum(a => a * a * a), Float64Vectors.Dot(x, y));
            Float64Vectors.AddScaled(2, x, y);
            Assert.Equal(x.Select(a => a * a + 2 * a), y);
            Float64Vectors.Rotate(x, z, 3, 2);
            Assert.Equal(Enumerable.Range(1, n).Select(i => 3.0 * i - 2 * i * i), x);
            Assert.Equal(Enumerable.Range(1, n).Select(i => 2.0 * i + 3 * i * i), z);
        }
    }

    private static (DoubleDouble[] Residuals, double[] Products) Residuals(
        float[] x, double[] y, DoubleDouble[] coefficients, double[] shift, bool compensated = true)
    {
        double[] residuals = new double[2 * y.Length], products = new double[coefficients.Length + 1];
        double[] pairs = [.. coefficients.SelectMany(c => new[] { c.High, c.Low })];
        LinearResiduals.Compute(x, y, pairs, shift, residuals, products, compensated);
        return ([.. residuals.Chunk(2).Select(pair => new DoubleDouble(pair[0], pair[1]))], products);
    }

    private static (float[] X, double[] Y, double[] Shift) Data(int rows, int columns)
    {
        var random = new Random((rows * 100) + columns);
        float[] x = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() * 3 - 1)];
        double[] y = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 5)];
        double[] shift = [.. Enumerable.Range(0, columns + 1).Select(_ => random.NextDouble())];
        return (x, y, shift);
    }
}
