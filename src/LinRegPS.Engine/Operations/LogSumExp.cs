using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.logsumexp over marked dimensions.</summary>
internal sealed class LogSumExp(Tensor x, bool[] dimensions, Shape shape) : RowReduction(x, dimensions, shape)
{
    protected override bool SavesOutput => true;

    protected override void Reduce(ReadOnlySpan<float> x, Span<float> y) => RowSoftmax.LogSum(x, Count, y);

    protected override void Differentiate(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx) =>
        RowSoftmax.LogSumBackward(gradient, x, Count, dx);

    protected override Tensor Recorded(Tensor gradient) => Restored(gradient) * (Input(0) - KeptOutput).Exp();
}
