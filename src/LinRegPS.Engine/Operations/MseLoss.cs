using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.mse_loss.</summary>
internal sealed class MseLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
    : Operation(prediction, target)
{
    private int _count;

    internal Reduction Reduction => reduction;

    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward()
    {
        if (!allowBroadcast && !First.Shape.Equals(Second.Shape))
        {
            Watcher.Current?.LossRefused(First, Second);
            throw Errors.LossShapes(First.Shape, Second.Shape);
        }
        var shape = Shape.Broadcast(Label, First.Shape, Second.Shape);
        _count = shape.Numel;
        if (_count == 0)
            throw Errors.Empty(Label, shape);
        if (reduction == Reduction.None)
            return Squares();
        float sum = First.Shape.Equals(Second.Shape)
            ? Summation.SquaredError(First.Data, Second.Data)
            : Summation.Sum(Squares().Data);
        return new Tensor(reduction == Reduction.Sum ? sum : sum / _count);
    }

    private Tensor Squares() => Broadcasting.Combine(Label, default(SquaredDifference), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        float factor = reduction == Reduction.Mean ? 2f / _count : 2f;
        bool isOne = gradient.Numel == 1;
        var difference = Broadcasting.Combine(
            Label, new ScaledDifference(factor, isOne ? gradient.Data[0] : 1), First, Second);
        if (!isOne)
            Broadcasting.Combine(default(Kernels.Mul), difference, gradient, difference);
        Broadcasting.Give(First, difference, shared: Second.RequiresGrad);
        if (Second.RequiresGrad)
        {
            var negative = new Tensor(difference.Shape);
            Elementwise.Forward(default(Neg), difference.Data, negative.Data);
            Broadcasting.Give(Second, negative);
        }
    }
}
