using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adamax (Kingma and Ba 2015), each operation rounded, or fused, as torch.optim.Adamax does it; <paramref name="StepSize"/> is the
/// learning rate over the bias correction. What is kept are the running mean of gradients and the largest gradient, which decays.
/// </summary>
public readonly record struct AdamaxUpdate(float Beta1, float Rest1, float Beta2, float Epsilon, float StepSize, float WeightDecay) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> largest, ref Vector256<float> none)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        mean = Vector256.FusedMultiplyAdd(Vector256.Create(Rest1), gradient, mean * Beta1);
        largest = Vector256.Max(largest * Beta2, Vector256.Abs(gradient) + Vector256.Create(Epsilon));
        return w + (mean * -StepSize / largest);
    }
}
