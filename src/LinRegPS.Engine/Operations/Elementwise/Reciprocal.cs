using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>1 / x of each element; torch.reciprocal.</summary>
        public Tensor Reciprocal() => Unary<Reciprocal>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>1 / x; torch.reciprocal.</summary>
    public readonly struct Reciprocal : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256<float>.One / x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => -(gradient * saved * saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -2 * saved;
    }
}
