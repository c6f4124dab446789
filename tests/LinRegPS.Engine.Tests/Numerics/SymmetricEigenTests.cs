using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void EigenvaluesAreNumPys()
    {
        // numpy.linalg.eigvalsh
        double[] expected = [6.844621107234965, 2.2685314064312423, 1.0843644637732175, -2.1975169774394248];
        var eigen = SymmetricEigen.Decompose(new double[,] { { 4, 1, -2, 2 }, { 1, 2, 0, 1 }, { -2, 0, 3, -2 }, { 2, 1, -2, -1 } });
        Assert.All(expected.Zip(eigen.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(120)]
    public void VectorsAreOrthonormalAndMakeTheMatrixAgain(int n)
    {
        var random = new Random(n);
        var a = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                a[i, j] = a[j, i] = random.NextDouble() - 0.5;
        }
        var eigen = SymmetricEigen.Decompose(a);
        double size = eigen.Values.Max(Math.Abs);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double again = 0, dot = 0;
                for (int k = 0; k < n; k++)
                {
                    again += eigen.Vectors[i, k] * eigen.Values[k] * eigen.Vectors[j, k];
                    dot += eigen.Vectors[k, i] * eigen.Vectors[k, j];
                }
                Assert.Equal(a[i, j], again, 1e-14 * n * size);
                Assert.Equal(i == j ? 1 : 0, dot, 1e-14 * n);
            }
        }
        Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
    }

    [Fact]
    public void SolvesForTheShortestOfManySolutions()
    {
        // x + y = 3, twice.
        var eigen = SymmetricEigen.Decompose(new double[,] { { 1, 1 }, { 1, 1 } });
        Assert.All(eigen.Solve([3, 3]), x => Assert.Equal(1.5, x, 1e-14));
        Assert.False(eigen.IsPositive(1));
    }

    [Fact]
    public void ZerosHaveZeros()
    {
        var eigen = SymmetricEigen.Decompose(new double[3, 3]);
        Assert.Equal([0, 0, 0], eigen.Values);
        Assert.Equal([0, 0, 0], eigen.Solve([1, 2, 3]));
    }
}
