using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Numerics;

public sealed class PowerIterationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FindsTheGreatestEigenvalueOfAPositiveMatrix(int seed)
    {
        double[,] matrix = Gram(6, seed);
        var power = Run(matrix, p => p.Rayleigh);
        var eigen = SymmetricEigen.Decompose(matrix);
        Assert.Equal(eigen.Values[0], power.Rayleigh, 1e-8 * eigen.Values[0]);
        Assert.Equal(eigen.Values[0], power.Length, 1e-6 * eigen.Values[0]);
        Assert.Equal(1, Math.Abs(PowerIteration.Dot(power.Vector, eigen.Vector(0))), 1e-6);
    }

    [Fact]
    public void TellsTheSignOfTheGreatestInSizeAndShiftedFindsTheLargest()
    {
        double[,] matrix = { { -5, 0, 0 }, { 0, 2, 0 }, { 0, 0, 1 } };
        Assert.Equal(-5, Run(matrix, p => p.Rayleigh).Rayleigh, 1e-8);
        Assert.Equal(5, Run(matrix, p => p.Length).Length, 1e-8);
        Assert.Equal(2, Run(matrix, p => p.Rayleigh, shift: 5).Rayleigh, 1e-8);
    }

    [Fact]
    public void EndsWhereThereIsNothingToFollow()
    {
        var flat = Run(new double[3, 3], p => p.Length);
        Assert.Equal((0, 0, 1), (flat.Rayleigh, flat.Length, flat.Products));
    }

    [Fact]
    public void EndsAtAProductThatIsNotFinite()
    {
        var lost = Run(new[,] { { double.NaN, 0 }, { 0, 1 } }, p => p.Length);
        Assert.False(double.IsFinite(lost.Length));
        Assert.Equal(1, lost.Products);
    }

    [Fact]
    public void TakesNoMoreProductsThanItMay()
    {
        // Two eigenvalues of the same size and different signs: it never settles.
        double[,] matrix = { { 0, 1 }, { 1, 0 } };
        var power = PowerIteration.Run(v => Times(matrix, v), [1, 0.5], 7, p => p.Rayleigh, _ => -1);
        Assert.Equal(7, power.Products);
    }

    private static PowerIteration Run(double[,] matrix, Func<PowerIteration, double> estimate, double shift = 0) => PowerIteration.Run(
        v => Times(matrix, v), [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => 1 + (0.1 * i))], 2000, estimate, _ => 1e-13, shift);

    private static double[] Times(double[,] matrix, double[] v) =>
        [.. Enumerable.Range(0, v.Length).Select(i => Enumerable.Range(0, v.Length).Sum(j => matrix[i, j] * v[j]))];

    private static double[,] Gram(int size, int seed)
    {
        var random = new Random(seed);
        double[,] a = new double[size, size], gram = new double[size, size];
        for (int i = 0; i < a.Length; i++)
            a[i / size, i % size] = random.NextDouble();
        for (int i = 0; i < gram.Length; i++)
            gram[i / size, i % size] = Enumerable.Range(0, size).Sum(k => a[k, i / size] * a[k, i % size]);
        return gram;
    }
}
