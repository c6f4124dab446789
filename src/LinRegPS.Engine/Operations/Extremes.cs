using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.max and torch.min of everything: equals share the gradient evenly.</summary>
internal abstract class Extreme(Tensor x, bool greatest) : Operation(x)
{
    private protected override Saves Saves => Saves.First | Saves.Output;

    private protected override Tensor Forward()
    {
        if (First.Numel == 0)
            throw Errors.Empty(Label, First.Shape);
        var value = new Tensor(0);
        ArgMinMax.IndexMiddle(First.Data, 1, First.Numel, 1, greatest, value.Data, [0]);
        return value;
    }

    private protected override void Backward(Tensor gradient)
    {
        float extreme = Output.Item();
        var x = First.Data;
        int equals = 0;
        foreach (float element in x)
            equals += element.Equals(extreme) ? 1 : 0;
        var dx = new Tensor(First.Shape);
        for (int i = 0; i < x.Length; i++)
            dx.Data[i] = x[i].Equals(extreme) ? gradient.Item() / equals : 0;
        First.Accumulate(dx);
    }
}

/// <summary>torch.max.</summary>
internal sealed class Max(Tensor x) : Extreme(x, greatest: true);

/// <summary>torch.min.</summary>
internal sealed class Min(Tensor x) : Extreme(x, greatest: false);

/// <summary>torch.max and torch.min along a dimension: the first of equals gets the gradient.</summary>
internal abstract class ExtremeAlong(Tensor x, int dimension, bool keep, bool greatest) : Operation(x)
{
    private long[] _indices = [];

    public IndexedValues ApplyIndexed() => new(Apply(), _indices);

    private protected override Tensor Forward()
    {
        var (outer, count, inner) = Layout();
        if (count == 0)
            throw Errors.Empty(Label, First.Shape);
        var shape = First.Rank == 0 ? First.Shape : keep ? First.Shape.With(Dimension, 1) : First.Shape.Without(Dimension);
        var values = new Tensor(shape);
        _indices = new long[shape.Numel];
        ArgMinMax.IndexMiddle(First.Data, outer, count, inner, greatest, values.Data, _indices);
        return values;
    }

    private protected override void Backward(Tensor gradient)
    {
        var (_, count, inner) = Layout();
        var dx = new Tensor(First.Shape);
        dx.Data.Clear();
        for (int i = 0; i < _indices.Length; i++)
            dx.Data[(((i / inner * count) + (int)_indices[i]) * inner) + (i % inner)] = gradient.Data[i];
        First.Accumulate(dx);
    }

    private int Dimension => First.Shape.Dimension(Label, dimension);

    private (int Outer, int Count, int Inner) Layout()
    {
        var shape = First.Shape;
        int d = Dimension;
        return shape.Rank == 0 ? (1, 1, 1) : (shape.Product(0, d), shape[d], shape.Product(d + 1, shape.Rank));
    }
}

/// <summary>torch.max along a dimension.</summary>
internal sealed class MaxAlong(Tensor x, int dimension, bool keep) : ExtremeAlong(x, dimension, keep, greatest: true)
{
    private protected override string Label => "Max";
}

/// <summary>torch.min along a dimension.</summary>
internal sealed class MinAlong(Tensor x, int dimension, bool keep) : ExtremeAlong(x, dimension, keep, greatest: false)
{
    private protected override string Label => "Min";
}
