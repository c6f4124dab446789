using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adam (Kingma and Ba 2015) and of AdamW (Loshchilov and Hutter 2019), each operation rounded, or fused, as torch.optim does it;
/// the numbers of this step come as float32: <paramref name="Rest1"/> is 1 - beta1, <paramref name="Root"/> the square root of the second bias
/// correction, <paramref name="StepSize"/> the learning rate over the first, and <paramref name="Shrink"/> what AdamW multiplies a parameter
/// by, 1 for Adam. What is kept are the running means of gradients and of their squares, and where <paramref name="AmsGrad"/> the largest of
/// the latter.
/// </summary>
public readonly record struct AdamUpdate(
    float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon, float Root, float StepSize, float WeightDecay, float Shrink = 1, bool AmsGrad = false)
    : IParameterUpdate
{
    /// <summary>Moves w by its gradient and the running means of gradients and of their squares, which move too.</summary>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="means">exp_avg, [n].</param>
    /// <param name="squares">exp_avg_sq, [n].</param>
    /// <param name="largest">max_exp_avg_sq, [n]; empty without AmsGrad.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than w.</exception>
    public void Apply(Span<float> w, ReadOnlySpan<float> gradient, Span<float> means, Span<float> squares, Span<float> largest = default) =>
        ParameterUpdate.Apply(this, w, gradient, means, squares, largest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> square, ref Vector256<float> largest)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        if (Shrink != 1)
            w *= Shrink;
        mean = Vector256.FusedMultiplyAdd(Vector256.Create(Rest1), gradient, mean * Beta1);
        square = Vector256.FusedMultiplyAdd(gradient * Rest2, gradient, square * Beta2);
        var variance = square;
        if (AmsGrad)
            variance = largest = Vector256.Max(largest, square);
        var divisor = (Vector256.Sqrt(variance) / Root) + Vector256.Create(Epsilon);
        return w + (mean * -StepSize / divisor);
    }
}
