using LinRegPS.Data;
using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS;

/// <summary>Inputs and what a model should give for them, a row for each sample; torch.utils.data.TensorDataset.</summary>
public sealed partial class DataSet
{
    private readonly Tensor? _input, _target;

    /// <summary>A data set of these rows, which are not copied.</summary>
    /// <param name="input">[rows, ...].</param>
    /// <param name="target">[rows, ...], or [rows] numbers of classes.</param>
    /// <param name="features">What the columns of the input are called, if anything.</param>
    /// <param name="targets">What the columns of the target are called, if anything.</param>
    /// <exception cref="ShapeMismatchException">There are not as many rows in the one as in the other.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or the input or the target is null.</exception>
    public DataSet(Tensor input, Tensor target, IReadOnlyList<string>? features = null, IReadOnlyList<string>? targets = null)
    {
        if (input is null)
            throw Errors.Null("DataSet", "the input");
        if (target is null)
            throw Errors.Null("DataSet", "the target");
        if (input.Rank == 0 || target.Rank == 0 || input.Shape[0] != target.Shape[0])
            throw Errors.DataSetRows(input.Shape, target.Shape);
        if (input.Shape[0] == 0)
            throw Errors.Empty("DataSet", input.Shape);
        (_input, _target, Features, Targets) = (input, target, features ?? [], targets ?? []);
    }

    /// <summary>What goes into a model, [rows, ...].</summary>
    /// <exception cref="InvalidValueException">The rows are in a file.</exception>
    public Tensor Input => _input ?? throw Errors.InFile(InputRows!);

    /// <summary>What it should give, [rows, ...].</summary>
    /// <exception cref="InvalidValueException">The rows are in a file.</exception>
    public Tensor Target => _target ?? throw Errors.InFile(InputRows!);

    /// <summary>The names of the input's columns; none where they have no names.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The names of the target's columns; none where they have no names.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>What classes are called, by their number; none where the target is no class, or has no names.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Whether a scaler, or another transform, has changed the input.</summary>
    internal bool IsScaled { get; init; }

    /// <summary>All names; null where there are none.</summary>
    internal DataNames? Names => Features.Count + Targets.Count + ClassNames.Count == 0 ? null : new(Features, Targets, ClassNames) { IsScaled = IsScaled };

    /// <summary>The number of rows.</summary>
    public int Count => InputRows?.Count ?? Input.Shape[0];

    /// <summary>The rows of these numbers, from 0, in their order; torch.utils.data.Subset.</summary>
    /// <exception cref="InvalidValueException">There is no such row, or the file that has it can't be read any more.</exception>
    public DataSet Rows(params int[] rows)
    {
        foreach (int row in rows)
        {
            if (row < 0 || row >= Count)
                throw Errors.Index(row, 0, IsInFile ? new Shape(Count) : Input.Shape);
        }
        if (IsInFile)
            return new DataSet(Take(InputRows!, rows), Take(TargetRows!, rows), Features, Targets) { ClassNames = ClassNames };
        return new DataSet(Take(Input, rows), Take(Target, rows), Features, Targets) { ClassNames = ClassNames, IsScaled = IsScaled };
    }

    /// <inheritdoc/>
    public override string ToString() => $"DataSet({Count} rows, {Shapes}{(IsInFile ? $", in {InputRows!.Source}" : "")})";

    // Not recorded: data are not differentiated by.
    private static Tensor Take(Tensor data, int[] rows)
    {
        var shape = data.Shape.With(0, rows.Length);
        if (data.DType == DType.Int64)
            return Tensor.FromInt64(Take(data.ToInt64Array(), rows, shape), [.. shape]);
        if (data.DType == DType.Bool)
            return Tensor.FromBool(Take(data.ToBoolArray(), rows, shape), [.. shape]);
        var taken = new Tensor(shape);
        RowGather.Gather(data.Data, shape.Product(1, shape.Rank), rows, rows.Length, taken.Data);
        return taken;
    }

    // They may be anywhere; what lies together is read together.
    private static Tensor Take(StoredRows stored, int[] rows)
    {
        stored.RequireUnchanged();
        int length = stored.RowShape.Numel;
        float[] taken = new float[rows.Length * length];
        for (int i = 0, end; i < rows.Length; i = end)
        {
            for (end = i + 1; end < rows.Length && rows[end] == rows[end - 1] + 1; end++)
            {
            }
            stored.Read(rows[i], end - i, taken.AsSpan(i * length, (end - i) * length));
        }
        return stored.ToTensor(taken, rows.Length);
    }

    private static T[] Take<T>(T[] elements, int[] rows, Shape shape)
    {
        int length = shape.Product(1, shape.Rank);
        var taken = new T[shape.Numel];
        for (int i = 0; i < rows.Length; i++)
            elements.AsSpan(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return taken;
    }
}
