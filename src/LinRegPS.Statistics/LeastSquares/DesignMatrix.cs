using LinRegPS.Numerics;
namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// The columns of a linear model: 1 where there is an intercept, each feature, and its powers. Powers are formed in
/// double-double: rounded to double, x^10 would cost a polynomial of that degree half its digits.
/// </summary>
internal sealed class DesignMatrix
{
    /// <summary>What R calls the column of ones.</summary>
    public const string Intercept = "(Intercept)";

    /// <summary>The rounding of data that came as float32, relative.</summary>
    public const double SinglePrecision = 1.0 / (1 << 23);

    /// <summary>The rounding of data that came as double or as text.</summary>
    public const double DoublePrecision = SinglePrecision / (1 << 29);

    // A column formed here: the ones of an intercept, and powers.
    private const double Exact = DoublePrecision * DoublePrecision * 16;

    // What double-double arithmetic resolves of a residual, relative to the terms it is the difference of: 2^-92.
    private const double Resolution = 1.0 / (1L << 46) / (1L << 46);

    private readonly int _degree;
    private readonly IReadOnlyList<double[]> _rows;
    private readonly double[] _precisions;
    // Large data are not copied to columns where their rows will do.
    private double[][]? _columns;
    // What is left of a power when its double is taken off; null for the data themselves.
    private double[]?[] _rests = [];
    private double[]? _scales;

