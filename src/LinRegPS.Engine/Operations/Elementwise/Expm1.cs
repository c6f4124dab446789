using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>exp(x) - 1 of each element, with all digits where x is small; torch.expm1.</summary>
        public Tensor Expm1() => Unary<Expm1>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>e to the power x, less 1; torch.expm1. Within 0.501 ulp, where x is small too.</summary>
    public readonly struct Expm1 : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideExponentials.Expm1(lower), WideExponentials.Expm1(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * (saved + Vector256<float>.One);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => Tensor.Scalar(1);
    }
}
