using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of RMSprop (Tieleman and Hinton 2012), each operation rounded, or fused, as torch.optim.RMSprop does it; <paramref name="Rest"/> is
/// 1 - alpha. What is kept are the running mean of squared gradients, then where it is centered that of gradients, then
/// where there is a momentum the moving step.
/// </summary>
public readonly record struct RMSpropUpdate(
    float Alpha, float Rest, float Epsilon, float LearningRate, float WeightDecay, float Momentum, bool Centered) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> square, ref Vector256<float> second, ref Vector256<float> third)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        square = Vector256.FusedMultiplyAdd(gradient * Rest, gradient, square * Alpha);
        if (!Centered)
            return Move(w, gradient, square, ref second);
        second = Vector256.FusedMultiplyAdd(Vector256.Create(Rest), gradient, second * Alpha);
        return Move(w, gradient, Vector256.FusedMultiplyAdd(-second, second, square), ref third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Move(Vector256<float> w, Vector256<float> gradient, Vector256<float> variance, ref Vector256<float> buffer)
    {
        var divisor = Vector256.Sqrt(variance) + Vector256.Create(Epsilon);
        if (Momentum == 0)
            return w + (gradient * -LearningRate / divisor);
        buffer = (buffer * Momentum) + (gradient / divisor);
        return Vector256.FusedMultiplyAdd(Vector256.Create(-LearningRate), buffer, w);
    }
}
