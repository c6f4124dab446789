using LinRegPS.Data;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;

namespace LinRegPS;

/// <summary>By what a scaler brings columns to one scale.</summary>
public enum ScalerKind
{
    /// <summary>Mean 0, standard deviation (of n) 1; sklearn's StandardScaler.</summary>
    Standard,

    /// <summary>Least 0, greatest 1; sklearn's MinMaxScaler.</summary>
    MinMax,

    /// <summary>Median 0, between the quartiles 1, so that outliers do not count; sklearn's RobustScaler.</summary>
    Robust,
}

/// <summary>
/// Brings the columns of data to one scale, (x - center) / scale, as the rows that it was fitted to tell it; sklearn.preprocessing.
/// Numbers are reckoned in double and rounded once; NaN stays NaN, and is left out of what is fitted.
/// </summary>
public sealed partial class Scaler
{
    /// <summary>A scaler for the columns of these rows, which are to be those that are trained with: test rows are not to be known.</summary>
    /// <param name="data">[rows, columns], or [rows] of one column.</param>
    /// <param name="kind">By what they are scaled.</param>
    /// <param name="columns">What the columns are called, if anything.</param>
    /// <param name="only">Those of them that are scaled, the others staying as they are; all where null.</param>
    /// <exception cref="ShapeMismatchException">There are more dimensions, or none, or not a name for each column.</exception>
    /// <exception cref="InvalidValueException">There are no rows, a column is infinite, without any number or too wide for float32, or there is no such column.</exception>
    public Scaler(Tensor data, ScalerKind kind = ScalerKind.Standard, IReadOnlyList<string>? columns = null, IReadOnlyList<string>? only = null)
    {
        Errors.Given(data, nameof(Scaler), "the data");
        if (data.Numel == 0)
            throw Errors.Empty(nameof(Scaler), data.Shape);
        var table = ColumnNumbers.Of(data, nameof(Scaler));
        (Kind, Column, Rows) = (kind, columns ?? [], data.Shape[0]);
        int count = data.Rank == 2 ? data.Shape[1] : 1;
        if (Column.Count > 0 && Column.Count != count)
            throw Errors.ColumnNames(nameof(Scaler), data.Shape, Column.Count);
        int[] chosen = only is null ? [.. Enumerable.Range(0, count)] : [.. only.Select(Place)];
        var fitted = table.Select((numbers, i) => chosen.Contains(i) ? Fit(numbers, i) : (Center: 0, Scale: 1)).ToArray();
        (Center, Scale) = ([.. fitted.Select(column => column.Center)], [.. fitted.Select(column => column.Scale)]);
    }

    /// <summary>A scaler as it was saved.</summary>
    /// <param name="kind">By what it scales.</param>
    /// <param name="columns">What the columns are called, if anything.</param>
    /// <param name="center">What is subtracted from each column.</param>
    /// <param name="scale">What it is divided by then.</param>
    /// <param name="rows">How many rows it was fitted to.</param>
    /// <exception cref="InvalidValueException">A number is not finite, a scale not above 0, or there are not as many of the one as of the other.</exception>
    public Scaler(ScalerKind kind, IReadOnlyList<string> columns, IReadOnlyList<double> center, IReadOnlyList<double> scale, int rows = 0)
    {
        Errors.Given(columns, nameof(Scaler));
        Errors.Given(center, nameof(Scaler));
        Errors.Given(scale, nameof(Scaler));
        if (center.Count == 0 || center.Count != scale.Count || (columns.Count > 0 && columns.Count != center.Count))
            throw Errors.SavedScaler(columns.Count, center.Count, scale.Count);
        (Kind, Column, Rows) = (kind, columns, rows);
        (Center, Scale) = ([.. center.Select((c, i) => Storable(c, i))], [.. scale.Select((s, i) => s > 0 ? Storable(s, i) : throw Errors.NotFinite(nameof(Scaler), $"the scale of {NameOf(i)}", s))]);
    }

    /// <summary>By what it scales.</summary>
    public ScalerKind Kind { get; }

    /// <summary>The names of its columns; none where they have no names.</summary>
    public IReadOnlyList<string> Column { get; }

    /// <summary>What is subtracted from each column: its mean, least or median.</summary>
    public IReadOnlyList<double> Center { get; private set; }

    /// <summary>What it is divided by then: its standard deviation, range or range between quartiles; 1 where that is 0.</summary>
    public IReadOnlyList<double> Scale { get; private set; }

    /// <summary>How many rows it was fitted to.</summary>
    public int Rows { get; }

    /// <summary>Rows brought to the scale.</summary>
    /// <param name="rows">[rows, columns]; [columns] of one row, or [rows] of one column.</param>
    /// <returns>Float32 of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The rows are not as wide as the scaler.</exception>
    public Tensor Transform(Tensor rows) => Apply(rows, Width(rows, nameof(Transform)), isInverse: false);

