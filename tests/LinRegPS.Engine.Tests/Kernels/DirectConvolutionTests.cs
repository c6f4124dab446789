using System.Runtime.Intrinsics;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.LinearAlgebra.Convolutions;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>Convolutions without windows in memory against loops in float64, in vectors of every width that the machine has.</summary>
[Collection(nameof(Workers))]
public sealed unsafe class DirectConvolutionTests : IDisposable
{
    private static readonly Dictionary<string, (Product Products, Product Images, Product Weights)> s_widths = Widths();

    private readonly int _threads = Workers.Threads;

    private delegate void Product(ConvolutionShape shape, float* first, float* second, float* result);

    public static TheoryData<string> AllWidths { get; } = [.. s_widths.Keys];

    public void Dispose() => Workers.Threads = _threads;

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void EachIsTheSumOverItsWindows(string width)
    {
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
            Check(s_widths[width], Draw(random, 3, 20), i);
    }

    // More than a block of products, of channels, of images; and a chunk with some of the channels.
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void LargeOnesToo(string width)
    {
        SlidingWindows rows = new(17, 3, 1, 1, 1, 17), apart = new(29, 5, 3, 2, 2, 9);
        Check(s_widths[width], new(2, 1, 130, 10, rows, new(11, 3, 1, 1, 1, 11)), 1);
        Check(s_widths[width], new(1, 1, 9, 70, new(20, 3, 1, 0, 1, 18), new(40, 3, 2, 1, 1, 20)), 2);
        Check(s_widths[width], new(37, 2, 5, 9, new(9, 3, 1, 1, 1, 9), apart), 3);
        Check(s_widths[width], new(1, 1, 10, 20, new(1, 1, 1, 0, 1, 1), new(1300, 9, 1, 4, 1, 1300)), 4);
    }

    [Fact]
    public void TheSameBitsForAnyNumberOfThreads()
    {
        foreach (var shape in new ConvolutionShape[]
            {
                new(33, 1, 16, 32, new(14, 3, 1, 1, 1, 14), new(14, 3, 1, 1, 1, 14)), new(1, 1, 64, 64, new(28, 3, 1, 1, 1, 28), new(28, 3, 1, 1, 1, 28)),
                new(5, 2, 8, 16, new(1, 1, 1, 0, 1, 1), new(500, 7, 2, 3, 1, 250)),
            })
        {
            Assert.True(shape.IsDirect);
            var (weight, x, y) = Inputs(shape, 1);
            Workers.Threads = 1;
            float[][] alone = All();
            foreach (int threads in new[] { 2, 3 })
            {
                Workers.Threads = threads;
                Assert.Equal(alone, All());
            }

            float[][] All()
            {
                float[] products = new float[y.Length], images = new float[x.Length], weights = new float[weight.Length];
                DirectConvolution.Multiply(shape, weight, x, default, products);
                DirectConvolution.MultiplyTransposed(shape, weight, y, images);
                DirectConvolution.Correlate(shape, x, y, weights);
                return [products, images, weights];
            }
        }
    }

    [Fact]
    public void ABiasIsAddedToTheRoundedSums()
    {
        foreach (int columns in new[] { 40, 7 })
        {
            var shape = new ConvolutionShape(2, 2, 4, 9, new(40, 3, 1, 1, 1, 40), new(columns, 3, 1, 1, 1, columns));
            var (weight, x, y) = Inputs(shape, 1);
            float[] bias = Numbers.Normal(7, 18), without = new float[y.Length];
            DirectConvolution.Multiply(shape, weight, x, default, without);
            DirectConvolution.Multiply(shape, weight, x, bias, y);
            Assert.Equal(without.Select((sum, i) => sum + bias[i / shape.Windows % 18]), y);
        }
    }

    [Fact]
    public void ElementsThatAreNotNumbersStayInTheirWindows()
    {
        var shape = new ConvolutionShape(2, 1, 4, 9, new(40, 3, 1, 1, 1, 40), new(40, 3, 1, 1, 1, 40));
        var (weight, x, y) = Inputs(shape, 1);
        float[] products = new float[y.Length], images = new float[x.Length];
        // The first image's last element, of which four windows hear.
        x[(4 * 1600) - 1] = float.NaN;
        y[(9 * 1600) - 1] = float.PositiveInfinity;
        DirectConvolution.Multiply(shape, weight, x, default, products);
        DirectConvolution.MultiplyTransposed(shape, weight, y, images);
        Assert.Equal(9 * 4, products.Count(float.IsNaN));
        Assert.Equal(4 * 4, images.Count(value => !float.IsFinite(value)));
    }

