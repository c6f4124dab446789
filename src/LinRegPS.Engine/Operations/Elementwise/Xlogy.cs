using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x log(y) of each pair of elements, with broadcasting: 0 where x is 0, whatever y; torch.xlogy.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Xlogy(Tensor other) => Binary<Xlogy>.Apply(this, other);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x log(y), 0 where x is 0 and y is not NaN; torch.xlogy.</summary>
    public readonly struct Xlogy : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.AndNot(
            x * Kernels.Functions.Log(y), Vector256.Equals(x, Vector256<float>.Zero) & Vector256.Equals(y, y));

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y)
        {
            // Where x is 0 and y has no logarithm nothing is passed on.
            var shape = Tensor.Zeros([.. gradient.Shape]);
            var flat = Broadcasting.Combine(nameof(Xlogy), default(Flat), shape + x.Detach(), shape + y.Detach());
            return Binary<Gate>.Apply(gradient * y.Log(), 1 - flat);
        }

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * (x / y);

        double ITerms.First(double gradient, double x, double y) => x == 0 && y <= 0 ? 0 : gradient == 0 && !double.IsNaN(y) ? 0 : gradient * Math.Log(y);

        double ITerms.Second(double gradient, double x, double y) => gradient * x / y;

        // Neither of NaN.
        private readonly struct Flat : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256<float>.One
                & Vector256.Equals(x, Vector256<float>.Zero) & Vector256.LessThanOrEqual(y, Vector256<float>.Zero);
        }
    }
}
