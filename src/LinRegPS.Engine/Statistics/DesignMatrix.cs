namespace LinRegPS.Statistics;

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
    private const double _exact = DoublePrecision * DoublePrecision * 16;

    private readonly int _degree;
    private readonly double[][] _columns;
    // What is left of a power when its double is taken off; null for the data themselves.
    private readonly double[]?[] _rests;
    private readonly double[] _precisions;
    private readonly double[] _scales;

    /// <summary>Columns for a model.</summary>
    /// <param name="features">Each feature's name.</param>
    /// <param name="rows">The data, a row for each observation.</param>
    /// <param name="intercept">Whether the model has one.</param>
    /// <param name="degree">The highest power of each feature.</param>
    /// <param name="precision">The relative rounding of the data.</param>
    public DesignMatrix(IReadOnlyList<string> features, IReadOnlyList<double[]> rows, bool intercept, int degree, double precision)
    {
        Features = features;
        HasIntercept = intercept;
        Rows = rows.Count;
        _degree = degree;
        Terms = [.. Names()];
        _columns = new double[Terms.Count][];
        _rests = new double[]?[Terms.Count];
        _precisions = new double[Terms.Count];
        for (int j = 0; j < Terms.Count; j++)
        {
            bool data = Power(j) == 1;
            _columns[j] = new double[Rows];
            _rests[j] = data || Power(j) == 0 ? null : new double[Rows];
            // The powers are of the very x that is given: alone with them it is exact, however it came about.
            _precisions[j] = data && !(Features.Count == 1 && degree > 1) ? precision : _exact;
        }
        for (int i = 0; i < Rows; i++)
            Fill(i, rows[i]);
        _scales = [.. _columns.Select(Scale)];
    }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The columns' names: <c>(Intercept)</c>, <c>speed</c>, <c>speed^2</c>.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Whether the first column is 1.</summary>
    public bool HasIntercept { get; }

    /// <summary>How many observations.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Count => Terms.Count;

    /// <summary>An element.</summary>
    public DoubleDouble this[int row, int column] => new(_columns[column][row], _rests[column]?[row] ?? 0);

    /// <summary>The power of two that takes a column's norm to between 1 and 2; multiplying by it rounds nothing.</summary>
    public double ScaleOf(int column) => _scales[column];

    /// <summary>The relative rounding of a column's elements.</summary>
    public double PrecisionOf(int column) => _precisions[column];

    /// <summary>All columns, scaled.</summary>
    public T[][] Scaled<T>()
        where T : struct, IReal<T>
    {
        var scaled = new T[Count][];
        for (int j = 0; j < Count; j++)
        {
            var column = scaled[j] = new T[Rows];
            for (int i = 0; i < Rows; i++)
                column[i] = T.From(this[i, j] * _scales[j]);
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
        var elements = new DoubleDouble[Count];
        for (int j = 0; j < Count; j++)
            elements[j] = this[row, j];
        return elements;
    }

    private int Feature(int term) => (term - (HasIntercept ? 1 : 0)) / _degree;

    private int Power(int term) => HasIntercept && term == 0 ? 0 : (term - (HasIntercept ? 1 : 0)) % _degree + 1;

    private IEnumerable<string> Names()
    {
        if (HasIntercept)
            yield return Intercept;
        foreach (string feature in Features)
        {
            yield return feature;
            for (int power = 2; power <= _degree; power++)
                yield return $"{feature}^{power}";
        }
    }

    private void Fill(int row, double[] features)
    {
        var elements = Expand(features);
        for (int j = 0; j < elements.Length; j++)
        {
            if (!double.IsFinite(elements[j].High))
                throw Errors.PowerOverflow(Terms[j], row + 1);
            _columns[j][row] = elements[j].High;
            if (_rests[j] is { } rests)
                rests[row] = elements[j].Low;
        }
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
