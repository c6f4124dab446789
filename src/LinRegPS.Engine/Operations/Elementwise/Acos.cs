using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Arc cosines, in radians from 0 to pi; NaN beyond -1 and 1; torch.acos.</summary>
        public Tensor Acos() => Unary<Acos>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The arc cosine; torch.acos. NaN beyond -1 and 1, where the derivative is infinite.</summary>
    public readonly struct Acos : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Acos(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            -(gradient / Vector256.Sqrt((Vector256<float>.One - saved) * (Vector256<float>.One + saved)));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -saved / (1 - saved.Square()).Pow(1.5);
    }
}
