using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>-1, 0 or 1, as each element is below, at or above 0; torch.sign. 0 for NaN; the derivative is 0.</summary>
        public Tensor Sign() => Unary<Sign>.Apply(this);

        /// <summary>The same as <see cref="Sign"/>, on real numbers; torch.sgn.</summary>
        public Tensor Sgn() => Sign();
    }
}

namespace LinRegPS.Operations
{
    /// <summary>-1, 0 or 1, as x is below, at or above 0; torch.sign. 0 for NaN, as in PyTorch; the derivative is 0 everywhere.</summary>
    public readonly struct Sign : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            (Vector256.GreaterThan(x, Vector256<float>.Zero) & Vector256<float>.One)
            - (Vector256.LessThan(x, Vector256<float>.Zero) & Vector256<float>.One);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
