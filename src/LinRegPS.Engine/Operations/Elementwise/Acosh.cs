using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Area hyperbolic cosines; NaN below 1; torch.acosh.</summary>
        public Tensor Acosh() => Unary<Acosh>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The area hyperbolic cosine; torch.acosh. NaN below 1; the derivative at 1 is infinite, and below -1 that of the formula, as in PyTorch. Within 0.501 ulp.</summary>
    public readonly struct Acosh : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideLogarithms.Acosh(lower), WideLogarithms.Acosh(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / (Vector256.Sqrt(Vector256.Abs(saved) - Vector256<float>.One) * Vector256.Sqrt(Vector256.Abs(saved) + Vector256<float>.One));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -saved / (saved.Square() - 1).Pow(1.5);
    }
}
