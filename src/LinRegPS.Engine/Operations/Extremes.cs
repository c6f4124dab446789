using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.amax and torch.amin over marked dimensions, torch.max and torch.min of everything: equals share the gradient evenly.</summary>
internal abstract class Extreme(Tensor x, bool[] dimensions, Shape shape, bool greatest) : RowReduction(x, dimensions, shape)
{
    protected override bool SavesOutput => true;

    /// <summary>1 where an element of the one is that of the other, NaN among them, else 0, with broadcasting; a constant.</summary>
    public static Tensor Equals(Tensor x, Tensor y) => Broadcasting.Combine("Equals", default(Same), x, y);

    protected override Tensor Forward() => Count > 0 ? base.Forward() : throw Errors.Empty(Label, InputShape(0));

    protected override void Reduce(ReadOnlySpan<float> x, Span<float> y) =>
        ArgMinMax.IndexMiddle(x, y.Length, Count, 1, greatest, y, new long[y.Length]);

    protected override void Backward(Tensor gradient) => GiveNew(0, Recorded(gradient));

    /// <summary>Whether NaN makes all gradients of its row NaN: nothing equals it in torch.amax, in torch.max it does itself.</summary>
    private protected virtual bool NaNSpreads => false;

    protected override Tensor Recorded(Tensor gradient)
    {
        var equals = Equals(Input(0), KeptOutput);
        var share = gradient / Reshape.Apply(Broadcasting.SumTo(equals, KeptShape), gradient.Shape);
        var shared = Binary<Gate>.Apply(Restored(share), equals);
        return NaNSpreads ? shared + Restored(Broadcasting.Combine(Label, default(Spread), Output, Output)) : shared;
    }

    private readonly struct Spread : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
            Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256<float>.Zero, x);
    }

    private readonly struct Same : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256<float>.One
            & (Vector256.Equals(x, y) | ~(Vector256.Equals(x, x) | Vector256.Equals(y, y)));
    }
}

/// <summary>torch.max.</summary>
internal sealed class Max(Tensor x) : Extreme(x, Dimensions.All(x.Shape), Shape.Scalar, greatest: true);

/// <summary>torch.min.</summary>
internal sealed class Min(Tensor x) : Extreme(x, Dimensions.All(x.Shape), Shape.Scalar, greatest: false);

/// <summary>torch.amax.</summary>
internal sealed class Amax(Tensor x, bool[] dimensions, Shape shape) : Extreme(x, dimensions, shape, greatest: true)
{
    private protected override bool NaNSpreads => true;
}

/// <summary>torch.amin.</summary>
internal sealed class Amin(Tensor x, bool[] dimensions, Shape shape) : Extreme(x, dimensions, shape, greatest: false)
{
    private protected override bool NaNSpreads => true;
}

/// <summary>torch.max and torch.min along a dimension: the first of equals gets the gradient.</summary>
internal abstract class ExtremeAlong(Tensor x, int dimension, bool keep, bool greatest) : Operation(x)
{
    private long[] _indices = [];

    public IndexedValues ApplyIndexed()
    {
        var values = Apply();
        return new(values, Tensor.Of(_indices, values.Shape));
    }

    protected override Tensor Forward()
    {
        var x = Input(0);
        int d = x.Shape.Dimension(Label, dimension);
        var (outer, count, inner) = Dimensions.Around(x.Shape, d);
        if (count == 0)
            throw Errors.Empty(Label, x.Shape);
        var shape = x.Rank == 0 ? x.Shape : keep ? x.Shape.With(d, 1) : x.Shape.Without(d);
        var values = new Tensor(shape);
        _indices = new long[shape.Numel];
        ArgMinMax.IndexMiddle(x.Data, outer, count, inner, greatest, values.Data, _indices);
        return values;
    }

    protected override void Backward(Tensor gradient)
    {
        var whole = InputShape(0);
        int d = whole.Dimension(Label, dimension);
        var kept = whole.Rank == 0 ? whole : whole.With(d, 1);
        GiveNew(0, Sown.Apply(Label + "Backward", gradient, Places.Along(Label, whole, d, kept, _indices), whole));
    }
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
