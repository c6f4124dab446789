using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Logarithms to base 10; torch.log10.</summary>
        public Tensor Log10() => Unary<Log10>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The logarithm to base 10; torch.log10. Within 0.501 ulp.</summary>
    public readonly struct Log10 : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideLogarithms.Log10(lower), WideLogarithms.Log10(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            // In float32 a quotient might overflow that is not infinite in the end.
            const double factor = 0.43429448190325182765;
            var ((lower, upper), (first, second)) = (Vector256.Widen(saved), Vector256.Widen(gradient));
            return Vector256.Narrow(first / lower * factor, second / upper * factor);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -1 / (Math.Log(10) * saved.Square());
    }
}
