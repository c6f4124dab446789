using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>1 - erf(x) of each element, with all digits where that is small; torch.erfc.</summary>
        public Tensor Erfc() => Unary<Erfc>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>1 less the error function; torch.erfc. Within 0.501 ulp, where that is small too.</summary>
    public readonly struct Erfc : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideExponentials.Erfc(lower), WideExponentials.Erfc(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            -default(Erf).Backward(gradient, saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => (4 / Math.Sqrt(Math.PI)) * saved * (-saved.Square()).Exp();
    }
}