    /// <summary>Columns for a model.</summary>
    /// <param name="features">Each feature's name.</param>
    /// <param name="rows">The data, a row for each observation.</param>
    /// <param name="intercept">Whether the model has one.</param>
    /// <param name="degree">The highest power of each feature.</param>
    /// <param name="precision">The relative rounding of the data.</param>
    /// <param name="cancellation">Ends long work on the columns.</param>
    public DesignMatrix(
        IReadOnlyList<string> features, IReadOnlyList<double[]> rows, bool intercept, int degree, double precision,
        CancellationToken cancellation = default)
    {
        Cancellation = cancellation;
        Features = features;
        HasIntercept = intercept;
        IsSinglePrecision = precision >= SinglePrecision;
        (_rows, Observations) = (rows, rows.Count);
        _degree = degree;
        Terms = [.. Names(features, intercept, degree)];
        if (Terms.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw StatisticsErrors.RepeatedTerm(twice.Key);
        _precisions = new double[Terms.Count];
        for (int j = 0; j < Terms.Count; j++)
        {
            // The powers are of the very x that is given: alone with them it is exact, however it came about.
            _precisions[j] = Power(j) == 1 && !(Features.Count == 1 && degree > 1) ? precision : Exact;
        }
    }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The columns' names: <c>(Intercept)</c>, <c>speed</c>, <c>speed^2</c>.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Ends long work on the columns.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The units that the rows are in.</summary>
    public Units Units { get; init; } = Units.None;

    /// <summary>Whether the data are float32 numbers.</summary>
    public bool IsSinglePrecision { get; }

    /// <summary>Whether the first column is 1.</summary>
    public bool HasIntercept { get; }

    /// <summary>How many observations, in memory or not.</summary>
    public long Observations { get; init; }

    /// <summary>How many are in memory.</summary>
    public int Rows => _rows.Count;

    /// <summary>How many columns.</summary>
    public int Count => Terms.Count;

    /// <summary>The rows where they are a tensor's and the columns nothing but these and, if there is one, an intercept; else null.</summary>
    public TensorRows? Tensor => _degree == 1 ? _rows as TensorRows : null;

    /// <summary>An element.</summary>
    public DoubleDouble this[int row, int column] => new(Columns[column][row], _rests[column]?[row] ?? 0);

    /// <summary>The power of two that takes a column's norm to between 1 and 2; multiplying by it rounds nothing.</summary>
    public double ScaleOf(int column) => Scales[column];

    /// <summary>The scales of all columns.</summary>
    public double[] Scales => _scales ??= [.. Columns.Select(Scale)];

    /// <summary>The relative rounding of a column's elements.</summary>
    public double PrecisionOf(int column) => _precisions[column];

    /// <summary>The least and the greatest number of each feature, where the rows are not in memory.</summary>
    public (double Least, double Greatest)[]? Ranges { get; init; }

    /// <summary>The least and the greatest element of a column, as they are in the data.</summary>
    public (double Least, double Greatest) Range(int column) => Ranges is { } ranges
        ? ranges[Feature(column)]
        : (Math.ScaleB(Columns[column].Min(), ExponentOf(column)), Math.ScaleB(Columns[column].Max(), ExponentOf(column)));

    /// <summary>By which power of two the data of a column were divided.</summary>
    public int ExponentOf(int column) => Units.ExponentOf(Power(column) == 0 ? 0 : Feature(column), Power(column));

    /// <summary>All columns, scaled.</summary>
    public T[][] Scaled<T>()
        where T : struct, IReal<T>
    {
        var scaled = new T[Count][];
        for (int j = 0; j < Count; j++)
        {
            Cancellation.ThrowIfCancellationRequested();
            var column = scaled[j] = new T[Rows];
            for (int i = 0; i < Rows; i++)
                column[i] = T.From(this[i, j] * ScaleOf(j));
        }
        return scaled;
    }

    /// <summary>The columns' elements for one observation, new or of the data.</summary>
    public DoubleDouble[] Expand(double[] features)
    {
        var row = new DoubleDouble[Count];
        for (int j = 0; j < Count; j++)
            row[j] = Power(j) <= 1 ? (Power(j) == 0 ? 1 : features[Feature(j)]) : row[j - 1] * features[Feature(j)];
        return row;
    }

    /// <summary>One observation of the data.</summary>
    public DoubleDouble[] Row(int row)
    {
        if (_columns is null)
            return Expand(_rows[row]);
        var elements = new DoubleDouble[Count];
        for (int j = 0; j < Count; j++)
            elements[j] = this[row, j];
        return elements;
    }

    /// <summary>Target less fitted value for coefficients; all 0 where they are beneath the arithmetic.</summary>
    public DoubleDouble[] Residuals(double[] target, DoubleDouble[] coefficients)
    {
        if (_columns is null && Tensor is { } rows)
            return NormalEquations.Residuals(rows, target, coefficients, HasIntercept);
        var residuals = new DoubleDouble[Rows];
        double largestTerm = 0;
        for (int i = 0; i < Rows; i++)
        {
            Cancellation.ThrowIfCancellationRequested();
            DoubleDouble rest = target[i];
            largestTerm = Math.Max(largestTerm, Math.Abs(target[i]));
            for (int j = 0; j < Count; j++)
            {
                var term = this[i, j] * coefficients[j];
                largestTerm = Math.Max(largestTerm, Math.Abs(term.High));
                rest -= term;
            }
            residuals[i] = rest;
        }
        if (residuals.Max(r => Math.Abs(r.High)) <= Resolution * largestTerm)
            Array.Clear(residuals);
        return residuals;
    }

    private double[][] Columns => _columns ?? Fill();

    private int Feature(int term) => (term - (HasIntercept ? 1 : 0)) / _degree;

    private int Power(int term) => HasIntercept && term == 0 ? 0 : (term - (HasIntercept ? 1 : 0)) % _degree + 1;

    /// <summary>The columns' names, one by one: <c>(Intercept)</c>, <c>speed</c>, <c>speed^2</c>.</summary>
    public static IEnumerable<string> Names(IReadOnlyList<string> features, bool intercept, int degree)
    {
        if (intercept)
            yield return Intercept;
        foreach (string feature in features)
        {
            yield return feature;
            for (int power = 2; power <= degree; power++)
                yield return $"{feature}^{power}";
        }
    }

    private double[][] Fill()
    {
        var columns = new double[Count][];
        _rests = new double[]?[Count];
        for (int j = 0; j < Count; j++)
        {
            columns[j] = new double[Rows];
            _rests[j] = Power(j) <= 1 ? null : new double[Rows];
        }
        for (int i = 0; i < Rows; i++)
        {
            Cancellation.ThrowIfCancellationRequested();
            var elements = Expand(_rows[i]);
            for (int j = 0; j < elements.Length; j++)
            {
                if (!double.IsFinite(elements[j].High))
                    throw StatisticsErrors.PowerOverflow(Terms[j], i + 1);
                columns[j][i] = elements[j].High;
                if (_rests[j] is { } rests)
                    rests[i] = elements[j].Low;
            }
        }
        return _columns = columns;
    }

    /// <summary>The power of two that takes a norm to between 1 and 2.</summary>
    public static double Scale(double[] column)
    {
        double most = column.Max(Math.Abs);
        if (most == 0)
            return 1;
        // By the largest element first, so that no square overflows.
        double unit = Math.ScaleB(1, Math.Min(-Math.ILogB(most), 1000));
        double norm = Math.Sqrt(column.Sum(x => x * unit * (x * unit)));
        return unit * Math.ScaleB(1, -Math.ILogB(norm));
    }
}
