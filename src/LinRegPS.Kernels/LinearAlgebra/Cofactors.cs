using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra;

/// <summary>
/// The derivative of a determinant by each element, its cofactor, in float64; singular matrices have them too. Rows and columns are both
/// exchanged for the greatest pivots, so that the last alone may be 0: by that nothing is divided.
/// </summary>
internal sealed class Cofactors
{
    private readonly double[] _lu;
    private readonly int[] _rows, _columns;
    private readonly int _size;
    private double _sign = 1;

    private Cofactors(ReadOnlySpan<float> matrix, int n)
    {
        (_lu, _rows, _columns, _size) = (new double[n * n], [.. Enumerable.Range(0, n)], [.. Enumerable.Range(0, n)], n);
        for (int i = 0; i < n * n; i++)
            _lu[i] = matrix[i];
    }

    /// <summary>Factor times the cofactors of a square matrix of n rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find(ReadOnlySpan<float> matrix, int n, double factor, Span<float> cofactors)
    {
        var all = new Cofactors(matrix, n);
        cofactors.Clear();
        if (!all.Eliminate())
            return;
        double[] adjugate = all.Solve();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                cofactors[(all._rows[j] * n) + all._columns[i]] = (float)(factor * all._sign * adjugate[(i * n) + j]);
        }
    }

    // False where two pivots are 0, and so all cofactors.
    private bool Eliminate()
    {
        int n = _size;
        var pace = default(Pace);
        for (int k = 0; k < n; k++)
        {
            pace.Step((long)(n - k) * (n - k) * 2);
            Exchange(k);
            double pivot = _lu[(k * n) + k];
            if (k == n - 1)
                break;
            if (pivot == 0)
                return false;
            for (int i = k + 1; i < n; i++)
            {
                double factor = _lu[(i * n) + k] /= pivot;
                for (int j = k + 1; j < n; j++)
                    _lu[(i * n) + j] -= factor * _lu[(k * n) + j];
            }
        }
        return true;
    }

    // The adjugate of the upper triangle times the inverse of the lower: its last row is the product of all pivots but the last times that of
    // the inverse; the rows above follow from the bottom up.
    private double[] Solve()
    {
        int n = _size, last = n - 1;
        double[] x = new double[n * n];
        double others = 1;
        var pace = default(Pace);
        for (int i = 0; i < n; i++)
        {
            pace.Step((long)i * i);
            others *= i < last ? _lu[(i * n) + i] : 1;
            x[(i * n) + i] = 1;
            for (int k = 0; k < i; k++)
            {
                for (int j = 0; j <= k; j++)
                    x[(i * n) + j] -= _lu[(i * n) + k] * x[(k * n) + j];
            }
        }
        for (int i = last; i >= 0; i--)
        {
            pace.Step((long)(n - i) * n);
            for (int j = 0; j < n; j++)
            {
                double element = others * x[(i * n) + j] * (i < last ? _lu[^1] : 1);
                for (int k = i + 1; k < n; k++)
                    element -= _lu[(i * n) + k] * x[(k * n) + j];
                x[(i * n) + j] = i < last ? element / _lu[(i * n) + i] : element;
            }
        }
        return x;
    }

    private void Exchange(int k)
    {
        int n = _size, row = k, column = k;
        for (int i = k; i < n; i++)
        {
            for (int j = k; j < n; j++)
            {
                if (Math.Abs(_lu[(i * n) + j]) > Math.Abs(_lu[(row * n) + column]))
                    (row, column) = (i, j);
            }
        }
        if (row != k)
        {
            _sign = -_sign;
            (_rows[k], _rows[row]) = (_rows[row], _rows[k]);
            for (int j = 0; j < n; j++)
                (_lu[(k * n) + j], _lu[(row * n) + j]) = (_lu[(row * n) + j], _lu[(k * n) + j]);
        }
        if (column != k)
        {
            _sign = -_sign;
            (_columns[k], _columns[column]) = (_columns[column], _columns[k]);
            for (int i = 0; i < n; i++)
                (_lu[(i * n) + k], _lu[(i * n) + column]) = (_lu[(i * n) + column], _lu[(i * n) + k]);
        }
    }
}
