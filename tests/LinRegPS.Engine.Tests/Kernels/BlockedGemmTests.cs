using System.Runtime.Intrinsics;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>Large matrix products against the plain ones, in vectors of every width that the machine has.</summary>
[Collection(nameof(Workers))]
public class BlockedGemmTests
{
    private const int Guard = 40;

    private static readonly string[] s_variants = ["A B", "A Bᵀ", "Aᵀ B"];
    private static readonly Dictionary<string, Multiply> s_widths = Widths();
    private static readonly float[] s_numbers = Numbers.Normal(1, 1_100_000);

    private delegate void PublicProduct(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64);

    private delegate void Multiply(Operands operands, float[] c, int m, int n, int k);

    public static TheoryData<string> AllWidths { get; } = [.. s_widths.Keys];

    public static TheoryData<string> Variants { get; } = [.. s_variants];

    public static TheoryData<string, string> WidthsAndVariants { get; } =
        [.. s_widths.Keys.SelectMany(w => s_variants.Select(v => (w, v)))];

    [Fact]
    public void EveryShapeUpTo33()
    {
        // Where no instruction takes a whole vector, a fifth of them with every pair of sizes among them, for all would take far longer there.
        int step = Vector128.IsHardwareAccelerated ? 1 : 5;
        for (int m = 0; m <= 33; m++)
            for (int n = 0; n <= 33; n++)
                for (int k = (m + n) % step; k <= 33; k += step)
                    Check(m, n, k, [.. s_widths.Values, Public(float64: true)]);
    }

