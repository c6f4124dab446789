using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

// What is left of columns beside those that were taken before, from the columns themselves.
internal sealed partial class GramSpectrum
{
    // Squared, of a column of norm 1: below the first the sums of products have half of their digits left; below the second double-double
    // has none of the columns either, whatever the columns before.
    private const double NearlyNothing = 1e-14, NothingOfColumns = 1e-33;

    // A tenth of a second; with more, the sums have to do.
    private const long MostProducts = 1L << 24;

    // A column in its own units, less its projection on the first k pivots.
    private static DoubleDouble[] Rest(double[,] design, double[] scales, DoubleDouble[][] lower, int[] pivot, int k, int column)
    {
        // What makes up the projection: L'c = the row of the column.
        var c = new DoubleDouble[k];
        for (int i = k - 1; i >= 0; i--)
        {
            c[i] = lower[column][i];
            for (int next = i + 1; next < k; next++)
                c[i] -= lower[pivot[next]][i] * c[next];
            c[i] /= lower[pivot[i]][i];
        }
        var rest = Column(design, scales, column);
        for (int row = 0; row < rest.Length; row++)
        {
            for (int i = 0; i < k; i++)
                rest[row] -= c[i] * (design[row, pivot[i]] * scales[pivot[i]]);
        }
        return rest;
    }

    private static DoubleDouble[] Column(double[,] design, double[] scales, int j)
    {
        var column = new DoubleDouble[design.GetLength(0)];
        for (int row = 0; row < column.Length; row++)
            column[row] = design[row, j] * scales[j];
        return column;
    }

    private static DoubleDouble Dot(DoubleDouble[] a, DoubleDouble[] b)
    {
        DoubleDouble sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
