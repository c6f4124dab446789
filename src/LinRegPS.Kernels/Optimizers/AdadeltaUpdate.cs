using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adadelta (Zeiler 2012), each operation rounded, or fused, as torch.optim.Adadelta does it; <paramref name="Rest"/> is 1 - rho.
/// What is kept are the running means of squared gradients and of squared steps.
/// </summary>
public readonly record struct AdadeltaUpdate(float Rho, float Rest, float Epsilon, float LearningRate, float WeightDecay) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> square, ref Vector256<float> steps, ref Vector256<float> none)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        square = Vector256.FusedMultiplyAdd(gradient * Rest, gradient, square * Rho);
        var epsilon = Vector256.Create(Epsilon);
        var step = Vector256.Sqrt(steps + epsilon) / Vector256.Sqrt(square + epsilon) * gradient;
        steps = Vector256.FusedMultiplyAdd(step * Rest, step, steps * Rho);
        return Vector256.FusedMultiplyAdd(Vector256.Create(-LearningRate), step, w);
    }
}
