using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>Singular values by one-sided Jacobi rotations (Hestenes 1958), which finds small ones to full relative accuracy.</summary>
internal static class SingularValues
{
    private const int MostSweeps = 60;

    /// <summary>The ratio of the largest to the smallest of a square matrix.</summary>
    /// <param name="vectors">Its rows or its columns, whichever are of different sizes. Overwritten.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static double Condition(double[][] vectors, CancellationToken cancellation = default)
    {
        for (int sweep = 0; sweep < MostSweeps && Sweep(vectors, cancellation); sweep++)
        {
        }
        double[] values = Array.ConvertAll(vectors, vector => Math.Sqrt(Float64Vectors.Dot(vector, vector)));
        return values.Max() / values.Min();
    }

    // Makes each pair of vectors orthogonal; whether any was not.
    private static bool Sweep(double[][] vectors, CancellationToken cancellation)
    {
        bool any = false;
        double[] squares = Array.ConvertAll(vectors, vector => Float64Vectors.Dot(vector, vector));
        for (int a = 0; a < vectors.Length; a++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int b = a + 1; b < vectors.Length; b++)
            {
                double product = Float64Vectors.Dot(vectors[a], vectors[b]);
                if (Math.Abs(product) <= 1e-15 * Math.Sqrt(squares[a] * squares[b]))
                    continue;
                any = true;
                double zeta = (squares[b] - squares[a]) / (2 * product);
                double t = Math.CopySign(1 / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta)), zeta);
                double c = 1 / Math.Sqrt(1 + t * t);
                Float64Vectors.Rotate(vectors[a], vectors[b], c, c * t);
                squares[a] = Float64Vectors.Dot(vectors[a], vectors[a]);
                squares[b] = Float64Vectors.Dot(vectors[b], vectors[b]);
            }
        }
        return any;
    }
}
