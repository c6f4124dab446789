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
        foreach (var (m, n, k) in new[] { (5, 7, 16), (9, 35, 300), (1, 1, 1000), (2, 1, 17) })
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
