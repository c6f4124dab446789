using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Fused;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Kernels.Losses;
using LinRegPS.Kernels.Normalization;
using LinRegPS.Kernels.Optimizers;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>No kernel touches what lies before or behind its operands: no value would show it.</summary>
[Collection(nameof(Workers))]
public class MemoryBoundsTests
{
    private delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64);

    public MemoryBoundsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "mmap's flags are those of Linux.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SmallProducts(bool float64)
    {
        int[] sizes = [1, 3, 4, 7, 8, 15, 17, 33];
        foreach (int m in sizes)
            foreach (int n in sizes)
                foreach (int k in sizes)
                    Products(m, n, k, float64);
    }

    [Theory]
    [InlineData(50, 50, 41)]
    [InlineData(13, 37, 300)]
    [InlineData(70, 35, 515)]
    [InlineData(515, 70, 19)]
    [InlineData(3, 2051, 19)]
    [InlineData(127, 129, 300)]
    [InlineData(100_003, 1, 1)]
    [InlineData(14_291, 1, 7)]
    [InlineData(12_501, 1, 8)]
    [InlineData(11_119, 1, 9)]
    [InlineData(6_673, 1, 15)]
    [InlineData(6_250, 1, 16)]
    [InlineData(5_891, 1, 17)]
    [InlineData(3_041, 1, 33)]
    [InlineData(1_025, 1, 101)]
    [InlineData(301, 1, 500)]
    [InlineData(7, 1, 14_300)]
    // The last eight rows end where the operand does.
    [InlineData(6_672, 1, 15)]
    [InlineData(11_120, 1, 9)]
    [InlineData(5_888, 1, 17)]
    public void LargeProducts(int m, int n, int k)
    {
        Products(m, n, k, float64: false);
        Products(n, m, k, float64: false);
        Products(n, k, m, float64: false);
        Products(k, n, m, float64: false);
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(100, 7)]
    [InlineData(100_001, 1)]
    [InlineData(33_335, 3)]
    [InlineData(12_504, 9)]
    [InlineData(5_891, 17)]
    [InlineData(301, 500)]
    public void TheFusedRegression(int rows, int columns)
    {
        float[] x = Numbers.Normal(1, rows * columns), y = Numbers.Normal(2, rows), w = Numbers.Normal(3, columns);
        Placement.AssertTouchesItsOperandsOnly(place =>
        {
            Span<float> dw = place.Of(new float[columns]), db = place.Of(new float[1]);
            float loss = new FusedLinearRegression(columns).Run(
                place.Of(x), place.Of(y), new RowPrefetcher(place.Of(x)), place.Of(w), place.Of([0.5f]), 1, dw, db);
            return [loss, .. dw, .. db];
        });
    }

    [Fact]
    public void Sums()
    {
        foreach (int length in Enumerable.Range(0, 70).Concat([2047, 2049, 70_001, 140_001]))
        {
            float[] x = Numbers.Normal(1, length), y = Numbers.Normal(2, length);
            Placement.AssertTouchesItsOperandsOnly(place =>
                [
                    Summation.Sum(place.Of(x)), Summation.Dot(place.Of(x), place.Of(y)), Summation.SquaredError(place.Of(x), place.Of(y)),
                    Finite.All(place.Of(x)) ? 1 : 0,
                ]);
        }
    }

    [Fact]
    public void SumsAndExtremesOfTheMiddleDimension()
    {
        var shapes =
            from outer in new[] { 1, 3 } from count in new[] { 1, 2, 15, 16, 17, 100 } from inner in Enumerable.Range(1, 35).Append(519) select (outer, count, inner);
        foreach (var (outer, count, inner) in shapes)
        {
            float[] x = Numbers.Normal(1, outer * count * inner);
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                Span<float> sums = place.Of(new float[outer * inner]), greatest = place.Of(new float[outer * inner]);
                Summation.SumMiddle(place.Of(x), outer, count, inner, sums);
                ArgMinMax.IndexMiddle(place.Of(x), outer, count, inner, greatest: true, greatest, place.Of(new long[outer * inner]));
                return [.. sums, .. greatest];
            });
        }
    }

    [Fact]
    public void ElementByElement()
    {
        foreach (int length in Enumerable.Range(1, 70).Append(70_001))
        {
            float[] x = Numbers.Normal(1, length), y = Numbers.Normal(2, length);
            var adam = new AdamUpdate(0.9f, 0.1f, 0.999f, 0.001f, 1e-8f, 0.1f, 0.01f, 0.1f);
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                Span<float> difference = place.Of(new float[length]), root = place.Of(new float[length]), moved = place.Of(x), row = place.Of(new float[3 * length]);
                Elementwise.Forward(default(SquaredDifference), place.Of(x), place.Of(y), difference);
                Elementwise.Forward(default(SquaredDifference), place.Of(x), place.Of([2f]), root);
                new Broadcast([3, length], [0, 1], [length, 1]).Forward(default(SquaredDifference), place.Of(x), place.Of([.. y, .. y, .. y]), row);
                adam.Apply(moved, place.Of(y), place.Of(new float[length]), place.Of(new float[length]));
                SgdUpdate.Apply(moved, place.Of(y), 0.1f);
                return [.. difference, .. root, .. row, .. moved];
            });
        }
    }

    [Fact]
    public void OneNumberForEachRow()
    {
        for (int width = 1; width <= 40; width++)
        {
            const int rows = 3;
            float[] x = Numbers.Normal(1, rows * width), g = Numbers.Normal(2, rows);
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                Span<float> sums = Few(), variances = Few(), products = Few(), norms = Few(), extremes = Few(), cosines = Few();
                Span<float> dsums = New(), deviations = New(), others = New(), dnorms = New(), dextremes = New(), running = New(), back = New(), dcosines = New();
                RowSoftmax.LogSum(place.Of(x), width, sums);
                RowSoftmax.LogSumBackward(place.Of(g), place.Of(x), width, dsums);
                Moments.Variance(place.Of(x), width, width, true, variances);
                Moments.VarianceBackward(place.Of(g), place.Of(x), width, width, true, deviations);
                RowProducts.Product(place.Of(x), width, products);
                RowProducts.Others(place.Of(g), place.Of(x), width, others);
                RowNorms.Norm(place.Of(x), width, 3, norms);
                RowNorms.Backward(place.Of(g), place.Of(x), norms, width, 3, dnorms);
                RowNorms.Norm(place.Of(x), width, double.PositiveInfinity, extremes);
                RowNorms.ExtremeBackward(place.Of(g), place.Of(x), extremes, width, dextremes);
                RowCosines.Forward(place.Of(x), others, width, 1e-8, false, cosines);
                RowCosines.Backward(place.Of(g), place.Of(x), others, width, 1e-8, false, dcosines);
                Recurrences.Run(place.Of(x), place.Of(x), running, 1, rows, width, fromEnd: false);
                Recurrences.Run(place.Of(x), place.Of(x), back, rows, width, 1, fromEnd: true);
                return [.. sums, .. variances, .. products, .. norms, .. extremes, .. dsums, .. deviations, .. others, .. dnorms, .. dextremes, .. running, .. back, .. cosines, .. dcosines];

                Span<float> Few() => place.Of(new float[rows]);

                Span<float> New() => place.Of(new float[rows * width]);
            });
        }
    }

    [Fact]
    public void RowByRow()
    {
        for (int width = 1; width <= 40; width++)
        {
            const int rows = 3;
            int[] targets = [0, width - 1, width / 2];
            float[] x = Numbers.Normal(1, rows * width), g = Numbers.Normal(2, rows * width), w = Numbers.Normal(3, width);
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                Span<float> y = New(), rest = New(), dx = New(), log = New(), dlog = New(), normal = New(), dnormal = New(), dscores = New(), dw = place.Of(new float[width]), db = place.Of(new float[width]);
                RowSoftmax.Forward(place.Of(x), y, [], rows, width);
                RowSoftmax.Forward(place.Of(x), y, rest, rows, width);
                RowSoftmax.Backward(place.Of(g), y, rest, dx, rows, width);
                RowSoftmax.ForwardLog(place.Of(x), log, rows, width);
                RowSoftmax.BackwardLog(place.Of(g), place.Of(x), dlog, rows, width);
                Span<double> means = place.Of(new double[rows]), scales = place.Of(new double[rows]), sums = place.Of(new double[rows]);
                RowLayerNorm.Forward(place.Of(x), place.Of(w), place.Of(w), 1e-5, normal, means, scales);
                RowLayerNorm.Backward(place.Of(g), place.Of(x), place.Of(w), means, scales, dnormal, dw, db);
                Span<float> losses = place.Of(new float[rows]), greatest = place.Of(new float[rows]), gathered = New();
                SoftmaxCrossEntropy.Forward(place.Of(x), place.Of(targets), width, losses, greatest, sums);
                SoftmaxCrossEntropy.Backward(place.Of(x), place.Of(targets), width, greatest, sums, losses, dscores);
                RowGather.Gather(place.Of(x), width, place.Of([2, 0, 1]), rows, gathered);
                return [.. y, .. dx, .. log, .. dlog, .. normal, .. dnormal, .. dw, .. db, .. losses, .. dscores, .. gathered];

                Span<float> New() => place.Of(new float[rows * width]);
            });
        }
    }

    [Fact]
    public void LeastSquares()
    {
        foreach (var (rows, columns) in from rows in new[] { 1, 63, 129, 2100 } from columns in new[] { 1, 5, 7, 8, 9, 15, 16, 17, 33 } select (rows, columns))
        {
            float[] x = Numbers.Normal(1, rows * columns);
            double[] y = Doubles(2, rows), shift = Doubles(3, columns + 1), coefficients = Doubles(4, 2 * (columns + 1)), zero = new double[columns + 1];
            int size = (columns + 2) * (columns + 2);
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                Span<double> gram = place.Of(new double[size]), high = place.Of(new double[size]), low = place.Of(new double[size]);
                GramMatrix.Compute(place.Of(x), place.Of(y), rows, columns, place.Of(shift), gram);
                GramMatrix.ComputeCompensated(place.Of(x), place.Of(y), rows, columns, place.Of(zero), high, low);
                List<double> all = [.. gram, .. high, .. low];
                foreach (bool compensated in new[] { false, true })
                {
                    Span<double> residuals = place.Of(new double[2 * rows]), products = place.Of(new double[columns + 2]);
                    LinearResiduals.Compute(place.Of(x), place.Of(y), place.Of(coefficients), place.Of(shift), residuals, products, compensated);
                    all.AddRange([.. residuals, .. products]);
                }
                return [.. all.Select(v => (float)v)];
            });
        }

        static double[] Doubles(int seed, int count) => [.. Numbers.Normal(seed, count).Select(v => (double)v)];
    }

    private static void Products(int m, int n, int k, bool float64)
    {
        float[] a = Numbers.Normal(1, m * k), b = Numbers.Normal(2, k * n);
        foreach (Product multiply in new Product[]
            { MatrixProduct.Multiply, MatrixProduct.MultiplyRightTransposed, MatrixProduct.MultiplyLeftTransposed })
        {
            Placement.AssertTouchesItsOperandsOnly(place =>
            {
                var c = place.Of(new float[m * n]);
                multiply(place.Of(a), place.Of(b), c, m, n, k, float64);
                return c.ToArray();
            });
        }
    }
}
