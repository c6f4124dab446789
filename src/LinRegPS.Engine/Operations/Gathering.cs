using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Operations;

/// <summary>Where in a packed tensor runs of so many elements begin, each checked to be within it.</summary>
internal sealed record Places(int[] Starts, int Run)
{
    /// <summary>The place of each index in a dimension, at the position that the index itself has in the others; as torch.gather.</summary>
    /// <param name="operation">For the error.</param>
    /// <param name="whole">The shape of the tensor.</param>
    /// <param name="dimension">Which dimension the indices are of.</param>
    /// <param name="shape">The indices' shape, of the same rank.</param>
    /// <param name="indices">The indices, row by row.</param>
    public static Places Along(string operation, Shape whole, int dimension, Shape shape, ReadOnlySpan<long> indices)
    {
        int rank = shape.Rank, size = rank == 0 ? 1 : whole[dimension];
        int[] starts = GC.AllocateUninitializedArray<int>(indices.Length), strides = Layout.RowMajor(whole), position = new int[rank];
        int stride = rank == 0 ? 0 : strides[dimension], offset = 0;
        int row = rank == 0 ? 1 : shape[^1], along = rank == 0 || dimension == rank - 1 ? 0 : strides[^1];
        for (int i = 0; i < starts.Length; i += row)
        {
            var line = indices.Slice(i, row);
            int outside = IndexedCopy.Places(line, size, stride, offset, along, starts.AsSpan(i, row));
            if (outside >= 0)
                throw Errors.IndexOf(operation, line[outside], i + outside, dimension, size, whole);
            // An odometer over the rows of the indices' shape, which stands still in their dimension.
            for (int d = rank - 2; d >= 0; d--)
            {
                int step = d == dimension ? 0 : strides[d];
                offset += step;
                if (++position[d] < shape[d])
                    break;
                offset -= step * position[d];
                position[d] = 0;
            }
        }
        return new(starts, 1);
    }

    /// <summary>The places of whole indices of a dimension; as torch.index_select.</summary>
    public static Places Rows(string operation, Shape whole, int dimension, ReadOnlySpan<long> indices)
    {
        int outer = whole.Product(0, dimension), size = whole[dimension], run = whole.Product(dimension + 1, whole.Rank);
        int[] starts = new int[checked(outer * indices.Length)];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = Indices.Checked(operation, indices[i], size, i, dimension, whole);
            for (int o = 0; o < outer; o++)
                starts[(o * indices.Length) + i] = ((o * size) + index) * run;
        }
        return new(starts, run);
    }

    /// <summary>The elements at the places, in a shape of as many, unrecorded.</summary>
    public Tensor Take(Tensor x, Shape shape)
    {
        var taken = Tensor.Empty(x.DType, shape);
        switch (x.DType)
        {
            case DType.Int64:
                IndexedCopy.Take(x.Elements<long>(), Starts, Run, taken.Written<long>());
                break;
            case DType.Bool:
                IndexedCopy.Take(x.Elements<bool>(), Starts, Run, taken.Written<bool>());
                break;
            default:
                IndexedCopy.Take(x.Data, Starts, Run, taken.Data);
                break;
        }
        return taken;
    }

    /// <summary>Puts elements of the same type at the places of a packed tensor, unrecorded and uncounted.</summary>
    public void Put(Tensor elements, Tensor target)
    {
        switch (target.DType)
        {
            case DType.Int64:
                IndexedCopy.Put(elements.Elements<long>(), Starts, Run, target.Written<long>());
                break;
            case DType.Bool:
                IndexedCopy.Put(elements.Elements<bool>(), Starts, Run, target.Written<bool>());
                break;
            default:
                IndexedCopy.Put(elements.Data, Starts, Run, target.Data);
                break;
        }
    }
}

/// <summary>Elements at places of a tensor; torch.gather, torch.index_select and other ways to name them.</summary>
internal sealed class Take(string label, Tensor x, Places places, Shape shape) : Operation(x)
{
    protected override string Label => label;

    public static Tensor Apply(string label, Tensor x, Places places, Shape shape) =>
        LeavesNoTrace(x) ? places.Take(x, shape) : new Take(label, x, places, shape).Apply();

