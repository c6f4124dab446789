namespace LinRegPS.Operations;

/// <summary>Elements put at an index of a dimension each, among zeros; torch.scatter.</summary>
internal sealed class Scatter(Tensor x, Shape shape, int dimension, long[] indices) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape, int dimension, long[] indices) =>
        LeavesNoTrace(x) ? Put(x, shape, dimension, indices) : new Scatter(x, shape, dimension, indices).Apply();

    protected override Tensor Forward() => Put(Input(0), shape, dimension, indices);

    protected override void Backward(Tensor gradient) => GiveNew(0, new Gather(gradient, InputShape(0), dimension, indices).Apply());

    private static Tensor Put(Tensor x, Shape shape, int dimension, long[] indices)
    {
        var whole = new Tensor(shape);
        Span<float> from = x.Data, to = whole.Data;
        to.Clear();
        for (int i = 0; i < indices.Length; i++)
            to[Place(shape, dimension, i, indices[i])] = from[i];
        return whole;
    }

    /// <summary>Where in a shape the element stands that has an index in the dimension, and is the i-th but for it.</summary>
    internal static int Place(Shape shape, int dimension, int i, long index)
    {
        if (shape.Rank == 0)
            return 0;
        int count = shape[dimension], inner = shape.Product(dimension + 1, shape.Rank);
        return (((i / inner * count) + (int)index) * inner) + (i % inner);
    }
}

/// <summary>The element at an index of a dimension for each; torch.gather.</summary>
internal sealed class Gather(Tensor x, Shape shape, int dimension, long[] indices) : Operation(x)
{
    protected override Tensor Forward()
    {
        var taken = new Tensor(shape);
        Span<float> from = Input(0).Data, to = taken.Data;
        for (int i = 0; i < indices.Length; i++)
            to[i] = from[Scatter.Place(InputShape(0), dimension, i, indices[i])];
        return taken;
    }

    protected override void Backward(Tensor gradient) => GiveNew(0, Scatter.Apply(gradient, InputShape(0), dimension, indices));
}
