using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.soft_margin_loss: log(1 + e^(-y x)).</summary>
internal sealed class SoftMarginLoss(Tensor prediction, Tensor target, Reduction reduction) : PairLoss(prediction, target, reduction)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) => (-(target * prediction)).Softplus();

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) => -(share * (y * (-(y * x)).Sigmoid()));

    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y) => -(share * (x * (-(y * x)).Sigmoid()));
}

/// <summary>
/// torch.nn.functional.hinge_embedding_loss: x where y is 1, max(0, margin - x) where it is -1, and both where it is neither.
/// </summary>
internal sealed class HingeEmbeddingLoss(Tensor prediction, Tensor target, Reduction reduction, float margin)
    : PairLoss(prediction, target, reduction)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, new Loss(margin), prediction, target);

    // A constant on either side of the margin.
    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) =>
        share * Broadcasting.Combine(Label, new Slope(margin), x, y);

    private protected override Tensor? ByTarget(Tensor share, Tensor x, Tensor y) => null;

    private readonly struct Loss(float margin) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var near = Vector256.AndNot(x, Vector256.Equals(y, Vector256.Create(-1f)));
            var far = Vector256.Max(Vector256.Create(margin) - x, Vector256<float>.Zero);
            return near + Vector256.AndNot(far, Vector256.Equals(y, Vector256<float>.One));
        }
    }

    private readonly struct Slope(float margin) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var near = Vector256.AndNot(Vector256<float>.One, Vector256.Equals(y, Vector256.Create(-1f)));
            // Nothing of NaN, as torch.clamp_min has it.
            var within = Vector256.GreaterThanOrEqual(Vector256.Create(margin) - x, Vector256<float>.Zero);
            return near - Vector256.AndNot(Vector256<float>.One & within, Vector256.Equals(y, Vector256<float>.One));
        }
    }
}

/// <summary>x - y + margin, rounded once: what is missing of a distance.</summary>
/// <param name="margin">The distance that is enough.</param>
public readonly struct Shortfall(double margin) : IBinaryOperator
{
    /// <inheritdoc/>
    public Saves FirstReads => Saves.Nothing;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
        return Vector256.Narrow(lowerX - lowerY + Vector256.Create(margin), upperX - upperY + Vector256.Create(margin));
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient;

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -gradient;
}

/// <summary>What losses with a margin are made of.</summary>
internal static class Margins
{
    /// <summary>max(x, 0), NaN of NaN; the gradient is 1 at 0 and 0 at NaN, as torch.clamp_min has it.</summary>
    public static Tensor AtLeastZero(Tensor x) => x.Clamp(min: 0);
}
