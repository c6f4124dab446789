using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Square roots; torch.sqrt. NaN below 0; the derivative at 0 is infinite.</summary>
        public Tensor Sqrt() => Unary<Sqrt>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The square root; torch.sqrt. The derivative at 0 is infinite.</summary>
    public readonly struct Sqrt : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient / (saved + saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -0.5 / saved.Square();
    }
}
