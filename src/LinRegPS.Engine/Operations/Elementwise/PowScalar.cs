using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element to the power of a number; torch.pow.</summary>
        /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
        public Tensor Pow(double exponent) => Unary<PowScalar>.Apply(this, new PowScalar(exponent));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x to a constant power; torch.pow with a number. The derivative for the power 0 is 0 everywhere.</summary>
    public readonly struct PowScalar(double exponent) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        public string Label => "Pow";

        /// <inheritdoc/>
        public bool WholeGrows => double.IsInteger(exponent);

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x) => Power(x, exponent);

        /// <inheritdoc/>
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            exponent == 0 ? Vector256<float>.Zero : gradient * (Vector256.Create((float)exponent) * Power(saved, exponent - 1));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) =>
            exponent is 0 or 1 ? null : saved.Pow(exponent - 2) * (exponent * (exponent - 1));

        // The usual powers by multiplication, as PyTorch does: exact where a product is.
        private static Vector256<float> Power(Vector256<float> x, double exponent) => exponent switch
        {
            1 => x,
            2 => x * x,
            3 => x * x * x,
            0.5 => Vector256.Sqrt(x),
            -0.5 => Vector256<float>.One / Vector256.Sqrt(x),
            -1 => Vector256<float>.One / x,
            -2 => Vector256<float>.One / (x * x),
            _ => PerLane.Pow(x, exponent),
        };
    }
}
