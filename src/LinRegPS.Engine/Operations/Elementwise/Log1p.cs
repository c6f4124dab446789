using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>log(1 + x) of each element, with all digits where x is small; torch.log1p.</summary>
        public Tensor Log1p() => Unary<Log1p>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The natural logarithm of 1 + x; torch.log1p. Within 0.501 ulp, where x is small too.</summary>
    public readonly struct Log1p : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideLogarithms.Log1p(lower), WideLogarithms.Log1p(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / (Vector256<float>.One + saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -1 / (1 + saved).Square();
    }
}
