using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The whole numbers towards 0; torch.trunc.</summary>
        public Tensor Trunc() => Unary<Trunc>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The whole number towards 0; torch.trunc. The derivative is 0 everywhere.</summary>
    public readonly struct Trunc : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Truncate(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
