using LinRegPS.Kernels.Threading;

namespace LinRegPS.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's cyclic rotations: slower than tridiagonal methods
/// for large matrices, but small, and as accurate as double allows.
/// </summary>
internal sealed class SymmetricEigen
{
    private const int MaxSweeps = 60;

    private SymmetricEigen(double[] values, double[,] vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues, the largest first.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors of length 1, one in each column.</summary>
    public double[,] Vectors { get; }

    /// <summary>One eigenvector.</summary>
    public double[] Vector(int index) => [.. Enumerable.Range(0, Values.Length).Select(i => Vectors[i, index])];

    /// <summary>Takes apart a symmetric matrix, which is left as it is.</summary>
    public static SymmetricEigen Decompose(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone(), v = new double[n, n];
        for (int i = 0; i < n; i++)
            v[i, i] = 1;
        for (int sweep = 0; sweep < MaxSweeps && Sweep(a, v, n); sweep++)
        {
        }
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        var sorted = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                sorted[i, j] = v[i, order[j]];
        }
        return new SymmetricEigen([.. order.Select(i => a[i, i])], sorted);
    }

    /// <summary>
    /// The solution of matrix * x = b of the least length; directions whose eigenvalue is below the rounding error of
    /// the largest count as absent.
    /// </summary>
    public double[] Solve(double[] b)
    {
        int n = Values.Length;
        double[] x = new double[n];
        for (int k = 0; k < n; k++)
        {
            if (!IsPositive(k))
                continue;
            double part = 0;
            for (int i = 0; i < n; i++)
                part += Vectors[i, k] * b[i];
            for (int i = 0; i < n; i++)
                x[i] += part / Values[k] * Vectors[i, k];
        }
        return x;
    }

    /// <summary>Whether an eigenvalue of a positive semidefinite matrix stands above the rounding errors of its making.</summary>
    public bool IsPositive(int index) => Values[index] > 4 * Values.Length * Math.Pow(2, -52) * Values[0];

    // One rotation for each pair; false when no element off the diagonal is left that matters.
    private static bool Sweep(double[,] a, double[,] v, int n)
    {
        bool rotated = false;
        for (int p = 0; p < n - 1; p++)
        {
            Interruption.CheckLong();
            for (int q = p + 1; q < n; q++)
            {
                // Beside a diagonal that it can't change in double, an element is as good as zero.
                double off = a[p, q];
                if (Math.Abs(off) <= Math.Pow(2, -54) * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])))
                {
                    continue;
                }
                rotated = true;
                double theta = (a[q, q] - a[p, p]) / (2 * off);
                double t = double.IsInfinity(theta * theta)
                    ? 0.5 / theta
                    : (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                double c = 1 / Math.Sqrt((t * t) + 1), s = t * c;
                a[p, p] -= t * off;
                a[q, q] += t * off;
                a[p, q] = a[q, p] = 0;
                for (int i = 0; i < n; i++)
                {
                    if (i != p && i != q)
                    {
                        (a[i, p], a[i, q]) = ((c * a[i, p]) - (s * a[i, q]), (s * a[i, p]) + (c * a[i, q]));
                        (a[p, i], a[q, i]) = (a[i, p], a[i, q]);
                    }
                    (v[i, p], v[i, q]) = ((c * v[i, p]) - (s * v[i, q]), (s * v[i, p]) + (c * v[i, q]));
                }
            }
        }
        return rotated;
    }
}
