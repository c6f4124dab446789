using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adam (Kingma and Ba 2015), each operation rounded, or fused, as torch.optim.Adam does it; the numbers of this step come as
/// float32: <paramref name="Rest1"/> is 1 - beta1, <paramref name="Root"/> the square root of the second bias correction,
/// and <paramref name="StepSize"/> the learning rate over the first. What is kept are the running means of gradients and
/// of their squares.
/// </summary>
public readonly record struct AdamUpdate(
    float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon, float Root, float StepSize, float WeightDecay) : IParameterUpdate
{
    /// <summary>Moves w by its gradient and the running means of gradients and of their squares, which move too.</summary>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="means">exp_avg, [n].</param>
    /// <param name="squares">exp_avg_sq, [n].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than w.</exception>
    public void Apply(Span<float> w, ReadOnlySpan<float> gradient, Span<float> means, Span<float> squares) =>
        ParameterUpdate.Apply(this, w, gradient, means, squares);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> square, ref Vector256<float> none)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        mean = Vector256.FusedMultiplyAdd(Vector256.Create(Rest1), gradient, mean * Beta1);
        square = Vector256.FusedMultiplyAdd(gradient * Rest2, gradient, square * Beta2);
        var divisor = (Vector256.Sqrt(square) / Root) + Vector256.Create(Epsilon);
        return w + (mean * -StepSize / divisor);
    }
}
