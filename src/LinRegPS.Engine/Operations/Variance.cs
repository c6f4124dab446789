using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.var over marked dimensions, and with a root torch.std: of the differences from the mean, in float64.</summary>
internal sealed class Variance(Tensor x, bool[] dimensions, Shape shape, int correction, bool root) : RowReduction(x, dimensions, shape)
{
    protected override string Label => root ? "Std" : "Var";

    protected override bool SavesOutput => root;

    // As in PyTorch nothing is left of too few, and 0 / 0 is NaN.
    private double Divisor => Math.Max(0, (double)Count - correction);

    protected override void Reduce(ReadOnlySpan<float> x, Span<float> y) => Moments.Variance(x, Count, Divisor, root, y);

    // The root has no slope where all elements are alike; 0 there.
    protected override void Differentiate(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx)
    {
        if (!root && InputShape(0).Rank == 0 && Count == correction)
        {
            // As in PyTorch: of a number alone all depends on it, and so without end.
            dx[0] = float.PositiveInfinity * gradient[0];
            return;
        }
        Moments.VarianceBackward(gradient, x, Count, Divisor, root, dx);
    }

    protected override Tensor Recorded(Tensor gradient)
    {
        gradient = Restored(gradient);
        var x = Input(0);
        int[] reduced = [.. Enumerable.Range(0, x.Rank).Where(d => KeptShape[d] == 1)];
        var deviations = x - (x.Rank == 0 ? x : x.Mean(reduced, keepdim: true));
        if (!root)
            return gradient * deviations * (2 / Divisor);
        var output = KeptOutput;
        return gradient * deviations / ((output + Mask.Within(output, 0, 0)) * Divisor);
    }
}
