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
        norm += Mask.Within(norm, 0, 0);
        return p == 2 ? gradient * (x / norm) : Binary<Gate>.Apply(gradient * (x.Abs() / norm).Pow(p - 1), x.Sign());
    }
}
