using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// The Cholesky factor of a Gram matrix of shifted columns (<see cref="GramMatrix"/>), each scaled to norm 1, and
/// its inverse. The column of ones, where there is an intercept, comes first: what is left of the others is centred.
/// </summary>
internal sealed class GramFactor
{
    private readonly double[,] _gram;
    private readonly int[] _order;
    private readonly double[] _scales;
    private readonly double[][] _lower;
    private readonly double[][] _inverse;
    private readonly CancellationToken _cancellation;

    /// <summary>Takes the columns of a model from a Gram matrix.</summary>
    /// <param name="gram">Of the features, ones and the target.</param>
    /// <param name="intercept">Whether the ones belong to the model.</param>
    /// <param name="cancellation">Ends the work.</param>
    public GramFactor(double[,] gram, bool intercept, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _gram = gram;
        int features = gram.GetLength(0) - 2;
        _order = [.. intercept ? [features] : Array.Empty<int>(), .. Enumerable.Range(0, features)];
        _scales = Array.ConvertAll(_order, column => 1 / Math.Sqrt(gram[column, column]));
        _lower = Triangle();
        _inverse = Triangle();
    }

    private int Count => _order.Length;

    private int Ones => _gram.GetLength(0) - 2;

    private int Target => _gram.GetLength(0) - 1;

    /// <summary>Factorizes, unless the norm of the inverse, of columns of norm 1, is larger than a limit or there is none.</summary>
    public bool Factorize(double mostInverse)
    {
        for (int j = 0; j < Count; j++)
        {
            _cancellation.ThrowIfCancellationRequested();
            double[] row = _lower[j];
            for (int i = 0; i <= j; i++)
            {
                double rest = i == j ? 1 : _gram[_order[i], _order[j]] * _scales[i] * _scales[j];
                rest -= Float64Vectors.Dot(row.AsSpan(0, i), _lower[i]);
                if (i < j)
                    row[i] = rest / _lower[i][i];
                // What the columns before leave of this one; not less than the inverse of the norm. NaN is refused too.
                else if (rest * mostInverse >= 1)
                    row[i] = Math.Sqrt(rest);
                else
                    return false;
            }
        }
        Invert();
        return InverseNorm() <= mostInverse;
    }

    /// <summary>The products of all columns of the model with the target.</summary>
    public double[] WithTarget() => Array.ConvertAll(_order, column => _gram[column, Target]);

    /// <summary>Products of the features, and behind them of ones, with something, in the order of the model's columns.</summary>
    public double[] Ordered(double[] products) => Array.ConvertAll(_order, column => products[column]);

    /// <summary>Adds G⁻¹ times products to a solution; gives the square of the norm of the change of the fitted values.</summary>
    public double Correct(DoubleDouble[] solution, double[] products)
    {
        double[] z = new double[Count], change = new double[Count];
        double squares = 0;
        for (int k = 0; k < Count; k++)
        {
            double[] row = _inverse[k];
            for (int i = 0; i <= k; i++)
                z[k] += row[i] * (products[i] * _scales[i]);
            squares += z[k] * z[k];
            for (int i = 0; i <= k; i++)
                change[i] += row[i] * z[k];
        }
        for (int i = 0; i < Count; i++)
            solution[i] += change[i] * _scales[i];
        return squares;
    }

    /// <summary>The covariance of the coefficients of the columns as they were before they were shifted.</summary>
    public Covariance Covariance(double[] shift)
    {
        var inverse = new DoubleDouble[Count][];
        for (int j = 0; j < Count; j++)
        {
            inverse[j] = new DoubleDouble[Count];
            for (int k = j; k < Count; k++)
                inverse[j][k] = _inverse[k][j] * (DoubleDouble)_scales[j];
        }
        bool intercept = Count > Ones;
        if (intercept)
        {
            for (int j = 1; j < Count; j++)
            {
                for (int k = j; k < Count; k++)
                    inverse[0][k] -= shift[j - 1] * inverse[j][k];
            }
        }
        double[] units = Array.ConvertAll(_scales, scale => Math.ScaleB(1, Math.ILogB(scale)));
        var squares = new DoubleDouble[Count];
        for (int j = 0; j < Count; j++)
            squares[j] = (intercept ? SumOfSquares(_order[j]) : _gram[_order[j], _order[j]]) * units[j] * units[j];
        return new Covariance(inverse, units, squares, ConditionNumber(shift));
    }

    /// <summary>The sum of the target's squares: from its mean where there is an intercept.</summary>
    public DoubleDouble TotalSquares() => Count > Ones ? SumOfSquares(Target) : _gram[Target, Target];

    // From the mean.
    private DoubleDouble SumOfSquares(int column)
    {
        DoubleDouble sum = _gram[column, Ones];
        return _gram[column, column] - sum * sum / _gram[Ones, Ones];
    }

    // Rows of R, for unshifted columns of norm 1: a multiple of the ones, which R has in its first row alone, is added to each.
    private double ConditionNumber(double[] shift)
    {
        double[][] rows = Array.ConvertAll(_lower, _ => new double[Count]);
        for (int j = 0; j < Count; j++)
        {
            double[] column = Array.ConvertAll(_lower[j], element => element / _scales[j]);
            if (Count > Ones && j > 0)
                column[0] += shift[j - 1] / _scales[0];
            double norm = Math.Sqrt(Float64Vectors.Dot(column, column));
            for (int i = 0; i <= j; i++)
                rows[i][j] = column[i] / norm;
        }
        return SingularValues.Condition(rows, _cancellation);
    }

    private double[][] Triangle() => [.. Enumerable.Range(1, Count).Select(size => new double[size])];

    private void Invert()
    {
        for (int j = 0; j < Count; j++)
        {
            double[] row = _inverse[j];
            row[j] = 1;
            for (int k = 0; k < j; k++)
                Float64Vectors.AddScaled(-_lower[j][k], _inverse[k], row);
            for (int i = 0; i <= j; i++)
                row[i] /= _lower[j][j];
        }
    }

    // The largest sum of absolute values in a row of G⁻¹: not less than its largest eigenvalue.
    private double InverseNorm()
    {
        var inverse = Triangle();
        foreach (double[] row in _inverse)
        {
            for (int i = 0; i < row.Length; i++)
                Float64Vectors.AddScaled(row[i], row.AsSpan(0, i + 1), inverse[i]);
        }
        double[] sums = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sums[i] += Math.Abs(inverse[i][j]);
                sums[j] += Math.Abs(inverse[i][j]);
            }
            sums[i] += inverse[i][i];
        }
        return sums.Max();
    }
}
