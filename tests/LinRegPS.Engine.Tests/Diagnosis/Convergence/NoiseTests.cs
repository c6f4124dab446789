using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>How many roundings a prediction has, in which float32 loses a gradient.</summary>
public sealed class NoiseTests
{
    // A weight times 1 is not rounded, where all are 1; a column that is 1 in most rows is a feature.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(1.5, 3)]
    public void TheOnesOfABiasAreNotRounded(double last, int roundings)
    {
        double[,] design = { { 2, 1 }, { 3, 1 }, { 5, last } };
        double[] w = [0.3, 0.7], y = [1, 2, 2.5];
        var noise = new LeastSquaresProblem(design, 1, 1).GradientNoise(w, y);
        double[] variance = new double[2], sum = new double[2];
        for (int row = 0; row < 3; row++)
        {
            double prediction = (design[row, 0] * w[0]) + (design[row, 1] * w[1]), residual = prediction - y[row];
            for (int j = 0; j < 2; j++)
            {
                double weight = 2.0 / 3 * design[row, j], term = weight * residual;
                sum[j] += term;
                variance[j] += (weight * weight * ((roundings * Square(prediction)) + Square(residual))) + Square(term) + Square(sum[j]);
            }
        }
        for (int j = 0; j < 2; j++)
            Assert.Equal(Math.Sqrt(variance[j] / 12), noise[j], 1e-12 * noise[j]);
    }

    private static double Square(double value)
    {
        double ulp = Ulp.Size((float)value);
        return ulp * ulp;
    }
}
