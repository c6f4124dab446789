using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of averaged stochastic gradient descent (Polyak and Juditsky 1992), each operation rounded, or fused, as torch.optim.ASGD does
/// it; <paramref name="Shrink"/> is what the parameter is multiplied by first, <paramref name="Share"/> what of the way to it the mean goes. What is
/// kept is the mean of the parameters.
/// </summary>
public readonly record struct AsgdUpdate(float LearningRate, float Shrink, float Share, float WeightDecay) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> none, ref Vector256<float> alsoNone)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        w = Vector256.FusedMultiplyAdd(gradient, Vector256.Create(-LearningRate), w * Shrink);
        mean = Share == 1 ? w : mean + ((w - mean) * Share);
        return w;
    }
}
