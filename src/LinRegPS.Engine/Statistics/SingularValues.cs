namespace LinRegPS.Statistics;

/// <summary>Singular values by one-sided Jacobi rotations (Hestenes 1958), which finds small ones to full relative accuracy.</summary>
internal static class SingularValues
{
    private const int _mostSweeps = 60;

    /// <summary>The ratio of the largest to the smallest of a square matrix.</summary>
    /// <param name="vectors">Its rows or its columns, whichever are of different sizes. Overwritten.</param>
    public static double Condition(double[][] vectors)
    {
        for (int sweep = 0; sweep < _mostSweeps && Sweep(vectors); sweep++)
        {
        }
        double[] values = Array.ConvertAll(vectors, vector => Math.Sqrt(Dot(vector, vector)));
        return values.Max() / values.Min();
    }

    // Makes each pair of vectors orthogonal; whether any was not.
    private static bool Sweep(double[][] vectors)
    {
        bool any = false;
        for (int a = 0; a < vectors.Length; a++)
        {
            for (int b = a + 1; b < vectors.Length; b++)
            {
                double aa = Dot(vectors[a], vectors[a]), bb = Dot(vectors[b], vectors[b]), ab = Dot(vectors[a], vectors[b]);
                if (Math.Abs(ab) <= 1e-15 * Math.Sqrt(aa * bb))
                    continue;
                any = true;
                double zeta = (bb - aa) / (2 * ab);
                double t = Math.CopySign(1 / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta)), zeta);
                double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
                for (int i = 0; i < vectors[a].Length; i++)
                    (vectors[a][i], vectors[b][i]) = (c * vectors[a][i] - s * vectors[b][i], s * vectors[a][i] + c * vectors[b][i]);
            }
        }
        return any;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
