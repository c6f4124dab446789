using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>max(x, 0) of each element; torch.relu. The derivative at 0 is 0.</summary>
        public Tensor Relu() => Unary<Relu>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>max(x, 0); torch.relu. The derivative at 0 is 0; NaN stays NaN.</summary>
    public readonly struct Relu : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.AndNot(x, Vector256.LessThanOrEqual(x, Vector256<float>.Zero));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            Vector256.AndNot(gradient, Vector256.LessThanOrEqual(saved, Vector256<float>.Zero));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
