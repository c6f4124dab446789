using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Operations;

/// <summary>The lines of a tensor along a dimension, put in order.</summary>
internal static class Ordering
{
    /// <summary>The first count of each line's indices in their order, in the tensor's shape but for the dimension.</summary>
    public static Tensor Indices(Tensor x, int dimension, bool descending, int first, int count)
    {
        var shape = x.Rank == 0 ? x.Shape : x.Shape.With(dimension, count);
        int size = x.Rank == 0 ? 1 : x.Shape[dimension], inner = x.Rank == 0 ? 1 : x.Shape.Product(dimension + 1, x.Rank);
        long[] indices = new long[shape.Numel];
        int[] order = new int[size];
        if (x.DType == DType.Float32)
        {
            float[] line = new float[size];
            Each(x.Data, line, () => Ranking.Order(line, descending, order));
        }
        else
        {
            long[] line = new long[size];
            Each(x.Long().Elements<long>(), line, () => Ranking.Order(line, descending, order));
        }
        return Tensor.Of(indices, shape);

        void Each<T>(ReadOnlySpan<T> elements, T[] line, Action rank)
        {
            var pace = default(Pace);
            for (int i = 0; i < indices.Length / Math.Max(count, 1); i++)
            {
                pace.Step(32L * size);
                int outer = i / inner, start = (outer * size * inner) + (i % inner), target = (outer * count * inner) + (i % inner);
                for (int j = 0; j < size; j++)
                    line[j] = elements[start + (j * inner)];
                rank();
                for (int j = 0; j < count; j++)
                    indices[target + (j * inner)] = order[first + j];
            }
        }
    }

    /// <summary>The elements at the indices that a line's order gives, with them.</summary>
    public static IndexedValues Take(string label, Tensor x, int dimension, Tensor indices) => new(
        Operations.Take.Apply(label, x, Places.Along(label, x.Shape, dimension, indices.Shape, indices.Elements<long>()), indices.Shape), indices);
}

/// <summary>torch.median and torch.nanmedian of everything: equals share the gradient evenly.</summary>
internal sealed class Median(Tensor x, bool skipsNan = false) : Operation(x)
{
    protected override bool SavesOutput => true;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var x = Input(0).Float();
        if (x.Numel == 0)
            return new Tensor(float.NaN);
        int[] order = new int[x.Numel];
        Ranking.Order(x.Data, descending: false, order);
        // NaN comes last in the order.
        int numbers = order.Length;
        while (numbers > 0 && float.IsNaN(x.Data[order[numbers - 1]]))
            numbers--;
        return new Tensor(numbers == order.Length || (skipsNan && numbers > 0) ? x.Data[order[(numbers - 1) / 2]] : float.NaN);
    }

    protected override void Backward(Tensor gradient)
    {
        var x = Input(0).Detach();
        var shares = (float.IsNaN(Output.Data[0]) ? x.IsNan() : x.Eq(Output.Detach())).Float();
        GiveNew(0, Binary<Gate>.Apply(gradient / Math.Max(1, shares.Sum().Data[0]), shares));
    }
}
