using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.huber_loss: squared near 0, straight beyond delta.</summary>
internal sealed class HuberLoss(Tensor prediction, Tensor target, Reduction reduction, float delta, bool allowBroadcast)
    : ElementwiseLoss(prediction, target, reduction, allowBroadcast)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, new Loss(delta), prediction, target);

    private protected override Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient) =>
        Broadcasting.Combine(Label, new Derivative(delta, 1f / count, gradient), prediction, target);

    // The difference, held between -delta and delta.
    private protected override Tensor Derivatives(Tensor difference, int count)
    {
        var least = Tensor.Scalar(-delta);
        return -(-difference.Maximum(least)).Maximum(least) * (1f / count);
    }

    // Of NaN, whatever is compared is false: each chooses what hands it on.
    private readonly struct Loss(float delta) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var distance = Vector256.Abs(x - y);
            return Vector256.ConditionalSelect(
                Vector256.LessThan(distance, Vector256.Create(delta)),
                distance * 0.5f * distance,
                (distance - Vector256.Create(0.5f * delta)) * delta);
        }
    }

    private readonly struct Derivative(float delta, float factor, float gradient) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var difference = x - y;
            var limit = Vector256.Create(delta);
            return Vector256.ConditionalSelect(
                Vector256.GreaterThanOrEqual(Vector256.Abs(difference), limit), Vector256.CopySign(limit, difference), difference) * factor * gradient;
        }
    }
}
