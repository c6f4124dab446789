using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of resilient backpropagation (Riedmiller and Braun 1993), as torch.optim.Rprop does it: where the sign of the gradient changes, the
/// step shrinks and the parameter stays; where it is the same, the step grows. What is kept are the gradient before and the step's size.
/// </summary>
public readonly record struct RpropUpdate(float EtaMinus, float EtaPlus, float MinStep, float MaxStep) : IParameterUpdate
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> before, ref Vector256<float> size, ref Vector256<float> none)
    {
        var zero = Vector256<float>.Zero;
        var product = gradient * before;
        var turns = Vector256.LessThan(product, zero);
        var factor = Vector256.ConditionalSelect(
            turns, Vector256.Create(EtaMinus), Vector256.ConditionalSelect(Vector256.GreaterThan(product, zero), Vector256.Create(EtaPlus), Vector256<float>.One));
        size = Vector256.Min(Vector256.Max(size * factor, Vector256.Create(MinStep)), Vector256.Create(MaxStep));
        before = Vector256.AndNot(gradient, turns);
        var moved = (Vector256.GreaterThan(before, zero) & size) - (Vector256.LessThan(before, zero) & size);
        return w - moved;
    }
}
