using LinRegPS.Kernels.Threading;

namespace LinRegPS.Numerics;

/// <summary>Matrices in float64 as products of simpler ones.</summary>
internal static class Factorizations
{
    /// <summary>The lower triangle times whose transpose a symmetric matrix is, of which the lower half is read; null where it is not positive definite.</summary>
    public static Matrix64? Cholesky(Matrix64 a)
    {
        int n = a.Rows;
        var lower = new Matrix64(n, n);
        for (int i = 0; i < n; i++)
        {
            Interruption.CheckLong();
            for (int j = 0; j <= i; j++)
            {
                double rest = a[i, j];
                for (int k = 0; k < j; k++)
                    rest -= lower[i, k] * lower[j, k];
                if (i == j && !(rest > 0 && double.IsFinite(rest)))
                    return null;
                lower[i, j] = i == j ? Math.Sqrt(rest) : rest / lower[j, j];
            }
        }
        return lower;
    }

    /// <summary>Orthogonal columns times an upper triangle, of a matrix with no more columns than rows: by Householder's reflections, with LAPACK's signs.</summary>
    public static (Matrix64 Q, Matrix64 R) Qr(Matrix64 a)
    {
        int m = a.Rows, n = a.Columns;
        var r = new Matrix64(m, n, (double[])a.All.Clone());
        double[] scales = new double[n];
        for (int k = 0; k < n; k++)
        {
            Interruption.CheckLong();
            double below = 0;
            for (int i = k + 1; i < m; i++)
                below += r[i, k] * r[i, k];
            // A column that is 0 below its diagonal stays, whatever the sign.
            if (below == 0)
                continue;
            double first = r[k, k], length = -Math.CopySign(Math.Sqrt((first * first) + below), first);
            scales[k] = (length - first) / length;
            for (int i = k + 1; i < m; i++)
                r[i, k] /= first - length;
            r[k, k] = length;
            for (int j = k + 1; j < n; j++)
                Reflect(r, r, k, j, scales[k]);
        }
        var q = Matrix64.Filled(m, n, (i, j) => i == j ? 1 : 0);
        for (int k = n - 1; k >= 0; k--)
        {
            Interruption.CheckLong();
            for (int j = k; j < n; j++)
                Reflect(r, q, k, j, scales[k]);
        }
        return (q, Matrix64.Filled(n, n, (i, j) => i <= j ? r[i, j] : 0));
    }

    /// <summary>Eigenvalues of a symmetric matrix, of which the lower half is read, the smallest first as a row, and their vectors as columns.</summary>
    public static (Matrix64 Values, Matrix64 Vectors) Eigen(Matrix64 a)
    {
        int n = a.Rows;
        double[,] whole = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                whole[i, j] = whole[j, i] = a[i, j];
        }
        var eigen = SymmetricEigen.Decompose(whole);
        return (Matrix64.Filled(1, n, (_, j) => eigen.Values[n - 1 - j]), Matrix64.Filled(n, n, (i, j) => eigen.Vectors[i, n - 1 - j]));
    }

    // What reflection k, whose vector stands below the diagonal of the one, makes of a column of the other.
    private static void Reflect(Matrix64 reflections, Matrix64 x, int k, int column, double scale)
    {
        double part = x[k, column];
        for (int i = k + 1; i < x.Rows; i++)
            part += reflections[i, k] * x[i, column];
        part *= scale;
        x[k, column] -= part;
        for (int i = k + 1; i < x.Rows; i++)
            x[i, column] -= part * reflections[i, k];
    }
}
