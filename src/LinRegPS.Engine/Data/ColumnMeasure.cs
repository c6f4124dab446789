using LinRegPS.Data;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Numerics;

namespace LinRegPS;

/// <summary>What the numbers of a column are like; a column of pandas' describe. Sums are taken in double.</summary>
public sealed class ColumnMeasure
{
    private ColumnMeasure(string column, double[] numbers)
    {
        var moments = ColumnMoments.Of(numbers);
        double[] sorted = Ranking.Ascending(numbers.Length == moments.Count ? numbers : Array.FindAll(numbers, number => !double.IsNaN(number)));
        (Column, Count, Missing) = (column, moments.Count, numbers.Length - moments.Count);
        for (int i = 0; i < sorted.Length; i++)
            Distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        (Mean, Minimum, Maximum) = (moments.Mean, moments.Minimum, moments.Maximum);
        Deviation = Count > 1 ? Math.Sqrt(moments.SquaredDeviations / (Count - 1)) : double.NaN;
        (LowerQuartile, Median, UpperQuartile) = (Quantile.Of(sorted, 0.25), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.75));
    }

    /// <summary>The name of the column; its number, from 0, where it has none.</summary>
    public string Column { get; }

    /// <summary>How many numbers there are; NaN is none.</summary>
    public int Count { get; }

    /// <summary>How many are NaN.</summary>
    public int Missing { get; }

    /// <summary>How many different numbers there are.</summary>
    public int Distinct { get; }

    /// <summary>Their mean; NaN where there are none, as all that follows.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of a sample (n - 1); NaN of one number.</summary>
    public double Deviation { get; }

    /// <summary>The least.</summary>
    public double Minimum { get; }

    /// <summary>The number that a quarter of them is below, between two of them by their distance.</summary>
    public double LowerQuartile { get; }

    /// <summary>The number in the middle.</summary>
    public double Median { get; }

    /// <summary>The number that three quarters of them are below.</summary>
    public double UpperQuartile { get; }

    /// <summary>The greatest.</summary>
    public double Maximum { get; }

    /// <summary>A measure of each column.</summary>
    /// <param name="table">[rows, columns], or [rows].</param>
    /// <param name="names">What the columns are called.</param>
    /// <exception cref="ShapeMismatchException">There are more dimensions than rows and columns, or not a name for each column.</exception>
    public static IEnumerable<ColumnMeasure> Of(Tensor table, IReadOnlyList<string>? names = null)
    {
        var columns = ColumnNumbers.Of(Errors.Given(table, "Measure"), "Measure");
        int count = table.Rank == 2 ? table.Shape[1] : 1;
        return names is { Count: > 0 } && names.Count != count
            ? throw Errors.ColumnNames("Measure", table.Shape, names.Count)
            : columns.Select((numbers, i) => new ColumnMeasure(names is { Count: > 0 } ? names[i] : $"{i}", numbers));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Column}: {Count} numbers, mean {Mean}, deviation {Deviation}");
}
