using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS;

/// <summary>Inputs and what a model should give for them, a row for each sample; torch.utils.data.TensorDataset.</summary>
public sealed partial class DataSet
{
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
        (Input, Target, Features, Targets) = (input, target, features ?? [], targets ?? []);
    }

    /// <summary>What goes into a model, [rows, ...].</summary>
    public Tensor Input { get; }

    /// <summary>What it should give, [rows, ...].</summary>
    public Tensor Target { get; }

    /// <summary>The names of the input's columns; none where they have no names.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The names of the target's columns; none where they have no names.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>What classes are called, by their number; none where the target is no class, or has no names.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The number of rows.</summary>
    public int Count => Input.Shape[0];

    /// <summary>The rows of these numbers, from 0, in their order; torch.utils.data.Subset.</summary>
    /// <exception cref="InvalidValueException">There is no such row.</exception>
    public DataSet Rows(params int[] rows)
    {
        foreach (int row in rows)
        {
            if (row < 0 || row >= Count)
                throw Errors.Index(row, 0, Input.Shape);
        }
        return new DataSet(Take(Input, rows), Take(Target, rows), Features, Targets) { ClassNames = ClassNames };
    }

    /// <inheritdoc/>
    public override string ToString() => $"DataSet({Count} rows, input {Input.Shape}, target {Target.Shape})";

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

    private static T[] Take<T>(T[] elements, int[] rows, Shape shape)
    {
        int length = shape.Product(1, shape.Rank);
        var taken = new T[shape.Numel];
        for (int i = 0; i < rows.Length; i++)
            elements.AsSpan(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return taken;
    }
}