    [Fact]
    public void ShapesAroundEveryBlockSize()
    {
        const int depth = BlockedGemm.Depth, rows = BlockedGemm.SlabRows, columns = BlockedGemm.SlabColumns;
        foreach (int k in new[] { depth - 1, depth, depth + 1, (2 * depth) - 1, 2 * depth, (2 * depth) + 1, 5000 })
            Check(13, 37, k, s_widths.Values);
        foreach (int m in new[] { rows - 1, rows, rows + 1, rows + 6, (2 * rows) + 9 })
            Check(m, 35, 19, s_widths.Values);
        foreach (int n in new[] { columns - 1, columns, columns + 1, columns + 6, (2 * columns) + 9 })
            Check(10, n, 19, s_widths.Values);
        // More than a chunk of work, more than a slab's memory, columns of A that are packed, and all of it together.
        foreach (var (m, n, k) in new[]
            {
                (127, 129, 300), (200, 1000, 65), (300, 300, depth + 1), (rows + 1, 70, depth + 3), ((2 * rows) + 3, 70, depth + 3),
                (70, columns + 2, depth + 3), (rows + 3, columns + 2, depth + 1),
            })
        {
            Check(m, n, k, s_widths.Values);
        }
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void AnElementsBitsDoNotDependOnTheRestOfTheProduct(string width)
    {
        const int m = 40, n = 70, k = 1300;
        float[] a = Numbers.Normal(1, m * k), b = Numbers.Normal(2, k * n);
        float[] whole = Product(s_widths[width], "A B", a, b, m, n, k);
        foreach (int rows in new[] { 1, 3, 8, 17 })
            Assert.Equal(whole.Take(rows * n), Product(s_widths[width], "A B", a[..(rows * k)], b, rows, n, k));
    }

    [Theory]
    [MemberData(nameof(WidthsAndVariants))]
    public void AnElementThatIsNotANumberStaysInItsRowAndColumn(string width, string variant)
    {
        const int m = 11, n = 45, k = 20;
        float[] a = Numbers.Normal(1, m * k), b = Numbers.Normal(2, k * n);
        a[(m - 1) * k] = float.NaN;
        b[n - 1] = float.PositiveInfinity;
        float[] c = Product(s_widths[width], variant, a, b, m, n, k);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                Assert.Equal(i < m - 1 && j < n - 1, float.IsFinite(c[(i * n) + j]));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void TheSameBitsForAnyNumberOfThreads(string variant)
    {
        int before = Workers.Threads;
        try
        {
            foreach (var (m, n, k) in new[] { (256, 256, 256), (128, 512, 784), (1100, 70, 600) })
            {
                float[] a = Numbers.Normal(1, m * k), b = Numbers.Normal(2, k * n);
                Workers.Threads = 1;
                float[] alone = Product(Public(float64: false), variant, a, b, m, n, k);
                foreach (int threads in new[] { 2, 3 })
                {
                    Workers.Threads = threads;
                    Assert.Equal(alone, Product(Public(float64: false), variant, a, b, m, n, k));
                }
            }
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void FewInnerElementsAreSummedInOrderAndFusedInLargeProductsToo(string variant)
    {
        foreach (int k in Enumerable.Range(1, 15))
        {
            int m = 310, n = (100_000 / (m * k)) + 7;
            float[] a = Numbers.Normal(1, m * k), b = Numbers.Normal(2, k * n), expected = new float[m * n];
            SmallGemm.Multiply(a, b, expected, m, n, k, float64: false);
            Assert.Equal(expected, Product(Public(float64: false), variant, a, b, m, n, k));
            Assert.Equal(expected, Product(Public(float64: true), variant, a, b, m, n, k));
        }
    }

    [Fact]
    public void ThePublicProductOnBothSidesOfItsThreshold()
    {
        foreach (var (m, n, k) in new[] { (50, 50, 39), (50, 50, 40), (50, 50, 41), (2, 300, 500), (300, 2, 500), (1, 400, 500), (400, 1, 500), (2, 3, 40_000) })
            Check(m, n, k, [Public(float64: false), Public(float64: true)]);
    }

    [Fact]
    public void AWarmProductAllocatesNothing()
    {
        float[] a = Numbers.Normal(1, 100 * 100), b = Numbers.Normal(2, 100 * 100), c = new float[100 * 100];
        MatrixProduct.MultiplyLeftTransposed(a, b, c, 100, 100, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MatrixProduct.MultiplyLeftTransposed(a, b, c, 100, 100, 100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(9_999, 10_000, 10_000, "a")]
    [InlineData(10_000, 9_999, 10_000, "b")]
    [InlineData(10_000, 10_000, 9_999, "c")]
    public void ASpanThatIsTooShortIsRefused(int a, int b, int c, string name)
    {
        foreach (var multiply in new[] { MatrixProduct.Multiply, MatrixProduct.MultiplyLeftTransposed, new PublicProduct(MatrixProduct.MultiplyRightTransposed) })
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>(() => multiply(new float[a], new float[b], new float[c], 100, 100, 100, false));
            Assert.StartsWith(name + ".", e.ParamName);
        }
    }

    // Every variant's result lies within the stated bound of the plain product's, which is right to half an ulp.
    private static void Check(int m, int n, int k, IEnumerable<Multiply> products)
    {
        float[] a = s_numbers[..(m * k)], b = s_numbers[^(k * n)..], expected = new float[m * n], sizes = new float[m * n];
        SmallGemm.Multiply(a, b, expected, m, n, k, float64: true);
        SmallGemm.Multiply([.. a.Select(MathF.Abs)], [.. b.Select(MathF.Abs)], sizes, m, n, k, float64: true);
        double bound = Math.Min(k, BlockedGemm.Depth) + (k / BlockedGemm.Depth) + 1e-3;
        foreach (string variant in s_variants)
        {
            foreach (var product in products)
            {
                float[] actual = Product(product, variant, a, b, m, n, k);
                for (int i = 0; i < actual.Length; i++)
                {
                    double error = Math.Abs((double)actual[i] - expected[i]) * (1 << 24);
                    if (!(error <= (bound * sizes[i]) + Math.Abs(expected[i])))
                        Assert.Fail($"{variant} [{m},{k}] x [{k},{n}] at {i / n},{i % n}: {actual[i]:G9} for {expected[i]:G9}");
                }
            }
        }
    }

    // A and B in the layout that the variant reads, all of them at odd places between guards.
    private static float[] Product(Multiply multiply, string variant, float[] a, float[] b, int m, int n, int k)
    {
        bool leftTransposed = variant[1] == 'ᵀ', rightTransposed = variant[^1] == 'ᵀ';
        var operands = new Operands(
            Guarded(leftTransposed ? Transpose(a, m, k) : a, 1), Guarded(rightTransposed ? Transpose(b, k, n) : b, 3), variant);
        float[] c = Guarded([.. Enumerable.Repeat(float.NaN, m * n)], 2);
        c.AsSpan(0, Guard + 2).Fill(123.5f);
        c.AsSpan(Guard + 2 + (m * n)).Fill(123.5f);
        multiply(operands, c, m, n, k);
        Assert.True(c.AsSpan(0, Guard + 2).IndexOfAnyExcept(123.5f) < 0, $"written before C: {variant} {m}, {n}, {k}");
        Assert.True(c.AsSpan(Guard + 2 + (m * n)).IndexOfAnyExcept(123.5f) < 0, $"written behind C: {variant} {m}, {n}, {k}");
        return c[(Guard + 2)..^Guard];
    }

    private static float[] Guarded(float[] x, int odd)
    {
        float[] guarded = new float[x.Length + odd + (2 * Guard)];
        guarded.AsSpan().Fill(float.NaN);
        x.CopyTo(guarded, Guard + odd);
        return guarded;
    }

    private static float[] Transpose(float[] x, int rows, int columns)
    {
        float[] transposed = new float[x.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                transposed[(j * rows) + i] = x[(i * columns) + j];
        return transposed;
    }

    private static Multiply Public(bool float64) => (operands, c, m, n, k) =>
    {
        ReadOnlySpan<float> a = operands.A.AsSpan(Guard + 1, m * k), b = operands.B.AsSpan(Guard + 3, k * n);
        var span = c.AsSpan(Guard + 2, m * n);
        if (operands.LeftTransposed)
            MatrixProduct.MultiplyLeftTransposed(a, b, span, m, n, k, float64);
        else if (operands.RightTransposed)
            MatrixProduct.MultiplyRightTransposed(a, b, span, m, n, k, float64);
        else
            MatrixProduct.Multiply(a, b, span, m, n, k, float64);
    };

    private static Dictionary<string, Multiply> Widths()
    {
        var widths = new Dictionary<string, Multiply> { ["128"] = Blocked<GemmVector128, Vector128<float>> };
        if (Vector256.IsHardwareAccelerated)
            widths.Add("256", Blocked<GemmVector256, Vector256<float>>);
        if (Vector512.IsHardwareAccelerated)
            widths.Add("512", Blocked<GemmVector512, Vector512<float>>);
        return widths;
    }

    private static unsafe void Blocked<TOps, TVector>(Operands operands, float[] c, int m, int n, int k)
        where TOps : struct, IGemmVector<TVector>
        where TVector : struct
    {
        fixed (float* a = operands.A, b = operands.B, to = c)
        {
            BlockedGemm.Multiply<TOps, TVector>(
                operands.LeftTransposed ? new Strided(a + Guard + 1, 1, m) : new Strided(a + Guard + 1, k, 1),
                operands.RightTransposed ? new Strided(b + Guard + 3, 1, k) : new Strided(b + Guard + 3, n, 1),
                to + Guard + 2, m, n, k);
        }
    }

    private sealed record Operands(float[] A, float[] B, string Variant)
    {
        public bool LeftTransposed => Variant[1] == 'ᵀ';

        public bool RightTransposed => Variant[^1] == 'ᵀ';
    }
}