    protected override Tensor Forward() => places.Take(Input(0), shape);

    protected override void Backward(Tensor gradient) => GiveNew(0, Sown.Apply(label + "Backward", gradient, places, InputShape(0)));
}

/// <summary>Elements added to zeros, each at its place; the gradient of <see cref="Take"/>.</summary>
internal sealed class Sown(string label, Tensor x, Places places, Shape shape) : Operation(x)
{
    protected override string Label => label;

    public static Tensor Apply(string label, Tensor x, Places places, Shape shape) =>
        LeavesNoTrace(x) ? Sow(x, places, shape) : new Sown(label, x, places, shape).Apply();

    protected override Tensor Forward() => Sow(Input(0), places, shape);

    protected override void Backward(Tensor gradient) => GiveNew(0, Take.Apply(label + "Backward", gradient, places, InputShape(0)));

    private static Tensor Sow(Tensor x, Places places, Shape shape)
    {
        var whole = new Tensor(shape);
        whole.Data.Clear();
        IndexedCopy.Add(x.Data, places.Starts, places.Run, whole.Data);
        return whole;
    }
}

/// <summary>A copy of a tensor with other elements at some places, or with them added to what is there; torch.scatter, torch.index_put.</summary>
internal sealed class Put(string label, Tensor x, Tensor elements, Places places, bool accumulate) : Operation(x, elements)
{
    protected override string Label => label;

    protected override Tensor Forward()
    {
        var (x, elements) = (Input(0), Input(1));
        var result = x.Copy();
        if (accumulate)
            IndexedCopy.Add(elements.Data, places.Starts, places.Run, result.Data);
        else
            places.Put(As(x.DType, elements), result);
        return result;
    }

    // Whole numbers of float32 are int64 too; what would be cut off is refused, as PyTorch refuses all float32 there.
    private Tensor As(DType type, Tensor elements)
    {
        if (type == DType.Int64 && elements.DType == DType.Float32)
        {
            foreach (float element in elements.Data)
            {
                if (!float.IsInteger(element))
                    throw Errors.NotWholeElement(label, element);
            }
        }
        return elements.To(type);
    }

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0) && accumulate)
            Give(0, gradient);
        else if (Needs(0))
            GiveNew(0, Binary<Gate>.Apply(gradient, Kept()));
        if (Needs(1))
            GiveNew(1, Take.Apply(label + "Backward", gradient, places, InputShape(1)));
    }

    // 1 where an element stayed, 0 where another was put.
    private Tensor Kept()
    {
        var kept = Tensor.Ones(InputShape(0).ToArray());
        IndexedCopy.Put(new float[places.Starts.Length * places.Run], places.Starts, places.Run, kept.Data);
        return kept;
    }
}

/// <summary>Indices that a tensor gives.</summary>
internal static class Indices
{
    /// <summary>The elements as indices: int64, or whole float32 numbers.</summary>
    public static long[] Of(string operation, Tensor? index) => index?.DType == DType.Int64 ? index.ToInt64Array() : Whole(operation, index);

    /// <summary>The same, only to be read.</summary>
    public static ReadOnlySpan<long> Read(string operation, Tensor? index) =>
        index?.DType == DType.Int64 ? index.Elements<long>() : Whole(operation, index);

    /// <summary>An index that must be within a dimension of a size.</summary>
    public static int Checked(string operation, long index, int size, int position, int dimension, Shape whole) =>
        index >= 0 && index < size ? (int)index : throw Errors.IndexOf(operation, index, position, dimension, size, whole);

    private static long[] Whole(string operation, Tensor? index)
    {
        if (index is null)
            throw Errors.Null(operation, "the index");
        if (index.DType == DType.Bool)
            throw Errors.WrongDType(operation, DType.Int64, DType.Bool);
        var numbers = index.Data;
        long[] indices = new long[numbers.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            // Beyond this float32 has not each whole number.
            if (!(MathF.Abs(numbers[i]) <= 1 << 24) || numbers[i] != MathF.Floor(numbers[i]))
                throw Errors.IndexNumber(operation, i, numbers[i]);
            indices[i] = (long)numbers[i];
        }
        return indices;
    }
}
