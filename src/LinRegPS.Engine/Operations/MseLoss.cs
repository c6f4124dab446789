using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.mse_loss.</summary>
internal sealed class MseLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
    : DifferenceLoss(prediction, target, reduction, allowBroadcast)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, default(SquaredDifference), prediction, target);

    private protected override float Sum(Tensor prediction, Tensor target) => prediction.Shape.Equals(target.Shape)
        ? Summation.SquaredError(prediction.Data, target.Data)
        : base.Sum(prediction, target);

    private protected override Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient) =>
        Broadcasting.Combine(Label, new SquaredErrorGradient(2f / count, gradient), prediction, target);

    private protected override Tensor Derivatives(Tensor difference, int count) => difference * (2f / count);
}
