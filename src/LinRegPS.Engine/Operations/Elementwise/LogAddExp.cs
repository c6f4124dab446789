using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>log(exp(x) + exp(y)) of each pair of elements, with broadcasting; torch.logaddexp.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor LogAddExp(Tensor other) => Binary<LogAddExp>.Apply(this, other);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>log(exp(x) + exp(y)), whose powers may be beyond float32; torch.logaddexp. Within 0.51 ulp, of the greater where what is added cancels it.</summary>
    public readonly struct LogAddExp : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            var sum = Vector256.Narrow(
                Vector256.Max(lowerX, lowerY) + WideLogarithms.LogOnePlusExp(-Vector256.Abs(lowerX - lowerY)),
                Vector256.Max(upperX, upperY) + WideLogarithms.LogOnePlusExp(-Vector256.Abs(upperX - upperY)));
            // Two equal infinities have no difference; nor has a number beside one a sum.
            var infinite = Vector256.Equals(Vector256.Abs(x), Vector256.Create(float.PositiveInfinity))
                | Vector256.Equals(Vector256.Abs(y), Vector256.Create(float.PositiveInfinity));
            return Vector256.ConditionalSelect(infinite, Vector256.Max(x, y), sum);
        }

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * Binary<SigmoidOfDifference>.Apply(x, y);

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * Binary<SigmoidOfDifference>.Apply(y, x);

        double ITerms.First(double gradient, double x, double y) => gradient / (1 + Math.Exp(y - x));

        double ITerms.Second(double gradient, double x, double y) => gradient / (1 + Math.Exp(x - y));
    }

    /// <summary>1 / (1 + exp(y - x)), the difference with all its digits: the share of exp(x) in exp(x) + exp(y).</summary>
    public readonly struct SigmoidOfDifference : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(WideFunctions.Sigmoid(lowerX - lowerY), WideFunctions.Sigmoid(upperX - upperY));
        }

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) =>
            gradient * Binary<SigmoidOfDifference>.Apply(x, y) * Binary<SigmoidOfDifference>.Apply(y, x);

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -BackwardFirst(gradient, x, y);
    }
}
