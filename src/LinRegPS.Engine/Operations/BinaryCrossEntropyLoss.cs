using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Losses;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.binary_cross_entropy of probabilities; logarithms are held at -100, so that no loss is infinite.</summary>
internal sealed class BinaryCrossEntropyLoss(Tensor prediction, Tensor target, Reduction reduction)
    : PairLoss(prediction, target, reduction)
{
    private const float LeastLog = -100, LeastVariance = 1e-12f;

    private protected override Tensor Losses(Tensor prediction, Tensor target)
    {
        var probabilities = prediction.Data;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1))
                throw Errors.NotAProbability(Label, i, probabilities[i]);
        }
        return -((target * Log(prediction)) + ((1 - target) * LogOfOther(prediction)));
    }

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) =>
        share * ((x - y) / ((1 - x) * x).Maximum(Tensor.Scalar(LeastVariance)));

    // Not held, in PyTorch neither.
    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y) => -(share * x.Logit());

    private static Tensor Log(Tensor x) => x.Log().Maximum(Tensor.Scalar(LeastLog));

    private static Tensor LogOfOther(Tensor x) => (-x).Log1p().Maximum(Tensor.Scalar(LeastLog));
}

/// <summary>torch.nn.functional.binary_cross_entropy_with_logits: max(x, 0) - x y + log(1 + e^-|x|).</summary>
internal sealed class BinaryCrossEntropyWithLogitsLoss(Tensor prediction, Tensor target, Reduction reduction)
    : PairLoss(prediction, target, reduction)
{
    private protected override Tensor Losses(Tensor prediction, Tensor target) =>
        Broadcasting.Combine(Label, default(Loss), prediction, target);

    private protected override Tensor ByPrediction(Tensor share, Tensor x, Tensor y) => share * Binary<LogisticDifference>.Apply(x, y);

    private protected override Tensor ByTarget(Tensor share, Tensor x, Tensor y) => -(share * x);

    private readonly struct Loss : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(Of(lowerX, lowerY), Of(upperX, upperY));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Of(Vector256<double> x, Vector256<double> y)
        {
            var power = WideFunctions.Exp(-Vector256.MinNative(Vector256.Create(700.0), Vector256.Abs(x)));
            // max(x, 0) - x y as a product, which an infinite score leaves infinite.
            var share = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<double>.Zero), Vector256<double>.One - y, y);
            return (Vector256.Abs(x) * share) + WideLogarithms.Log1p(power);
        }
    }
}

/// <summary>
/// The same of each element where a yes counts otherwise than a no, pos_weight: w y log(1 + e^-x) + (1 - y) log(1 + e^x), for a weight that
/// broadcasts to the scores.
/// </summary>
internal sealed class PositiveWeightedLoss(Tensor prediction, Tensor target, Tensor weight) : Operation(prediction, target, weight)
{
    protected override string Label => "BinaryCrossEntropyWithLogitsLoss";

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var losses = new Tensor(InputShape(0));
        WeightedLogistic.Forward(Input(0).Data, Input(1).Data, EachWeight().Data, losses.Data);
        return losses;
    }

    protected override void Backward(Tensor gradient)
    {
        var (x, y, w) = (Input(0), Input(1), Input(2));
        if (Needs(0) && GradMode.IsEnabled)
            Give(0, gradient * (((1 - y) * x.Sigmoid()) - (w * y * (-x).Sigmoid())));
        else if (Needs(0))
        {
            var dx = new Tensor(x.Shape);
            WeightedLogistic.Backward(gradient.Data, x.Data, y.Data, EachWeight().Data, dx.Data);
            GiveNew(0, dx);
        }
        if (Needs(1))
            Give(1, GradMode.IsEnabled ? gradient * ((w * (-x).Softplus()) - x.Softplus()) : Summed(1, gradient));
        if (Needs(2))
            Give(2, GradMode.IsEnabled ? gradient * y * (-x).Softplus() : Summed(2, gradient));
    }

    // By the target and by the weight, in float64.
    private Tensor Summed(int input, Tensor gradient)
    {
        ReadOnlySpan<float> g = gradient.Data, x = Input(0).Data, y = Input(1).Data, w = EachWeight().Data;
        double[] terms = new double[g.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            double power = Math.Exp(-Math.Abs((double)x[i])), more = 1 + power;
            // log(1 + power), with the digits that the sum has lost.
            double log = more == 1 ? power : Math.Log(more) * power / (more - 1);
            double ofYes = Math.Max(-x[i], 0.0) + log, ofNo = Math.Max(x[i], 0.0) + log;
            terms[i] = g[i] * (input == 1 ? (w[i] * ofYes) - ofNo : y[i] * ofYes);
        }
        return RepeatedOperand.SumTo(terms, gradient.Shape, InputShape(input));
    }

    private Tensor EachWeight() => Input(2).Shape.Equals(InputShape(0)) ? Input(2) : Broadcasting.Expand(Input(2), Input(2).Shape, InputShape(0));
}

/// <summary>The probability of a score, 1 / (1 + e^-x), less y: rounded once, as they may largely cancel.</summary>
public readonly struct LogisticDifference : IBinaryOperator
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
        return Vector256.Narrow(Probability(lowerX) - lowerY, Probability(upperX) - upperY);
    }

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y)
    {
        var probability = x.Sigmoid();
        return gradient * probability * (1 - probability);
    }

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -gradient;

    // Near 0 by e^x - 1, so that a half is one; far out the power alone has all digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Probability(Vector256<double> x)
    {
        var less = WideExponentials.Expm1(-Vector256.Abs(x));
        var near = Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256<double>.Zero), Vector256<double>.One + less, Vector256<double>.One) / (less + Vector256.Create(2.0));
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(8.0)), near, WideFunctions.Sigmoid(x));
    }
}
