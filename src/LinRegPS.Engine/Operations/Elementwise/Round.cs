using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The nearest whole numbers, of two the even one; torch.round.</summary>
        public Tensor Round() => Unary<Round>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The nearest whole number, of two the even one; torch.round. The derivative is 0 everywhere.</summary>
    public readonly struct Round : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Round(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