    /// <summary>Rows brought back from the scale: predictions of a target that was scaled.</summary>
    /// <inheritdoc cref="Transform(Tensor)"/>
    /// <exception cref="ShapeMismatchException">The rows are not as wide as the scaler.</exception>
    public Tensor InverseTransform(Tensor rows) => Apply(rows, Width(rows, nameof(InverseTransform)), isInverse: true);

    /// <summary>A data set whose input is brought to the scale; its columns are found by their names where both have them.</summary>
    /// <exception cref="ShapeMismatchException">The input is not as wide as the scaler.</exception>
    /// <exception cref="InvalidValueException">The data set has a column that the scaler does not know.</exception>
    public DataSet Transform(DataSet data) => With(data, nameof(Transform), isInverse: false);

    /// <summary>A data set whose input is brought back from the scale.</summary>
    /// <inheritdoc cref="Transform(DataSet)"/>
    /// <exception cref="ShapeMismatchException">The input is not as wide as the scaler.</exception>
    /// <exception cref="InvalidValueException">The data set has a column that the scaler does not know.</exception>
    public DataSet InverseTransform(DataSet data) => With(data, nameof(InverseTransform), isInverse: true);

    /// <inheritdoc/>
    public override string ToString() => $"Scaler({Kind}, {Center.Count} column{(Center.Count == 1 ? "" : "s")})";

    private DataSet With(DataSet data, string operation, bool isInverse)
    {
        Errors.Given(data, operation, "the data set");
        int[] places = Column.Count > 0 && data.Features.Count > 0 ? [.. data.Features.Select(Place)] : Width(data.Input, operation);
        return new DataSet(Apply(data.Input, places, isInverse), data.Target, data.Features, data.Targets) { ClassNames = data.ClassNames, IsScaled = !isInverse };
    }

    // Which of the scaler's columns each column of the rows is.
    private int[] Width(Tensor rows, string operation)
    {
        Errors.Given(rows, operation, "the tensor");
        bool isColumn = Center.Count == 1 && rows.Rank < 2;
        if (rows.Rank > 2 || (!isColumn && (rows.Rank == 0 || rows.Shape[^1] != Center.Count)))
            throw Errors.ScalerWidth(operation, Center.Count, rows.Shape);
        return [.. Enumerable.Range(0, Center.Count)];
    }

    private int Place(string name)
    {
        string[] names = [.. Column];
        int place = Array.IndexOf(names, name);
        if (place < 0)
            place = Array.FindIndex(names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw Errors.NoSuchName("column", name, Column.Count > 0 ? Column : ["no names"]);
    }

    private string NameOf(int column) => Column.Count > 0 ? $"column '{Column[column]}'" : $"column {column}";

    private Tensor Apply(Tensor rows, int[] places, bool isInverse)
    {
        double[] center = Array.ConvertAll(places, place => Center[place]), scale = Array.ConvertAll(places, place => Scale[place]);
        var from = rows.DType == DType.Float32 ? rows : rows.Float();
        var scaled = new Tensor(from.Shape);
        Apply(from.Data, center, scale, isInverse, scaled.Data);
        if (!from.RequiresGrad || !GradMode.IsEnabled)
            return scaled;
        // The numbers that were reckoned, by a way that backward knows.
        var slope = Tensor.From(Array.ConvertAll(scale, s => (float)(isInverse ? s : 1 / s)));
        var recorded = from * slope;
        return recorded - recorded.Detach() + scaled;
    }

    private static void Apply(ReadOnlySpan<float> from, double[] center, double[] scale, bool isInverse, Span<float> to)
    {
        var pace = default(Pace);
        for (int row = 0; row < from.Length; row += center.Length)
        {
            pace.Step(2L * center.Length);
            for (int i = 0; i < center.Length; i++)
                to[row + i] = (float)(isInverse ? (from[row + i] * scale[i]) + center[i] : (from[row + i] - center[i]) / scale[i]);
        }
    }

    private (double Center, double Scale) Fit(double[] numbers, int column)
    {
        var moments = ColumnMoments.Of(numbers);
        if (moments.Count == 0)
            throw Errors.NoNumbers(nameof(Scaler), NameOf(column));
        if (double.IsInfinity(moments.Minimum) || double.IsInfinity(moments.Maximum))
            throw Errors.NotFinite(nameof(Scaler), NameOf(column), double.IsInfinity(moments.Minimum) ? moments.Minimum : moments.Maximum);
        var (center, scale) = Kind switch
        {
            ScalerKind.MinMax => (moments.Minimum, moments.Maximum - moments.Minimum),
            ScalerKind.Robust => Quartiles(numbers),
            _ => (moments.Mean, Math.Sqrt(moments.SquaredDeviations / moments.Count)),
        };
        return (Storable(center, column), scale == 0 ? 1 : Math.Max(Storable(scale, column), float.Epsilon));
    }

    private static (double Center, double Scale) Quartiles(double[] numbers)
    {
        double[] sorted = Ranking.Ascending(Array.FindAll(numbers, number => !double.IsNaN(number)));
        return (Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.75) - Quantile.Of(sorted, 0.25));
    }
}
