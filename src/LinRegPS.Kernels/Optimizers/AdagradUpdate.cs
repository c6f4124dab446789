using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adagrad (Duchi et al. 2011), each operation rounded, or fused, as torch.optim.Adagrad does it. What is kept is the sum of
/// squared gradients.
/// </summary>
public readonly record struct AdagradUpdate(float LearningRate, float Epsilon, float WeightDecay) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> sum, ref Vector256<float> none, ref Vector256<float> alsoNone)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        sum = Vector256.FusedMultiplyAdd(gradient, gradient, sum);
        return w + (gradient * -LearningRate / (Vector256.Sqrt(sum) + Vector256.Create(Epsilon)));
    }
}
