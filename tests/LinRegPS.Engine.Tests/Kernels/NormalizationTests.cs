using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Losses;
using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Engine.Tests.Kernels;

// Every width up to 33 and some larger ones, against the definition in float64.
public class NormalizationTests
{
    private static readonly (int Rows, int Width)[] s_shapes =
        [.. Enumerable.Range(1, 33).Select(width => (3, width)), (0, 4), (1, 1), (2000, 33), (3, 2500), (70_000, 2)];

    public static TheoryData<int, int> Shapes { get; } = [.. s_shapes];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SoftmaxAndItsLogarithm(int rows, int width)
    {
        float[] x = Numbers.Normal(1, rows * width), gradient = Numbers.Normal(2, rows * width);
        float[] y = new float[x.Length], rest = new float[x.Length], log = new float[x.Length], dx = new float[x.Length], dlog = new float[x.Length];
        RowSoftmax.Forward(x, y, [], rows, width);
        RowSoftmax.Forward(x, log, rest, rows, width);
        Assert.Equal(y, log);
        RowSoftmax.ForwardLog(x, log, rows, width);
        RowSoftmax.Backward(gradient, y, rest, dx, rows, width);
        RowSoftmax.BackwardLog(gradient, x, dlog, rows, width);
        for (int row = 0; row < rows; row++)
        {
            var at = new Range(row * width, (row + 1) * width);
            double[] p = Probabilities(x[at]);
            double all = gradient[at].Sum(g => (double)g), weighted = gradient[at].Zip(p, (g, q) => g * q).Sum();
            double size = gradient[at].Max(Math.Abs);
            for (int i = 0, k = row * width; i < width; i++, k++)
            {
                // The power is of a rounded difference, which below 8 is off by two spacings at most.
                AssertNear(p[i], y[k], 5 * p[i]);
                AssertNear(Math.Log(p[i]), log[k], Math.Max(1, -Math.Log(p[i])));
                AssertNear(p[i] * (gradient[k] - weighted), dx[k], 8 * p[i] * size);
                AssertNear(gradient[k] - (p[i] * all), dlog[k], 8 * (size + Math.Abs(p[i] * all)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void CrossEntropyAndItsGradient(int rows, int width)
    {
        float[] x = Numbers.Normal(1, rows * width), gradient = Numbers.Normal(2, rows);
        float[] losses = new float[rows], greatest = new float[rows], dx = new float[x.Length], shared = new float[x.Length];
        double[] sums = new double[rows];
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row * 7 % width)];
        SoftmaxCrossEntropy.Forward(x, targets, width, losses, greatest, sums);
        SoftmaxCrossEntropy.Backward(x, targets, width, greatest, sums, gradient, dx);
        SoftmaxCrossEntropy.Backward(x, targets, width, greatest, sums, [0.5f], shared);
        for (int row = 0; row < rows; row++)
        {
            double[] p = Probabilities(x[(row * width)..((row + 1) * width)]);
            AssertNear(-Math.Log(p[targets[row]]), losses[row], Math.Max(1, losses[row]));
            for (int i = 0, k = row * width; i < width; i++, k++)
            {
                double slope = p[i] - (i == targets[row] ? 1 : 0);
                // Rounded once, but for what cancels at the target, and that is known better than float32 shows.
                AssertNear(gradient[row] * slope, dx[k], Math.Abs(gradient[row]) * (Math.Abs(slope) + (p[i] / 256)));
                AssertNear(0.5 * slope, shared[k], 0.5 * (Math.Abs(slope) + (p[i] / 256)));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LayerNormAndItsGradients(bool weighted)
    {
        foreach (var (rows, width) in s_shapes)
        {
            float[] x = Numbers.Normal(1, rows * width), gradient = Numbers.Normal(2, rows * width);
            float[] weight = weighted ? Numbers.Normal(3, width) : [], bias = weighted ? Numbers.Normal(4, width) : [];
            float[] y = new float[x.Length], dx = new float[x.Length], dweight = new float[width], dbias = new float[width];
            dweight.AsSpan().Fill(float.NaN);
            dbias.AsSpan().Fill(float.NaN);
            double[] means = new double[rows], scales = new double[rows];
            RowLayerNorm.Forward(x, weight, bias, 1e-5, y, means, scales);
            RowLayerNorm.Backward(gradient, x, weight, means, scales, dx, dweight, dbias);
            var (products, sizes) = (new double[width], new double[width]);
            for (int row = 0; row < rows; row++)
            {
                double mean = Row(x).Average(), scale = 1 / Math.Sqrt(Row(x).Average(v => (v - mean) * (v - mean)) + 1e-5);
                double[] normal = [.. Row(x).Select(v => (v - mean) * scale)];
                double[] inner = [.. Row(gradient).Select((g, i) => weighted ? g * weight[i] : g)];
                double average = inner.Average(), normalAverage = inner.Zip(normal, (a, b) => a * b).Average();
                for (int i = 0, k = row * width; i < width; i++, k++)
                {
                    double value = weighted ? (normal[i] * weight[i]) + bias[i] : normal[i];
                    double slope = scale * (inner[i] - average - (normal[i] * normalAverage));
                    AssertNear(value, y[k], Math.Abs(value) + 1e-8);
                    AssertNear(slope, dx[k], Math.Abs(slope) + (1e-8 * scale));
                    products[i] += gradient[k] * normal[i];
                    sizes[i] += Math.Abs(gradient[k] * normal[i]);
                }

                IEnumerable<double> Row(float[] all) => all.Skip(row * width).Take(width).Select(v => (double)v);
            }
            for (int i = 0; i < width; i++)
            {
                double sum = Enumerable.Range(0, rows).Sum(row => (double)gradient[(row * width) + i]);
                // Rounded once, but for what float64 loses of the terms.
                AssertNear(products[i], dweight[i], Math.Abs(products[i]) + (1e-8 * (sizes[i] + 1)));
                AssertNear(sum, dbias[i], Math.Abs(sum) + 1e-8);
            }
            float[] alone = new float[x.Length], shared = new float[width];
            RowLayerNorm.Backward(gradient, x, weight, means, scales, alone, [], []);
            Expect.SameBits(dx, alone);
            RowLayerNorm.Backward(gradient, x, weight, means, scales, [], shared, []);
            Expect.SameBits(dweight, shared);
            RowLayerNorm.Backward(gradient, x, weight, means, scales, [], [], shared);
            Expect.SameBits(dbias, shared);
        }
    }

    private static double[] Probabilities(float[] x)
    {
        double[] powers = [.. x.Select(v => Math.Exp(v))];
        return [.. powers.Select(p => p / powers.Sum())];
    }

    // Within 2^-23, the relative spacing of float32, of a size.
    private static void AssertNear(double exact, float actual, double size) =>
        Assert.InRange(actual - exact, -size / (1 << 23), size / (1 << 23));
}
