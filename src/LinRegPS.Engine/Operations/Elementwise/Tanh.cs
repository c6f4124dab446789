using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Hyperbolic tangents; torch.tanh.</summary>
        public Tensor Tanh() => Unary<Operations.Tanh>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The hyperbolic tangent; torch.tanh.</summary>
    public readonly struct Tanh : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Kernels.Functions.Tanh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * Vector256.FusedMultiplyAdd(-saved, saved, Vector256<float>.One);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -2 * saved;
    }
}
