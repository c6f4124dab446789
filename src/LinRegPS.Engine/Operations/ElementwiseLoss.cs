using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>
/// A loss of each prediction against its own target, put together as a reduction says. It refuses shapes that differ
/// unless they may broadcast.
/// </summary>
internal abstract class ElementwiseLoss : Operation
{
    private readonly Shape _shape;

    private protected ElementwiseLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast, bool hasRows = false)
        : base(prediction, target)
    {
        Reduction = hasRows ? reduction : Reductions.Checked(Label, reduction);
        var (shape, targetShape) = (InputShape(0), InputShape(1));
        if (!allowBroadcast && !shape.Equals(targetShape))
        {
            Watcher.Current?.LossRefused(prediction, target);
            throw Errors.LossShapes(Label, shape, targetShape);
        }
        _shape = Shape.Broadcast(Label, shape, targetShape);
        // A sum of none is 0; a mean of none is no number.
        if (_shape.Numel == 0 && reduction is not (Reduction.Sum or Reduction.None))
            throw Errors.Empty(Label, _shape);
    }

    internal Reduction Reduction { get; }

    /// <summary>What the sum of the losses is divided by.</summary>
    private protected int Count => Reduction switch
    {
        Reduction.Mean => _shape.Numel,
        Reduction.BatchMean when _shape.Rank > 0 => _shape[0],
        _ => 1,
    };

    /// <summary>The loss of each element.</summary>
    private protected abstract Tensor Losses(Tensor prediction, Tensor target);

    /// <summary>The sum of the losses.</summary>
    private protected virtual float Sum(Tensor prediction, Tensor target) => Summation.Sum(Losses(prediction, target).Data);

    protected override bool Saves(int input) => true;

    protected override Tensor Forward() => Reduction == Reduction.None
        ? Losses(Input(0), Input(1))
        : new Tensor(Sum(Input(0), Input(1)) / Count);
}

/// <summary>A loss of the difference between prediction and target, so that the one's derivative is the other's with another sign.</summary>
internal abstract class DifferenceLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
    : ElementwiseLoss(prediction, target, reduction, allowBroadcast)
{
    /// <summary>The derivative of each element's loss by its prediction, over a count and times a gradient.</summary>
    private protected abstract Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient);

    /// <summary>The same of their difference, without a gradient: to be differentiated again.</summary>
    private protected abstract Tensor Derivatives(Tensor difference, int count);

    protected override void Backward(Tensor gradient)
    {
        var derivatives = GradMode.IsEnabled ? Derivatives(Input(0) - Input(1), Count) * gradient : Unrecorded(gradient, Count);
        if (!Needs(1))
        {
            GiveNew(0, derivatives);
            return;
        }
        Give(0, derivatives);
        GiveNew(1, -derivatives);
    }

    private Tensor Unrecorded(Tensor gradient, int count)
    {
        bool isOne = gradient.Numel == 1;
        var derivatives = Derivatives(Input(0), Input(1), count, isOne ? gradient.Data[0] : 1);
        if (!isOne)
            Broadcasting.Combine(default(Mul), derivatives, gradient, derivatives);
        return derivatives;
    }
}

/// <summary>A loss whose derivatives are expressions of tensors, recorded where they are to be differentiated again.</summary>
internal abstract class PairLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast = false, bool hasRows = false)
    : ElementwiseLoss(prediction, target, reduction, allowBroadcast, hasRows)
{
    /// <summary>The derivative by the prediction, times what an element gets of the gradient.</summary>
    private protected abstract Tensor ByPrediction(Tensor share, Tensor x, Tensor y);

    /// <summary>The same by the target; null where it has none.</summary>
    private protected abstract Tensor? ByTarget(Tensor share, Tensor x, Tensor y);

    protected override void Backward(Tensor gradient)
    {
        var share = Count == 1 ? gradient : gradient / Count;
        if (Needs(0))
            Give(0, ByPrediction(share, Input(0), Input(1)));
        if (Needs(1) && ByTarget(share, Input(0), Input(1)) is { } part)
            Give(1, part);
    }
}
