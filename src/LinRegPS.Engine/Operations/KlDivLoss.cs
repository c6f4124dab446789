using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.kl_div of log-probabilities x: y (log y - x), and 0 where y is 0.</summary>
internal sealed class KlDivLoss(Tensor prediction, Tensor target, Reduction reduction)
    : PairLoss(prediction, target, reduction, hasRows: true)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, default(Loss), prediction, target);

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) => -(share * y);

    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y) => share * Binary<KlSlope>.Apply(x, y);

    private readonly struct Loss : IBinaryFunction
    {
        private const double Ln2 = 0.6931471805599453;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
        }

        // 0 log(0) is 0; 0 times an infinite x is not. As two products, of which both may be infinite.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => Vector256.ConditionalSelect(
            Vector256.Equals(y, Vector256<double>.Zero), -(y * x), (y * (WideLogarithms.Log2(y) * Ln2)) - (y * x));
    }
}

/// <summary>torch.nn.functional.kl_div where the target is of log-probabilities too: e^y (y - x).</summary>
internal sealed class KlDivOfLogsLoss(Tensor prediction, Tensor target, Reduction reduction)
    : PairLoss(prediction, target, reduction, hasRows: true)
{
    protected override string Label => nameof(KlDivLoss);

    private protected override Tensor Losses(Tensor prediction, Tensor target) => target.Exp() * (target - prediction);

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) => -(share * y.Exp());

    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y) => share * Binary<KlSlopeOfLogs>.Apply(x, y);
}

/// <summary>e^y (y - x + 1), the derivative of e^y (y - x) by y: rounded once, as they may largely cancel.</summary>
public readonly struct KlSlopeOfLogs : IBinaryOperator
{
    /// <inheritdoc/>
    public Saves FirstReads => Saves.Second;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.Both;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
        return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => -(gradient * y.Exp());

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * (y.Exp() * (y - x + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => PowerDifference.Power(y) * (y - x + Vector256<double>.One);
}

/// <summary>log y + 1 - x, the derivative of y (log y - x) by y: rounded once, as they may largely cancel. NaN where y is 0 or infinite, as in PyTorch.</summary>
public readonly struct KlSlope : IBinaryOperator
{
    private const double Ln2 = 0.6931471805599453;

    /// <inheritdoc/>
    public Saves FirstReads => Saves.Nothing;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.Second;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
        return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => -gradient;

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => (WideLogarithms.Log2(y) * Ln2) + (y / y) - x;
}
