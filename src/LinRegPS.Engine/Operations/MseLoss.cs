using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.mse_loss.</summary>
internal sealed class MseLoss : Operation
{
    private readonly Shape _shape;

    public MseLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
        : base(prediction, target)
    {
        Reduction = reduction;
        var (shape, targetShape) = (InputShape(0), InputShape(1));
        if (!allowBroadcast && !shape.Equals(targetShape))
        {
            Watcher.Current?.LossRefused(prediction, target);
            throw Errors.LossShapes(shape, targetShape);
        }
        _shape = Shape.Broadcast(Label, shape, targetShape);
        if (_shape.Numel == 0)
            throw Errors.Empty(Label, _shape);
    }

    internal Reduction Reduction { get; }

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var (prediction, target) = (Input(0), Input(1));
        if (Reduction == Reduction.None)
            return Squares();
        float sum = prediction.Shape.Equals(target.Shape)
            ? Summation.SquaredError(prediction.Data, target.Data)
            : Summation.Sum(Squares().Data);
        return new Tensor(Reduction == Reduction.Sum ? sum : sum / _shape.Numel);

        Tensor Squares() => Broadcasting.Combine(Label, default(SquaredDifference), prediction, target);
    }

    protected override void Backward(Tensor gradient)
    {
        float factor = Reduction == Reduction.Mean ? 2f / _shape.Numel : 2f;
        var difference = GradMode.IsEnabled ? (Input(0) - Input(1)) * factor * gradient : Difference(factor, gradient);
        if (!Needs(1))
        {
            GiveNew(0, difference);
            return;
        }
        Give(0, difference);
        GiveNew(1, -difference);
    }

    private Tensor Difference(float factor, Tensor gradient)
    {
        bool isOne = gradient.Numel == 1;
        var difference = Broadcasting.Combine(
            Label, new ScaledDifference(factor, isOne ? gradient.Data[0] : 1), Input(0), Input(1));
        if (!isOne)
            Broadcasting.Combine(default(Mul), difference, gradient, difference);
        return difference;
    }
}
