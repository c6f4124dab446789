using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of RAdam (Liu et al. 2020), each operation rounded, or fused, as torch.optim.RAdam does it; the numbers of this step come as
/// float32: <paramref name="Correction1"/> is the first bias correction, <paramref name="Root"/> the square root of the second, and
/// <paramref name="Rectification"/> that of the variance, 0 where it is not known yet and the step is by the mean alone. What is kept are the
/// running means of gradients and of their squares.
/// </summary>
public readonly record struct RAdamUpdate(
    float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon, float Correction1, float Root, float Rectification, float LearningRate, float WeightDecay)
    : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> square, ref Vector256<float> none)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        mean = Vector256.FusedMultiplyAdd(Vector256.Create(Rest1), gradient, mean * Beta1);
        square = Vector256.FusedMultiplyAdd(gradient * Rest2, gradient, square * Beta2);
        var step = mean / Correction1 * LearningRate;
        if (Rectification != 0)
            step = step * (Vector256<float>.One / (Vector256.Sqrt(square) + Vector256.Create(Epsilon)) * Root) * Rectification;
        return w - step;
    }
}
