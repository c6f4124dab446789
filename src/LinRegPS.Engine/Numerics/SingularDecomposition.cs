using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Numerics;

/// <summary>A matrix as U diag(S) Vᵀ in float64, by one-sided Jacobi rotations: small, and exact for small singular values too.</summary>
/// <param name="U">[m,k] with orthogonal columns, k the smaller of m and n.</param>
/// <param name="S">[1,k], the largest first.</param>
/// <param name="V">[n,k] with orthogonal columns.</param>
internal sealed record SingularDecomposition(Matrix64 U, Matrix64 S, Matrix64 V)
{
    private const int MaxSweeps = 60;

    /// <summary>How many singular values are above a share of the greatest.</summary>
    public int Rank(double share)
    {
        int rank = 0;
        while (rank < S.Columns && S[0, rank] > share * S[0, 0])
            rank++;
        return rank;
    }

    /// <summary>The matrix turned, with the parts of the singular values above a share of the greatest inverted.</summary>
    public Matrix64 PseudoInverse(double share)
    {
        int rank = Rank(share);
        var scaled = Matrix64.Filled(V.Rows, rank, (i, j) => V[i, j] / S[0, j]);
        return scaled * Matrix64.Filled(rank, U.Rows, (i, j) => U[j, i]);
    }

    /// <summary>Takes a matrix apart, which is left as it is.</summary>
    public static SingularDecomposition Decompose(Matrix64 a)
    {
        if (a.Rows < a.Columns)
        {
            var (v, s, u) = Decompose(a.Turned);
            return new(u, s, v);
        }
        // Rows are columns of the matrix, so that each lies together.
        int m = a.Rows, n = a.Columns;
        Matrix64 columns = a.Turned, turns = Matrix64.Filled(n, n, (i, j) => i == j ? 1 : 0);
        for (int sweep = 0; sweep < MaxSweeps && Sweep(columns, turns); sweep++)
        {
        }
        double[] lengths = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(Float64Vectors.Dot(columns.Row(i), columns.Row(i))))];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => lengths[i])];
        var left = new Matrix64(n, m);
        for (int i = 0; i < n; i++)
        {
            if (lengths[order[i]] > 0)
                Float64Vectors.AddScaled(1 / lengths[order[i]], columns.Row(order[i]), left.Row(i));
            else
                Complete(left, i);
        }
        return new(left.Turned, Matrix64.Filled(1, n, (_, j) => lengths[order[j]]), Matrix64.Filled(n, n, (i, j) => turns[order[j], i]));
    }

    // One rotation for each pair of columns; false when all are orthogonal.
    private static bool Sweep(Matrix64 columns, Matrix64 turns)
    {
        bool rotated = false;
        double small = Math.Pow(2, -52) * Math.Max(8, columns.Columns);
        for (int p = 0; p < columns.Rows - 1; p++)
        {
            Interruption.CheckLong();
            for (int q = p + 1; q < columns.Rows; q++)
            {
                double first = Float64Vectors.Dot(columns.Row(p), columns.Row(p)), second = Float64Vectors.Dot(columns.Row(q), columns.Row(q)), both = Float64Vectors.Dot(columns.Row(p), columns.Row(q));
                if (!(Math.Abs(both) > small * Math.Sqrt(first) * Math.Sqrt(second)))
                    continue;
                rotated = true;
                double zeta = (second - first) / (2 * both), size = Math.Abs(zeta);
                double t = Math.CopySign(1 / (size + Math.Sqrt(1 + (size * size))), zeta), c = 1 / Math.Sqrt(1 + (t * t));
                Float64Vectors.Rotate(columns.Row(p), columns.Row(q), c, c * t);
                Float64Vectors.Rotate(turns.Row(p), turns.Row(q), c, c * t);
            }
        }
        return rotated;
    }

    // A row of length 1 that is orthogonal to those before: what they leave of the unit vector that they leave most of.
    private static void Complete(Matrix64 rows, int index)
    {
        double[] best = [];
        for (int axis = 0; axis < rows.Columns; axis++)
        {
            double[] rest = new double[rows.Columns];
            rest[axis] = 1;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < index; i++)
                    Float64Vectors.AddScaled(-Float64Vectors.Dot(rows.Row(i), rest), rows.Row(i), rest);
            }
            if (best.Length == 0 || Float64Vectors.Dot(rest, rest) > Float64Vectors.Dot(best, best))
                best = rest;
        }
        Float64Vectors.AddScaled(1 / Math.Sqrt(Float64Vectors.Dot(best, best)), best, rows.Row(index));
    }
}
