using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.norm over marked dimensions: of vectors, whatever their shape. The gradient is 0 where the norm is.</summary>
internal sealed class Norm(Tensor x, double p, bool[] dimensions, Shape shape) : RowReduction(x, dimensions, shape)
{
    protected override bool SavesOutput => true;

    protected override Tensor Forward() => (double.IsInfinity(p) || p < 0) && Count == 0 ? throw Errors.Empty(Label, InputShape(0)) : base.Forward();

    protected override void Reduce(ReadOnlySpan<float> x, Span<float> y) => RowNorms.Norm(x, Count, p, y);

    protected override void Differentiate(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx)
    {
        if (p == 0)
            dx.Clear();
        else if (double.IsInfinity(p))
            RowNorms.ExtremeBackward(gradient, x, Output.Data, Count, dx);
        else
            RowNorms.Backward(gradient, x, Output.Data, Count, p, dx);
    }

    protected override Tensor Recorded(Tensor gradient)
    {
        gradient = Restored(gradient);
        var (x, norm) = (Input(0), KeptOutput);
        if (p is 0 or 1)
            return Binary<Gate>.Apply(gradient, p == 0 ? Tensor.Scalar(0) : x.Sign());
        if (double.IsInfinity(p))
        {
            // The elements whose magnitude is the norm share the gradient evenly; where they are does not move.
            var extremes = Extreme.Equals(x.Detach().Abs(), norm.Detach());
            return Binary<Gate>.Apply(gradient, extremes / Broadcasting.SumTo(extremes, KeptShape) * x.Detach().Sign());
        }
        return gradient * Slope(x, norm, p);
    }

    /// <summary>sign(x) (|x| / norm)^(p - 1): 0 where x or the norm is 0, and NaN where the norm is.</summary>
    internal static Tensor Slope(Tensor x, Tensor norm, double p)
    {
        var nothing = Mask.Zero(norm);
        norm += nothing;
        if (p == 2)
            return x / norm;
        // A power below 0 is of 1 in place of 0; and a norm of a negative order is 0 beside what is not.
        var size = p > 1 ? x.Abs() : x.Abs() + Mask.Zero(x);
        var slope = (size / norm).Pow(p - 1) * x.Sign();
        return p < 0 ? Binary<Gate>.Apply(slope, 1 - nothing) : slope;
    }
}
