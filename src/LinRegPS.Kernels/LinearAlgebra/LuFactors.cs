using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra;

/// <summary>A square matrix as a lower times an upper triangle, in float64, its rows in the order of the greatest pivots: for small ones.</summary>
internal sealed class LuFactors
{
    // Both triangles in one; the lower one's diagonal is 1.
    private readonly double[] _lu;
    private readonly int[] _order;
    private readonly int _size;

    /// <summary>Takes a matrix of n rows apart, or its transpose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LuFactors(ReadOnlySpan<float> matrix, int n, bool transposed)
    {
        (_lu, _order, _size) = (new double[n * n], [.. Enumerable.Range(0, n)], n);
        for (int i = 0; i < n * n; i++)
            _lu[transposed ? (i % n * n) + (i / n) : i] = matrix[i];
        var pace = default(Pace);
        for (int k = 0; k < n; k++)
        {
            pace.Step((long)(n - k) * (n - k));
            Exchange(k);
            double pivot = _lu[(k * n) + k];
            Determinant *= pivot;
            LogSize += Math.Log(Math.Abs(pivot));
            Sign *= double.IsNaN(pivot) ? float.NaN : Math.Sign(pivot);
            if (pivot == 0)
            {
                IsSingular = true;
                return;
            }
            var upper = _lu.AsSpan((k * n) + k + 1, n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                double factor = _lu[(i * n) + k] /= pivot;
                Subtract(_lu.AsSpan((i * n) + k + 1, n - k - 1), upper, factor);
            }
        }
    }

    /// <summary>The product of the pivots, with the sign of their order.</summary>
    public double Determinant { get; private set; } = 1;

    /// <summary>The sign of the determinant, 1, -1 or 0; NaN where that is.</summary>
    public float Sign { get; private set; } = 1;

    /// <summary>The logarithm of the determinant's size, which may be beyond any number.</summary>
    public double LogSize { get; private set; }

    /// <summary>Whether a pivot is 0: then there is no solution, or more than one.</summary>
    public bool IsSingular { get; }

    /// <summary>What the matrix times it gives b, [n, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Solve(ReadOnlySpan<float> b, int columns)
    {
        int n = _size;
        double[] x = new double[n * columns];
        for (int i = 0; i < x.Length; i++)
            x[i] = b[(_order[i / columns] * columns) + (i % columns)];
        var pace = default(Pace);
        for (int i = 0; i < n; i++)
        {
            pace.Step((long)i * columns);
            for (int k = 0; k < i; k++)
                Subtract(Row(i), Row(k), _lu[(i * n) + k]);
        }
        for (int i = n - 1; i >= 0; i--)
        {
            pace.Step((long)(n - i) * columns);
            for (int k = i + 1; k < n; k++)
                Subtract(Row(i), Row(k), _lu[(i * n) + k]);
            foreach (ref double element in Row(i))
                element /= _lu[(i * n) + i];
        }
        return x;

        Span<double> Row(int i) => x.AsSpan(i * columns, columns);
    }

    private void Exchange(int k)
    {
        int n = _size, best = k;
        for (int i = k + 1; i < n; i++)
            best = Math.Abs(_lu[(i * n) + k]) > Math.Abs(_lu[(best * n) + k]) ? i : best;
        if (best == k)
            return;
        (Determinant, Sign) = (-Determinant, -Sign);
        (_order[k], _order[best]) = (_order[best], _order[k]);
        for (int j = 0; j < n; j++)
            (_lu[(k * n) + j], _lu[(best * n) + j]) = (_lu[(best * n) + j], _lu[(k * n) + j]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] -= factor * y[i];
    }
}
