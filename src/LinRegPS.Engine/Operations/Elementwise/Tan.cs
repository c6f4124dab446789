using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Tangents of angles in radians; torch.tan.</summary>
        public Tensor Tan() => Unary<Tan>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The tangent; torch.tan. Within 0.501 ulp.</summary>
    public readonly struct Tan : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideTrigonometry.Tan(lower), WideTrigonometry.Tan(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => 2 * saved;
    }
}
