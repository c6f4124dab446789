using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>What each element has behind the point, with its sign; torch.frac.</summary>
        public Tensor Frac() => Unary<Frac>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x without its whole part; torch.frac. The derivative is 1 everywhere.</summary>
    public readonly struct Frac : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => x - Vector256.Truncate(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
