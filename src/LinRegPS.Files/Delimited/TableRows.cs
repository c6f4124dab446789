namespace LinRegPS.Files.Delimited;

/// <summary>Some rows of a table, of which some columns are read: what each has as text, and as a number.</summary>
internal abstract class TableRows
{
    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The line that a row begins in.</summary>
    public abstract long Line(int row);

    /// <summary>What a column has, until the next is asked for.</summary>
    public abstract ReadOnlySpan<char> Field(int row, int column);

    /// <summary>The number that a column has; false where it is not a plain one.</summary>
    public abstract bool TryNumber(int row, int column, out double number);

    /// <summary>The first row from one on some of whose columns may not be numbers; behind the last where there is none.</summary>
    public virtual int Unusual(int row) => row;

    /// <summary>The numbers of a column, of rows that are not unusual.</summary>
    public virtual ReadOnlySpan<double> Numbers(int column) => [];
}
