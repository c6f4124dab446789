using System.Runtime.Intrinsics;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Engine.Tests.Kernels;

public class MatrixProductTests
{
    private delegate void Product(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64);

    // Where A's element [i, l] and B's [l, j] lie.
    private static readonly Dictionary<string, (Product Multiply, Func<int, int, int, int> A, Func<int, int, int, int> B)> s_variants = new()
    {
        ["A B"] = (MatrixProduct.Multiply, (i, l, across) => (i * across) + l, (l, j, across) => (l * across) + j),
        ["A Bᵀ"] = (MatrixProduct.MultiplyRightTransposed, (i, l, across) => (i * across) + l, (l, j, across) => (j * across) + l),
        ["Aᵀ B"] = (MatrixProduct.MultiplyLeftTransposed, (i, l, across) => (l * across) + i, (l, j, across) => (l * across) + j),
    };

    public static TheoryData<string, bool> Variants { get; } =
        [.. s_variants.Keys.SelectMany(v => new[] { (v, false), (v, true) })];

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryElementIsTheSumOfItsProducts(string variant, bool float64)
    {
        var sizes =
            from m in Enumerable.Range(0, 10) from n in Enumerable.Range(0, 10) from k in Enumerable.Range(0, 10) select (m, n, k);
        foreach (var (m, n, k) in sizes.Concat([(17, 33, 65), (1, 101, 257), (65, 1, 31), (31, 19, 300), (1, 1, 999)]))
            Check(variant, float64, m, n, k, Numbers.Whole, (exact, _, actual) => exact == actual);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ManyProductsAreSummedToHalfAnUlp(string variant, bool float64)
    {
        // Behind those alone that are worked on row by row, every remainder of rows and columns of those that are not.
        var blocks = from m in Enumerable.Range(4, 5) from n in Enumerable.Range(4, 14) select (m, n, 260);
        foreach (var (m, n, k) in new[] { (5, 7, 16), (9, 35, 300), (1, 1, 1000), (2, 1, 17), (64, 64, 16), (33, 40, 8) }.Concat(blocks))
            Check(variant, float64, m, n, k, Numbers.Normal, (exact, _, actual) => Ulps.Error(actual, exact) <= 0.501);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void FewProductsAreSummedInOrderAndFusedOrInFloat64(string variant, bool float64)
    {
        foreach (var (m, n, k) in new[] { (3, 5, 4), (2, 1, 15), (1, 2, 7), (20, 20, 3) })
            Check(variant, float64, m, n, k, Numbers.Normal, (exact, fused, actual) => float64 ? Ulps.Error(actual, exact) <= 0.501 : fused == actual);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void OneElementAloneIsADotProduct(string variant, bool float64)
    {
        for (int k = 0; k < 20; k++)
        {
            float[] a = Numbers.Normal(1, k), b = Numbers.Normal(2, k), c = [float.NaN];
            s_variants[variant].Multiply(a, b, c, 1, 1, k, float64);
            Assert.Equal(Summation.Dot(a, b), c[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ASpanThatIsTooShortIsRefusedOnEveryPath(string variant, bool float64)
    {
        foreach (var (m, n, k) in new[] { (1, 1, 5), (5, 1, 5), (1, 50, 11), (50, 1, 11), (3, 1, 20), (400, 1, 500), (1, 400, 500), (3, 4, 5), (5, 6, 20), (50, 50, 50) })
        {
            foreach (var (a, b, c, name) in new[] { (1, 0, 0, "a"), (0, 1, 0, "b"), (0, 0, 1, "c") })
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(() => s_variants[variant].Multiply(
                    new float[(m * k) - a], new float[(k * n) - b], new float[(m * n) - c], m, n, k, float64));
                Assert.StartsWith(name + ".", error.ParamName);
            }
        }
    }

    /// <summary>
    /// Every shape up to 40 against float64, by the measure of Parity: 4 ulp, or PyTorch's own error. PyTorch 1.13 with
    /// OpenBLAS 0.3.21 sums in order and fused where there are fewer than 8 products, 4 rows or 8 columns (measured).
    /// </summary>
    [Theory]
    [InlineData("A B")]
    [InlineData("A Bᵀ")]
    [InlineData("Aᵀ B")]
    public void SmallProductsAreAsNearAsPyTorchs(string variant)
    {
        const int most = 40;
        for (int k = 1; k <= most; k++)
        {
            float[,] x = Matrix(2 * k, most, k), y = Matrix((2 * k) + 1, k, most), fused = new float[most, most];
            double[,] exact = new double[most, most];
            for (int i = 0; i < most; i++)
                for (int j = 0; j < most; j++)
                    for (int l = 0; l < k; l++)
                    {
                        exact[i, j] += (double)x[i, l] * y[l, j];
                        fused[i, j] = MathF.FusedMultiplyAdd(x[i, l], y[l, j], fused[i, j]);
                    }
            for (int m = 1; m <= most; m++)
                for (int n = 1; n <= most; n++)
                {
                    // An eighth of all shapes, with every pair of sizes among them; fewer where no instruction takes a whole vector.
                    if ((m + n + k) % (Vector128.IsHardwareAccelerated ? 8 : 31) != 0)
                        continue;
                    float[] c = Multiply(variant, x, y, m, n, k);
                    for (int at = 0; at < c.Length; at++)
                    {
                        var (i, j) = Math.DivRem(at, n);
                        double own = k < 8 || m < 4 || n < 8 ? Math.Abs(fused[i, j] - exact[i, j]) : 0;
                        Assert.True(
                            Math.Abs(c[at] - exact[i, j]) <= own || Ulps.Between(c[at], (float)exact[i, j]) <= 4,
                            $"[{m},{k}] x [{k},{n}] at {i},{j}: {c[at]:G9} for {exact[i, j]:G17}");
                    }
                }
        }
    }

    private static float[,] Matrix(int seed, int rows, int columns)
    {
        float[] numbers = Numbers.Normal(seed, rows * columns);
        float[,] matrix = new float[rows, columns];
        Buffer.BlockCopy(numbers, 0, matrix, 0, numbers.Length * sizeof(float));
        return matrix;
    }

    // The product of the first m rows and n columns, stored as the variant wants them.
    private static float[] Multiply(string variant, float[,] x, float[,] y, int m, int n, int k)
    {
        var (multiply, atA, atB) = s_variants[variant];
        int acrossA = variant[1] == 'ᵀ' ? m : k, acrossB = variant[^1] == 'ᵀ' ? k : n;
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        for (int l = 0; l < k; l++)
        {
            for (int i = 0; i < m; i++)
                a[atA(i, l, acrossA)] = x[i, l];
            for (int j = 0; j < n; j++)
                b[atB(l, j, acrossB)] = y[l, j];
        }
        multiply(a, b, c, m, n, k, false);
        return c;
    }

    private static void Check(
        string variant, bool float64, int m, int n, int k, Func<int, int, float[]> numbers, Func<double, float, float, bool> right)
    {
        var (multiply, atA, atB) = s_variants[variant];
        float[] a = numbers(1, m * k), b = numbers(2, k * n), c = [.. Enumerable.Repeat(float.NaN, m * n)];
        multiply(a, b, c, m, n, k, float64);
        int acrossA = variant[1] == 'ᵀ' ? m : k, acrossB = variant[^1] == 'ᵀ' ? k : n;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double exact = 0;
                float fused = 0;
                for (int l = 0; l < k; l++)
                {
                    float x = a[atA(i, l, acrossA)], y = b[atB(l, j, acrossB)];
                    exact += (double)x * y;
                    fused = MathF.FusedMultiplyAdd(x, y, fused);
                }
                float actual = c[(i * n) + j];
                Assert.True(right(exact, fused, actual), $"[{m},{k}] x [{k},{n}] at {i},{j}: {actual:G9} for {exact:G17}");
            }
        }
    }
}
