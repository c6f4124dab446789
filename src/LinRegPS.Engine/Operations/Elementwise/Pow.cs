using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element to the power of another tensor's, with broadcasting; torch.pow.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
        public Tensor Pow(Tensor exponent) => Binary<Pow>.Apply(this, exponent);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x to the power y; torch.pow of two tensors.</summary>
    public readonly struct Pow : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => PerLane.Pow(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * Binary<PowByBase>.Apply(x, y);

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * Binary<PowByExponent>.Apply(x, y);

        double ITerms.First(double gradient, double x, double y) => y == 0 ? 0 : gradient * (y * Math.Pow(x, y - 1));

        double ITerms.Second(double gradient, double x, double y) => gradient * (x == 0 && y >= 0 ? 0 : Math.Pow(x, y) * Math.Log(x));
    }

    /// <summary>The derivative of x to the power y with respect to x: y x^(y-1), and 0 for the power 0.</summary>
    public readonly struct PowByBase : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.AndNot(
            y * PerLane.Pow(x, y - Vector256<float>.One), Vector256.Equals(y, Vector256<float>.Zero));

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * (y * Binary<PowByBase>.Apply(x, y - 1));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) =>
            gradient * (x.Pow(y - 1) + (y * Binary<PowByExponent>.Apply(x, y - 1)));
    }

    /// <summary>The derivative of x to the power y with respect to y: x^y log x.</summary>
    public readonly struct PowByExponent : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            // 0 to a power of zero or more stays 0 (or 1) however the power moves.
            var flat = Vector256.Equals(x, Vector256<float>.Zero)
                & Vector256.GreaterThanOrEqual(y, Vector256<float>.Zero);
            return Vector256.AndNot(PerLane.Pow(x, y) * Kernels.Functions.Log(x), flat);
        }

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) =>
            gradient * (x.Pow(y - 1) + (y * Binary<PowByExponent>.Apply(x, y - 1)));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * (Binary<PowByExponent>.Apply(x, y) * x.Log());
    }
}
