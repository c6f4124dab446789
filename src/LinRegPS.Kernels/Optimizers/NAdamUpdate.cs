using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of NAdam (Dozat 2016), each operation rounded, or fused, as torch.optim.NAdam does it; the numbers of this step come as float32:
/// <paramref name="Correction2"/> is the second bias correction, and the step sizes are those by the gradient and by the mean. What is kept
/// are the running means of gradients and of their squares.
/// </summary>
public readonly record struct NAdamUpdate(
    float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon, float Correction2, float GradientStep, float MeanStep, float WeightDecay)
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
        var divisor = Vector256.Sqrt(square / Correction2) + Vector256.Create(Epsilon);
        w += gradient * -GradientStep / divisor;
        return w + (mean * -MeanStep / divisor);
    }
}
