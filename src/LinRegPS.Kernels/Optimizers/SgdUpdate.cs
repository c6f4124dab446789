using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of stochastic gradient descent, each operation rounded, or fused, as torch.optim.SGD does it;
/// <paramref name="Rest"/> is 1 - dampening. What is kept is the moving gradient; <paramref name="First"/> starts it.
/// </summary>
public readonly record struct SgdUpdate(
    float LearningRate, float WeightDecay, float Momentum, float Rest, bool Nesterov, bool First) : IParameterUpdate
{
    /// <summary>w = fma(-learningRate, gradient, w), rounded once: the step that keeps nothing; BLAS's saxpy.</summary>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="learningRate">What the gradient is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gradient is shorter than w.</exception>
    public static void Apply(Span<float> w, ReadOnlySpan<float> gradient, float learningRate) =>
        Elementwise.Forward(new AddScaled(-learningRate), w, gradient[..w.Length], w);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> buffer, ref Vector256<float> none, ref Vector256<float> alsoNone)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        if (Momentum != 0)
        {
            buffer = First ? gradient : Vector256.FusedMultiplyAdd(Vector256.Create(Rest), gradient, buffer * Momentum);
            gradient = Nesterov ? Vector256.FusedMultiplyAdd(Vector256.Create(Momentum), buffer, gradient) : buffer;
        }
        return Vector256.FusedMultiplyAdd(Vector256.Create(-LearningRate), gradient, w);
    }
}