    [Fact]
    public void ASpanThatIsTooShortIsRefused()
    {
        var shape = new ConvolutionShape(2, 1, 4, 9, new(40, 3, 1, 1, 1, 40), new(40, 3, 1, 1, 1, 40));
        var (weight, x, y) = Inputs(shape, 1);
        Assert.StartsWith("weight.", Assert.Throws<ArgumentOutOfRangeException>(() => DirectConvolution.Multiply(shape, weight[1..], x, default, y)).ParamName);
        Assert.StartsWith("x.", Assert.Throws<ArgumentOutOfRangeException>(() => DirectConvolution.MultiplyTransposed(shape, weight, y, x[1..])).ParamName);
        Assert.StartsWith("y.", Assert.Throws<ArgumentOutOfRangeException>(() => DirectConvolution.Correlate(shape, x, y[1..], weight)).ParamName);
    }

    private static ConvolutionShape Draw(Random random, int channels, int size)
    {
        return new(random.Next(1, 4), random.Next(1, 3), random.Next(1, channels + 1), random.Next(1, 20), Along(), Along());

        SlidingWindows Along()
        {
            int length = random.Next(1, 5), stride = random.Next(1, 4), dilation = random.Next(1, 4), extent = ((length - 1) * dilation) + 1;
            int before = random.Next(0, extent), after = random.Next(0, extent), all = random.Next(extent, extent + size);
            return new(Math.Max(1, all - before - after), length, stride, before, dilation, ((all - extent) / stride) + 1);
        }
    }

    private static (float[] Weight, float[] X, float[] Y) Inputs(ConvolutionShape s, int seed) => (
        Numbers.Normal(seed, s.Groups * s.Outer * s.Depth), Numbers.Normal(seed + 1, s.Products * s.Inner * s.Plane),
        Numbers.Normal(seed + 2, s.Products * s.Outer * s.Windows));

    private static void Check((Product Products, Product Images, Product Weights) kernels, ConvolutionShape s, int seed)
    {
        var (weight, x, y) = Inputs(s, seed);
        (double Sum, double Size)[] products = new (double, double)[y.Length], images = new (double, double)[x.Length], weights = new (double, double)[weight.Length];
        for (int at = 0; at < y.Length; at++)
        {
            int column = at % s.Columns.Count, row = at / s.Columns.Count % s.Rows.Count, outer = at / s.Windows % s.Outer, product = at / s.Windows / s.Outer;
            for (int l = 0; l < s.Depth; l++)
            {
                int inner = l / s.Elements, down = (row * s.Rows.Stride) - s.Rows.Before + (l % s.Elements / s.Columns.Length * s.Rows.Dilation);
                int across = (column * s.Columns.Stride) - s.Columns.Before + (l % s.Columns.Length * s.Columns.Dilation);
                if (down < 0 || across < 0 || down >= s.Rows.Size || across >= s.Columns.Size)
                    continue;
                int i = (((((product * s.Inner) + inner) * s.Rows.Size) + down) * s.Columns.Size) + across;
                int j = (((product % s.Groups * s.Outer) + outer) * s.Depth) + l;
                Add(ref products[at], (double)x[i] * weight[j]);
                Add(ref images[i], (double)y[at] * weight[j]);
                Add(ref weights[j], (double)y[at] * x[i]);
            }
        }
        Near(kernels.Products, weight, x, products, s.Depth);
        Near(kernels.Images, weight, y, images, s.Outer * s.Elements);
        Near(kernels.Weights, x, y, weights, s.Windows);

        static void Add(ref (double Sum, double Size) to, double term) => to = (to.Sum + term, to.Size + Math.Abs(term));

        void Near(Product kernel, float[] first, float[] second, (double Sum, double Size)[] expected, int terms)
        {
            const float guard = 123.5f;
            float[] actual = new float[expected.Length + 2];
            Array.Fill(actual, guard);
            fixed (float* pf = first, ps = second, pa = actual)
                kernel(s, pf, ps, pa + 1);
            Assert.Equal((guard, guard), (actual[0], actual[^1]));
            double bound = Math.Min(terms, BlockedGemm.Depth) + (terms / BlockedGemm.Depth) + 1e-3;
            for (int i = 0; i < expected.Length; i++)
            {
                double error = Math.Abs(actual[i + 1] - expected[i].Sum) * (1 << 24);
                if (!(error <= (bound * expected[i].Size) + Math.Abs(expected[i].Sum)))
                    Assert.Fail($"{s} at {i}: {actual[i + 1]:G9} for {expected[i].Sum:G9}");
            }
        }
    }

    private static Dictionary<string, (Product Products, Product Images, Product Weights)> Widths()
    {
        var widths = new Dictionary<string, (Product, Product, Product)> { ["128"] = Of<GemmVector128, Vector128<float>>() };
        if (Vector256.IsHardwareAccelerated)
            widths["256"] = Of<GemmVector256, Vector256<float>>();
        if (Vector512.IsHardwareAccelerated)
            widths["512"] = Of<GemmVector512, Vector512<float>>();
        return widths;

        static (Product, Product, Product) Of<TOps, TVector>()
            where TOps : struct, IGemmVector<TVector>
            where TVector : struct =>
            ((shape, weight, x, y) => WindowProducts<TOps, TVector>.Run(shape, weight, x, null, y), ImageSums<TOps, TVector>.Run, WeightSums<TOps, TVector>.Run);
    }
}
