using LinRegPS.Data;

namespace LinRegPS;

// Rows that lie in a file.
public sealed partial class DataSet
{
    /// <summary>A data set of rows that stay where they are stored.</summary>
    /// <exception cref="InvalidValueException">There are no rows, or not as many in the one as in the other.</exception>
    internal DataSet(StoredRows input, StoredRows target, IReadOnlyList<string>? features = null, IReadOnlyList<string>? targets = null)
    {
        if (input.Count != target.Count)
            throw Errors.StoredRowCount(input, target);
        if (input.Count == 0)
            throw Errors.NoStoredRows(input);
        (InputRows, TargetRows, Features, Targets) = (input, target, features ?? [], targets ?? []);
    }

    /// <summary>Whether its rows are read from a file when they are needed. Input and Target are not there then: what looks at all rows at once needs <see cref="Load"/>.</summary>
    public bool IsInFile => InputRows is not null;

    /// <summary>The file that the input is in; null where the rows are in memory.</summary>
    public string? Source => InputRows?.Source;

    /// <summary>Its rows in memory, read from the file where they are not there yet.</summary>
    /// <exception cref="InvalidValueException">The file can't be read any more, or has more elements than a tensor.</exception>
    public DataSet Load() => IsInFile
        ? new DataSet(InputRows!.Load(0, Count), TargetRows!.Load(0, Count), Features, Targets) { ClassNames = ClassNames }
        : this;

    internal StoredRows? InputRows { get; }

    internal StoredRows? TargetRows { get; }

    /// <summary>The shape of a row of the input.</summary>
    internal Shape InputShape => InputRows?.RowShape ?? new([.. Input.Shape.Skip(1)]);

    /// <summary>The shape of a row of the target.</summary>
    internal Shape TargetShape => TargetRows?.RowShape ?? new([.. Target.Shape.Skip(1)]);

    /// <summary>The target alone, in memory.</summary>
    internal Tensor LoadTarget() => TargetRows?.Load(0, Count) ?? Target;

    /// <summary>Both shapes in words.</summary>
    internal string Shapes => IsInFile ? $"input {InputRows!.ShapeText}, target {TargetRows!.ShapeText}" : $"input {Input.Shape}, target {Target.Shape}";

    /// <summary>The rows of these numbers, which ascend where the rows are in a file: those stay there.</summary>
    internal DataSet Part(int[] rows) => IsInFile
        ? new DataSet(new ChosenRows(InputRows!, rows), new ChosenRows(TargetRows!, rows), Features, Targets) { ClassNames = ClassNames }
        : Rows(rows);

    /// <summary>Rows that follow each other, some at a time.</summary>
    /// <param name="most">The most elements of the input at a time.</param>
    internal IEnumerable<DataSet> Blocks(int most)
    {
        int size = Math.Max(most / Math.Max(InputShape.Numel, 1), 1);
        for (int first = 0; first < Count; first += size)
        {
            int count = Math.Min(size, Count - first);
            yield return IsInFile
                ? new DataSet(InputRows!.Load(first, count), TargetRows!.Load(first, count), Features, Targets)
                : new DataSet(Input.Narrow(0, first, count), Target.Narrow(0, first, count), Features, Targets);
        }
    }
}
