using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>
/// A loss of each prediction against its own target, put together as a reduction says. It refuses shapes that differ
/// unless they may broadcast.
/// </summary>
internal abstract class ElementwiseLoss : Operation
{
    private readonly Shape _shape;

    private protected ElementwiseLoss(Tensor prediction, Tensor target, Reduction reduction, bool allowBroadcast)
        : base(prediction, target)
    {
        Reduction = reduction;
        var (shape, targetShape) = (InputShape(0), InputShape(1));
        if (!allowBroadcast && !shape.Equals(targetShape))
        {
            Watcher.Current?.LossRefused(prediction, target);
            throw Errors.LossShapes(Label, shape, targetShape);
        }
        _shape = Shape.Broadcast(Label, shape, targetShape);
        if (_shape.Numel == 0)
            throw Errors.Empty(Label, _shape);
    }

    internal Reduction Reduction { get; }

    /// <summary>The loss of each element.</summary>
    private protected abstract Tensor Losses(Tensor prediction, Tensor target);

    /// <summary>The derivative of each element's loss by its prediction, over a count and times a gradient.</summary>
    private protected abstract Tensor Derivatives(Tensor prediction, Tensor target, int count, float gradient);

    /// <summary>The same of their difference, without a gradient: to be differentiated again.</summary>
    private protected abstract Tensor Derivatives(Tensor difference, int count);

    /// <summary>The sum of the losses.</summary>
    private protected virtual float Sum(Tensor prediction, Tensor target) => Summation.Sum(Losses(prediction, target).Data);

    protected override bool Saves(int input) => true;

    protected override Tensor Forward() => Reduction switch
    {
        Reduction.None => Losses(Input(0), Input(1)),
        Reduction.Sum => new Tensor(Sum(Input(0), Input(1))),
        _ => new Tensor(Sum(Input(0), Input(1)) / _shape.Numel),
    };

    protected override void Backward(Tensor gradient)
    {
        int count = Reduction == Reduction.Mean ? _shape.Numel : 1;
        var derivatives = GradMode.IsEnabled ? Derivatives(Input(0) - Input(1), count) * gradient : Unrecorded(gradient, count);
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
