using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The error function of each element; torch.erf.</summary>
        public Tensor Erf() => Unary<Erf>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The error function; torch.erf. Within 0.501 ulp.</summary>
    public readonly struct Erf : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideExponentials.Erf(lower).Value, WideExponentials.Erf(upper).Value);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            return gradient * Vector256.Narrow(WideExponentials.Erf(lower).Slope, WideExponentials.Erf(upper).Slope);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => (-4 / Math.Sqrt(Math.PI)) * saved * (-saved.Square()).Exp();
    }
}
