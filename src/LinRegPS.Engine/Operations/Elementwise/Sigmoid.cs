using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>1 / (1 + exp(-x)) of each element; torch.sigmoid.</summary>
        public Tensor Sigmoid() => Unary<Operations.Sigmoid>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>1 / (1 + exp(-x)); torch.sigmoid.</summary>
    public readonly struct Sigmoid : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Kernels.Functions.Sigmoid(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * (Vector256<float>.One - saved) * saved;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => 1 - (2 * saved);
    }
}
