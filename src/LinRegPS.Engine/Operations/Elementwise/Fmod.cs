using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>What division leaves, with the sign of the element that is divided, with broadcasting; torch.fmod.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Fmod(Tensor other) => Binary<Fmod>.Apply(this, other);

        /// <summary>What division by a number leaves, with the sign of the element; torch.fmod.</summary>
        public Tensor Fmod(double other) => Fmod(Scalar(other));

        /// <summary>What division leaves, with the sign of the divisor, with broadcasting; torch.remainder, Python's %.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Remainder(Tensor other) => Binary<Remainder>.Apply(this, other);

        /// <summary>What division by a number leaves, with the number's sign; torch.remainder, Python's %.</summary>
        public Tensor Remainder(double other) => Remainder(Scalar(other));

        /// <summary>What division leaves, with the divisor's sign, as Python's % has it and not C#'s; torch.remainder.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public static Tensor operator %(Tensor a, Tensor b) => Binary<Remainder>.Apply(a, b);

        /// <summary>What division by a number leaves, with the number's sign; torch.remainder.</summary>
        public static Tensor operator %(Tensor a, double b) => a % Scalar(b);

        /// <summary>What division of a number by each element leaves, with the element's sign; torch.remainder.</summary>
        public static Tensor operator %(double a, Tensor b) => Scalar(a) % b;

        /// <summary>Quotients rounded down to whole numbers, with broadcasting; torch.floor_divide, Python's //. The derivative is 0.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor FloorDivide(Tensor other) => Binary<FloorDivide>.Apply(this, other);

        /// <summary>Quotients by a number, rounded down to whole numbers; torch.floor_divide, Python's //. The derivative is 0.</summary>
        public Tensor FloorDivide(double other) => FloorDivide(Scalar(other));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x - y trunc(x / y), exactly; torch.fmod.</summary>
    public readonly struct Fmod : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Nothing;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => PerLane.Fmod(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * -(x / y).Trunc();

        double ITerms.First(double gradient, double x, double y) => gradient;

        double ITerms.Second(double gradient, double x, double y) => gradient * -Math.Truncate(x / y);
    }

    /// <summary>x - y floor(x / y); torch.remainder.</summary>
    public readonly struct Remainder : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Nothing;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var rest = PerLane.Fmod(x, y);
            var otherSign = Vector256.LessThan(rest, Vector256<float>.Zero) ^ Vector256.LessThan(y, Vector256<float>.Zero);
            return rest + (y & Vector256.AndNot(otherSign, Vector256.Equals(rest, Vector256<float>.Zero)));
        }

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * -x.FloorDivide(y);

        double ITerms.First(double gradient, double x, double y) => gradient;

        double ITerms.Second(double gradient, double x, double y) => gradient * -Floor(x, y);

        // floor(x / y), of the exact quotient.
        private static double Floor(double x, double y)
        {
            double rest = x % y, quotient = (x - rest) / y;
            return y == 0 ? x / y : Math.Floor((rest != 0 && (rest < 0) != (y < 0) ? quotient - 1 : quotient) + 0.5);
        }
    }

    /// <summary>floor(x / y), of the exact quotient; torch.floor_divide. Its derivatives are 0.</summary>
    public readonly struct FloorDivide : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Nothing;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Nothing;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            // What is left taken off, the quotient is whole but for its rounding.
            var rest = PerLane.Fmod(x, y);
            var otherSign = Vector256.LessThan(rest, Vector256<float>.Zero) ^ Vector256.LessThan(y, Vector256<float>.Zero);
            var down = Vector256.AndNot(otherSign, Vector256.Equals(rest, Vector256<float>.Zero)) & Vector256<float>.One;
            var whole = Vector256.Floor(((x - rest) / y) - down + Vector256.Create(0.5f));
            whole = Vector256.ConditionalSelect(Vector256.Equals(whole, Vector256<float>.Zero), Vector256.CopySign(Vector256<float>.Zero, x / y), whole);
            return Vector256.ConditionalSelect(Vector256.Equals(y, Vector256<float>.Zero), x / y, whole);
        }

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => Binary<Gate>.Apply(gradient, Tensor.Scalar(0));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => Binary<Gate>.Apply(gradient, Tensor.Scalar(0));
    }
}
