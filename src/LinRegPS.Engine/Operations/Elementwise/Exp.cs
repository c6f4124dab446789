using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>e to the power of each element; torch.exp.</summary>
        public Tensor Exp() => Unary<Exp>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>e to the power x; torch.exp.</summary>
    public readonly struct Exp : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Kernels.Functions.Exp(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * saved;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => Tensor.Scalar(1);
    }
}
