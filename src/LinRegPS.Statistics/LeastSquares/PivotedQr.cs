using LinRegPS.Numerics;
namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// A P = Q R by Householder reflections; each step takes the column of which most is left (Businger and Golub 1965), so
/// that the diagonal of R falls and shows the rank.
/// </summary>
internal sealed class PivotedQr<T>
    where T : struct, IReal<T>
{
    // Column k holds R above its diagonal and the k-th reflector from the diagonal down.
    private readonly T[][] _columns;
    private readonly T[] _diagonal;
    private readonly T[] _factors;
    private readonly CancellationToken _cancellation;

    /// <summary>Factorizes in place.</summary>
    /// <param name="columns">The columns; at least as many rows as columns. Overwritten.</param>
    /// <param name="cancellation">Ends this and all later work with the factor.</param>
    public PivotedQr(T[][] columns, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _columns = columns;
        _diagonal = new T[columns.Length];
        _factors = new T[columns.Length];
        Pivot = [.. Enumerable.Range(0, columns.Length)];
        for (int k = 0; k < columns.Length; k++)
        {
            BringLargestTo(k);
            Reflect(k);
        }
    }

    /// <summary>Which column of A stands at each place of R.</summary>
    public int[] Pivot { get; }

    private int Count => _columns.Length;

    /// <summary>An element of R; <paramref name="row"/> is not below <paramref name="column"/>.</summary>
    public T R(int row, int column) => row == column ? _diagonal[row] : _columns[column][row];

    /// <summary>Qᵀ y, in place.</summary>
    public void ApplyTransposed(T[] y)
    {
        for (int k = 0; k < Count; k++)
            Apply(k, y);
    }

    /// <summary>Q y, in place.</summary>
    public void Apply(T[] y)
    {
        for (int k = Count - 1; k >= 0; k--)
            Apply(k, y);
    }

    /// <summary>R⁻¹ y of the first <paramref name="size"/> rows and columns, in place.</summary>
    public void Solve(T[] y, int size)
    {
        _cancellation.ThrowIfCancellationRequested();
        for (int k = size - 1; k >= 0; k--)
        {
            y[k] /= _diagonal[k];
            for (int i = 0; i < k; i++)
                y[i] -= _columns[k][i] * y[k];
        }
    }

    /// <summary>R⁻ᵀ y, in place.</summary>
    public void SolveTransposed(T[] y)
    {
        for (int k = 0; k < Count; k++)
        {
            for (int i = 0; i < k; i++)
                y[k] -= _columns[k][i] * y[i];
            y[k] /= _diagonal[k];
        }
    }

    /// <summary>P R⁻¹: its rows belong to the columns of A, and (AᵀA)⁻¹ is this times its transpose.</summary>
    public DoubleDouble[][] InverseFactor()
    {
        var inverse = new DoubleDouble[Count][];
        for (int i = 0; i < Count; i++)
            inverse[Pivot[i]] = new DoubleDouble[Count];
        for (int k = 0; k < Count; k++)
        {
            var unit = new T[Count];
            unit[k] = T.From(1);
            Solve(unit, k + 1);
            for (int i = 0; i <= k; i++)
                inverse[Pivot[i]][k] = unit[i].ToDoubleDouble();
        }
        return inverse;
    }

    /// <summary>The rows of R, for columns of norm 1.</summary>
    public double[][] UnitRows()
    {
        var rows = Array.ConvertAll(_diagonal, _ => new double[Count]);
        for (int j = 0; j < Count; j++)
        {
            double norm = 0;
            for (int i = 0; i <= j; i++)
                norm = Math.Sqrt(norm * norm + Square(rows[i][j] = (double)R(i, j).ToDoubleDouble()));
            for (int i = 0; i <= j; i++)
                rows[i][j] /= norm;
        }
        return rows;

        static double Square(double x) => x * x;
    }

    private static T Dot(T[] a, T[] b, int from)
    {
        T sum = default;
        for (int i = from; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private void BringLargestTo(int k)
    {
        int largest = k;
        double most = -1;
        for (int j = k; j < Count; j++)
        {
            _cancellation.ThrowIfCancellationRequested();
            double left = (double)Dot(_columns[j], _columns[j], k).ToDoubleDouble();
            if (left > most)
                (largest, most) = (j, left);
        }
        (_columns[k], _columns[largest]) = (_columns[largest], _columns[k]);
        (Pivot[k], Pivot[largest]) = (Pivot[largest], Pivot[k]);
    }

    private void Reflect(int k)
    {
        T[] v = _columns[k];
        T norm = T.Sqrt(Dot(v, v, k));
        if ((double)norm.ToDoubleDouble() == 0)
            return;
        T diagonal = (double)v[k].ToDoubleDouble() > 0 ? -norm : norm;
        v[k] -= diagonal;
        _diagonal[k] = diagonal;
        // 2 / vᵀv, by what is known of v.
        _factors[k] = T.From(-1) / (diagonal * v[k]);
        for (int j = k + 1; j < Count; j++)
            Apply(k, _columns[j]);
    }

    private void Apply(int k, T[] y)
    {
        _cancellation.ThrowIfCancellationRequested();
        T[] v = _columns[k];
        T amount = _factors[k] * Dot(v, y, k);
        for (int i = k; i < y.Length; i++)
            y[i] -= amount * v[i];
    }
}
