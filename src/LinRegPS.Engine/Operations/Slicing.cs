namespace LinRegPS.Operations;

/// <summary>Which elements of a tensor a view of a part of it shows.</summary>
internal abstract record Part
{
    /// <summary>The view, unrecorded.</summary>
    public abstract Tensor Of(Tensor whole);
}

/// <summary>Indices of one dimension: every step-th, count of them from start.</summary>
internal sealed record Strip(int Dimension, int Start, int Step, int Count) : Part
{
    public override Tensor Of(Tensor whole)
    {
        int[] strides = [.. whole.Strides];
        int offset = whole.StorageOffset + (Start * strides[Dimension]);
        // One index and no other has no step: it may be larger than anything.
        if (Count > 1)
            strides[Dimension] *= Step;
        return whole.Show(whole.Shape.With(Dimension, Count), offset, strides);
    }
}

/// <summary>One index of a dimension, which is left out.</summary>
internal sealed record Row(int Dimension, int Index) : Part
{
    public override Tensor Of(Tensor whole)
    {
        int[] strides = whole.Strides;
        return whole.Show(
            whole.Shape.Without(Dimension), whole.StorageOffset + (Index * strides[Dimension]), [.. strides[..Dimension], .. strides[(Dimension + 1)..]]);
    }
}

/// <summary>The elements of two dimensions whose indices differ by an offset, as a last dimension in place of both.</summary>
internal sealed record DiagonalLine(int Offset, int First, int Second) : Part
{
    public override Tensor Of(Tensor whole)
    {
        int[] strides = whole.Strides;
        int rows = whole.Shape[First], columns = whole.Shape[Second];
        int count = Math.Max(0, Offset >= 0 ? Math.Min(rows, columns - Offset) : Math.Min(rows + Offset, columns));
        int start = count == 0 ? 0 : Offset >= 0 ? Offset * strides[Second] : -Offset * strides[First];
        int[] others = [.. Enumerable.Range(0, whole.Rank).Where(d => d != First && d != Second)];
        return whole.Show(
            new Shape([.. others.Select(d => whole.Shape[d]), count]), whole.StorageOffset + start,
            [.. others.Select(d => strides[d]), strides[First] + strides[Second]]);
    }
}

/// <summary>A view of a part of a tensor; torch.narrow, torch.select, torch.diagonal and slices.</summary>
internal sealed class PartOf(string label, Tensor x, Part part) : Operation(x)
{
    protected override string Label => label;

    public static Tensor Apply(string label, Tensor x, Part part) => LeavesNoTrace(x) ? part.Of(x) : new PartOf(label, x, part).Apply();

    internal override bool GivesView => true;

    protected override Tensor Forward() => part.Of(Input(0));

    protected override void Backward(Tensor gradient) => GiveNew(0, Surrounded.Apply(Label + "Backward", gradient, part, InputShape(0)));
}

/// <summary>A tensor as the part of a larger one that is a value elsewhere; zeros in the gradient of a part, any in torch.nn.functional.pad.</summary>
internal sealed class Surrounded(string label, Tensor x, Part part, Shape shape, double value) : Operation(x)
{
    protected override string Label => label;

    public static Tensor Apply(string label, Tensor x, Part part, Shape shape) =>
        LeavesNoTrace(x) ? Put(x, part, shape, 0) : new Surrounded(label, x, part, shape, 0).Apply();

    protected override Tensor Forward() => Put(Input(0), part, shape, value);

    protected override void Backward(Tensor gradient) => Give(0, PartOf.Apply(label + "Backward", gradient, part));

    private static Tensor Put(Tensor x, Part part, Shape shape, double value)
    {
        var whole = Tensor.Empty(x.DType, shape);
        whole.Assign(Tensor.NumberAs(x.DType, value));
        part.Of(whole).Assign(x);
        return whole;
    }
}
