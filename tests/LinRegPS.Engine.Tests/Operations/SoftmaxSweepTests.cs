using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

// Softmax and its kin for rows of every length: gradients are differences of nearly equal terms, and still right to 2 ulp.
public class SoftmaxSweepTests
{
    private const double Bound = 2;

    public static TheoryData<int> Lengths { get; } = [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ValuesAndGradientsAreThoseOfFloat64(int length)
    {
        const int rows = 6;
        float[] x = Numbers.Normal(length, rows * length), weights = Numbers.Normal(length + 100, rows * length);
        // One row far apart, one of equals, and one whose gradients are nearly alike.
        for (int i = 0; i < length; i++)
        {
            x[i] *= 20;
            x[length + i] = 0.75f;
            weights[(2 * length) + i] = 1 + (weights[(2 * length) + i] / 4096);
        }
        Check("softmax", t => t.Softmax(-1), Exact(x, weights, length, (p, _, g, row) => (p, p * (g - row.Product))));
        Check("log_softmax", t => t.LogSoftmax(-1), Exact(x, weights, length, (p, log, g, row) => (log, g - (p * row.Gradient))));

        var input = Tensor.From(x, rows, length).RequiresGrad_();
        var sums = input.LogSumExp(1);
        sums.Backward(Tensor.From(weights[..rows]));
        var exact = Exact(x, weights, length, (p, _, _, row) => (row.LogSum, p));
        for (int i = 0; i < x.Length; i++)
        {
            AssertClose("logsumexp", sums.ToArray()[i / length], exact[i].Value);
            AssertClose("gradient of logsumexp", input.Grad!.ToArray()[i], exact[i].Gradient * weights[i / length]);
        }

        void Check(string name, Func<Tensor, Tensor> function, (double Value, double Gradient)[] expected)
        {
            var leaf = Tensor.From(x, rows, 1, length).RequiresGrad_();
            var y = function(leaf);
            y.Backward(Tensor.From(weights, rows, 1, length));
            for (int i = 0; i < x.Length; i++)
            {
                AssertClose(name, y.ToArray()[i], expected[i].Value);
                AssertClose("gradient of " + name, leaf.Grad!.ToArray()[i], expected[i].Gradient);
            }
        }
    }

    private static (double Value, double Gradient)[] Exact(
        float[] x, float[] weights, int length, Func<double, double, double, Row, (double Value, double Gradient)> of)
    {
        var results = new (double Value, double Gradient)[x.Length];
        for (int start = 0; start < x.Length; start += length)
        {
            double most = x.AsSpan(start, length).ToArray().Max();
            double[] powers = [.. x.AsSpan(start, length).ToArray().Select(v => Math.Exp(v - most))];
            double[] g = [.. weights.AsSpan(start, length).ToArray().Select(w => (double)w)];
            double sum = powers.Sum(), log = Math.Log(sum);
            var row = new Row(powers.Zip(g, (p, w) => p / sum * w).Sum(), g.Sum(), most + log);
            for (int i = 0; i < length; i++)
                results[start + i] = of(powers[i] / sum, x[start + i] - most - log, g[i], row);
        }
        return results;
    }

    // Float64's own error is what is left of terms of about 1.
    private static void AssertClose(string what, float actual, double expected) => Assert.True(
        Ulps.Error(actual, expected) <= Bound || Math.Abs(actual - expected) < 1e-14, $"{what} is {actual:G9}; float64 has {expected:G17}.");

    private readonly record struct Row(double Product, double Gradient, double LogSum);
}
