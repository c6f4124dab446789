using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.max and torch.min of everything: equals share the gradient evenly.</summary>
internal abstract class Extreme(Tensor x, bool greatest) : Operation(x)
{
    protected override bool SavesOutput => true;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var x = Input(0);
        if (x.Numel == 0)
            throw Errors.Empty(Label, x.Shape);
        var value = new Tensor(0);
        ArgMinMax.IndexMiddle(x.Data, 1, x.Numel, 1, greatest, value.Data, [0]);
        return value;
    }

    protected override void Backward(Tensor gradient)
    {
        float extreme = Output.Data[0];
        var shares = new Tensor(InputShape(0));
        Span<float> x = Input(0).Data, share = shares.Data;
        int equals = 0;
        for (int i = 0; i < x.Length; i++)
        {
            bool isEqual = x[i].Equals(extreme);
            share[i] = isEqual ? 1 : 0;
            equals += isEqual ? 1 : 0;
        }
        GiveNew(0, Binary<Gate>.Apply(gradient / equals, shares));
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

    public IndexedValues ApplyIndexed()
    {
        var values = Apply();
        return new(values, _indices);
    }

    protected override Tensor Forward()
    {
        var x = Input(0);
        int d = x.Shape.Dimension(Label, dimension);
        var (outer, count, inner) = x.Rank == 0
            ? (1, 1, 1)
            : (x.Shape.Product(0, d), x.Shape[d], x.Shape.Product(d + 1, x.Rank));
        if (count == 0)
            throw Errors.Empty(Label, x.Shape);
        var shape = x.Rank == 0 ? x.Shape : keep ? x.Shape.With(d, 1) : x.Shape.Without(d);
        var values = new Tensor(shape);
        _indices = new long[shape.Numel];
        ArgMinMax.IndexMiddle(x.Data, outer, count, inner, greatest, values.Data, _indices);
        return values;
    }

    protected override void Backward(Tensor gradient) =>
        GiveNew(0, Scatter.Apply(gradient, InputShape(0), InputShape(0).Dimension(Label, dimension), _indices));
}

/// <summary>torch.max along a dimension.</summary>
internal sealed class MaxAlong(Tensor x, int dimension, bool keep) : ExtremeAlong(x, dimension, keep, greatest: true)
{
    protected override string Label => "Max";
}

/// <summary>torch.min along a dimension.</summary>
internal sealed class MinAlong(Tensor x, int dimension, bool keep) : ExtremeAlong(x, dimension, keep, greatest: false)
{
    protected override string Label => "Min";
}
