using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Arc sines, in radians from -pi/2 to pi/2; NaN beyond -1 and 1; torch.asin.</summary>
        public Tensor Asin() => Unary<Asin>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The arc sine; torch.asin. NaN beyond -1 and 1, where the derivative is infinite.</summary>
    public readonly struct Asin : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Asin(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / Vector256.Sqrt((Vector256<float>.One - saved) * (Vector256<float>.One + saved));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => saved / (1 - saved.Square()).Pow(1.5);
    }
}
