using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The least whole numbers from each element on; torch.ceil.</summary>
        public Tensor Ceil() => Unary<Ceil>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The least whole number from x on; torch.ceil. The derivative is 0 everywhere.</summary>
    public readonly struct Ceil : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Ceiling(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
