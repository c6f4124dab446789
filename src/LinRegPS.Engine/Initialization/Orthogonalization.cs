namespace LinRegPS.Initialization;

/// <summary>
/// The Q of a matrix's QR factorisation whose R has a positive diagonal, of which there is one: what torch.nn.init makes of
/// LAPACK's by its signs.
/// </summary>
internal static class Orthogonalization
{
    /// <summary>Makes the rows of a matrix orthogonal, or the columns where there are more rows, and of a length.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="length">The length of each.</param>
    public static void Run(Span<float> matrix, int rows, int columns, float length)
    {
        bool byColumn = rows >= columns;
        var (count, size) = byColumn ? (columns, rows) : (rows, columns);
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = new double[size];
            for (int j = 0; j < size; j++)
                vector[j] = matrix[byColumn ? (j * columns) + i : (i * columns) + j];
            // Gram and Schmidt, twice: what one pass leaves by rounding the second takes.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                    Subtract(vector, vectors[k], Dot(vector, vectors[k]));
            }
            double norm = Math.Sqrt(Dot(vector, vector));
            for (int j = 0; j < size; j++)
                vector[j] /= norm;
            vectors[i] = vector;
            for (int j = 0; j < size; j++)
                matrix[byColumn ? (j * columns) + i : (i * columns) + j] = (float)vector[j] * length;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Subtract(double[] from, double[] what, double factor)
    {
        for (int i = 0; i < from.Length; i++)
            from[i] -= factor * what[i];
    }
}
