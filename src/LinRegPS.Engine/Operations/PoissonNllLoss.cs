using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.poisson_nll_loss: e^x - y x of the logarithm of a rate, or x - y log(x + eps) of the rate. In full with
/// Stirling's approximation of log(y!) where y is above 1.
/// </summary>
internal sealed class PoissonNllLoss(Tensor prediction, Tensor target, Reduction reduction, bool logInput, bool full, float eps)
    : PairLoss(prediction, target, reduction)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target)
    {
        var losses = logInput
            ? Broadcasting.Combine(Label, default(OfLog), prediction, target)
            : Broadcasting.Combine(Label, new OfRate(eps), prediction, target);
        return full ? losses + Binary<Gate>.Apply((target * target.Log()) - target + ((target * (2 * Math.PI)).Log() * 0.5), AboveOne(target)) : losses;
    }

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) =>
        share * (logInput ? Binary<PowerDifference>.Apply(x, y) : Binary<RateSlope>.Apply(x, y, new(eps)));

    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y)
    {
        var slope = logInput ? -x : -(x + eps).Log();
        return share * (full ? slope + Binary<Gate>.Apply(y.Log() + (0.5 / y), AboveOne(y)) : slope);
    }

    private Tensor AboveOne(Tensor target) => Broadcasting.Combine(Label, default(Above), target, Tensor.Scalar(1));

    private readonly struct OfLog : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => PowerDifference.Power(x) - (y * x);
    }

    private readonly struct OfRate(float eps) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
        }

        // As they may largely cancel.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x - (y * WideLogarithms.Log(x + Vector256.Create((double)eps)));
    }

    private readonly struct Above : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
            Vector256.ConditionalSelect(Vector256.GreaterThan(x, y), Vector256<float>.One, Vector256<float>.Zero);
    }
}

/// <summary>1 - y / (x + eps), the derivative of x - y log(x + eps) by x: rounded once, as they may largely cancel.</summary>
/// <param name="eps">What is added to a rate.</param>
public readonly struct RateSlope(double eps) : IBinaryOperator
{
    /// <inheritdoc/>
    public Saves FirstReads => Saves.Both;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
        return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * (y / (x + eps).Square());

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -(gradient / (x + eps));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Of(Vector256<double> x, Vector256<double> y) => Vector256<double>.One - (y / (x + Vector256.Create(eps)));
}

/// <summary>e^x - y: rounded once, as they may largely cancel.</summary>
public readonly struct PowerDifference : IBinaryOperator
{
    /// <inheritdoc/>
    public Saves FirstReads => Saves.First;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
        return Vector256.Narrow(Power(lowerX) - lowerY, Power(upperX) - upperY);
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * x.Exp();

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -gradient;

    /// <summary>e^x, beyond float32 to both sides; infinite above 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Power(Vector256<double> x)
    {
        var limit = Vector256.Create(700.0);
        var power = WideFunctions.Exp(Vector256.MinNative(limit, Vector256.MaxNative(-limit, x)));
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, limit), Vector256.Create(double.PositiveInfinity), power);
    }
}
