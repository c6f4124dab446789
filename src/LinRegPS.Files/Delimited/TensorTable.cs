namespace LinRegPS.Files.Delimited;

/// <summary>A table of text as tensors: features, target, and what their columns and numbers stand for.</summary>
public sealed class TensorTable : IComparable
{
    /// <summary>The features, [rows, columns].</summary>
    public required Tensor Input { get; init; }

    /// <summary>The target, [rows, columns]; int64 numbers of classes where it is categories, [rows] of one column; null where none was asked for.</summary>
    public Tensor? Target { get; init; }

    /// <summary>The names of the features' columns; a category that has its own is <c>colour_red</c>.</summary>
    public required IReadOnlyList<string> Column { get; init; }

    /// <summary>The names of the target's columns.</summary>
    public required IReadOnlyList<string> TargetColumn { get; init; }

    /// <summary>The texts of each column of categories: the place of a text is its number.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Category { get; init; }

    /// <summary>The number of rows.</summary>
    public int Rows => Input.Shape[0];

    /// <summary>How many rows were left out for a missing value.</summary>
    public int Omitted { get; init; }

    /// <summary>The whole numbers that are not what the file says, for float32 has about 7 digits.</summary>
    internal RoundedNumbers Rounded { get; init; } = new();

    /// <summary>Its rows as a data set that keeps the names of columns and classes.</summary>
    /// <exception cref="InvalidValueException">It has no target.</exception>
    public DataSet ToDataSet()
    {
        if (Target is null)
            throw FileErrors.NoTarget();
        var target = Sources.Where(column => column.IsTarget).ToArray();
        return new DataSet(Input, Target, Column, TargetColumn) { ClassNames = target is [{ Categories.Texts: var names }] ? names : [] };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"TensorTable({Rows} rows, input {Input.Shape}: {string.Join(", ", Column)}{(Target is null ? "" : $", target {Target.Shape}: {string.Join(", ", TargetColumn)}")})";

    /// <summary>0 for the same numbers and names; else an order that says no more than that they differ.</summary>
    public int CompareTo(object? obj)
    {
        if (ReferenceEquals(this, obj))
            return 0;
        return obj is TensorTable other ? AsDataSet(this).CompareTo(AsDataSet(other)) : 1;

        static DataSet AsDataSet(TensorTable table) => table.Target is null ? new(table.Input, table.Input.Narrow(1, 0, 0), table.Column) : table.ToDataSet();
    }

    /// <summary>The same table with other numbers of the same columns, as a scaler makes them.</summary>
    internal TensorTable With(Tensor input) => new() { Input = input, Target = Target, Column = Column, TargetColumn = TargetColumn, Category = Category, Omitted = Omitted, Rounded = Rounded, Sources = Sources };

    /// <summary>The columns of the file that features and target were made of, for a table that is to be like this one.</summary>
    internal IReadOnlyList<TableColumn> Sources { get; init; } = [];
}
