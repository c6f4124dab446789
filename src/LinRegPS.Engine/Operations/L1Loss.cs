using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.l1_loss. The derivative of no difference is 0.</summary>
internal sealed class L1Loss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
    : DifferenceLoss(prediction, target, reduction, allowBroadcast)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, default(Distance), prediction, target);

    private protected override Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient) =>
        Broadcasting.Combine(Label, new Sign(1f / count, gradient), prediction, target);

    // A constant but at 0.
    private protected override Tensor Derivatives(Tensor difference, int count) =>
        Broadcasting.Combine(Label, new Sign(1f / count, 1), difference, Tensor.Scalar(0));

    private readonly struct Distance : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Abs(x - y);
    }

    private readonly struct Sign(float factor, float gradient) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var difference = x - y;
            var sign = Vector256.CopySign(Vector256.Create(factor), difference) * gradient;
            // 0 of no difference, and of NaN, as PyTorch's sign has it.
            return Vector256.ConditionalSelect(
                Vector256.GreaterThan(Vector256.Abs(difference), Vector256<float>.Zero), sign, Vector256<float>.Zero * gradient);
        }
    }
}
