using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.huber_loss: squared near 0, straight beyond delta. Over delta it is smooth_l1_loss, whose slope is 1 there.
/// </summary>
internal sealed class HuberLoss(Tensor prediction, Tensor target, Reduction reduction, float delta, bool allowBroadcast, bool overDelta = false)
    : DifferenceLoss(prediction, target, reduction, allowBroadcast)
{
    private float Divisor => overDelta ? delta : 1;

    protected override string Label => overDelta ? "SmoothL1Loss" : nameof(HuberLoss);

    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, new Loss(delta, Divisor), prediction, target);

    private protected override Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient) =>
        Broadcasting.Combine(Label, new Derivative(delta, Divisor, 1f / count, gradient), prediction, target);

    // The difference, held between -delta and delta.
    private protected override Tensor Derivatives(Tensor difference, int count)
    {
        var least = Tensor.Scalar(-delta);
        var held = -(-difference.Maximum(least)).Maximum(least);
        return (overDelta ? held / delta : held) * (1f / count);
    }

    // Of NaN, whatever is compared is false: each chooses what hands it on.
    private readonly struct Loss(float delta, float divisor) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var distance = Vector256.Abs(x - y);
            return Vector256.ConditionalSelect(
                Vector256.LessThan(distance, Vector256.Create(delta)),
                distance * 0.5f * distance / divisor,
                (distance - Vector256.Create(0.5f * delta)) * (delta / divisor));
        }
    }

    private readonly struct Derivative(float delta, float divisor, float factor, float gradient) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var difference = x - y;
            var limit = Vector256.Create(delta);
            return Vector256.ConditionalSelect(
                Vector256.GreaterThanOrEqual(Vector256.Abs(difference), limit), Vector256.CopySign(limit, difference), difference) / divisor * factor * gradient;
        }
    }
}
