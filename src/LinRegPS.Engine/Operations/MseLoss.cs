using LinRegPS.Kernels;

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
        var squares = Broadcasting.Combine(Label, default(SquaredDifference), First, Second);
        _count = squares.Numel;
        if (_count == 0)
            throw Errors.Empty(Label, squares.Shape);
        return reduction switch
        {
            Reduction.None => squares,
            Reduction.Sum => new Tensor(Summation.Sum(squares.Data)),
            _ => new Tensor(Summation.Sum(squares.Data) / _count),
        };
    }

    private protected override void Backward(Tensor gradient)
    {
        float factor = reduction == Reduction.Mean ? 2f / _count : 2f;
        var difference = Broadcasting.Combine(Label, new ScaledDifference(factor), First, Second);
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
