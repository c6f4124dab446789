using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Hyperbolic cosines; torch.cosh.</summary>
        public Tensor Cosh() => Unary<Cosh>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The hyperbolic cosine; torch.cosh. Within 0.501 ulp.</summary>
    public readonly struct Cosh : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideExponentials.Cosh(lower), WideExponentials.Cosh(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * default(Sinh).Forward(saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => saved.Cosh();
    }
}
