using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The greatest whole numbers up to each element; torch.floor.</summary>
        public Tensor Floor() => Unary<Floor>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The greatest whole number up to x; torch.floor. The derivative is 0 everywhere.</summary>
    public readonly struct Floor : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Floor(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
