using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Logarithms to base 2; torch.log2.</summary>
        public Tensor Log2() => Unary<Log2>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The logarithm to base 2; torch.log2. Within 0.501 ulp.</summary>
    public readonly struct Log2 : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideLogarithms.Log2(lower), WideLogarithms.Log2(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / saved * Vector256.Create(1.44269504f);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -1 / (Math.Log(2) * saved.Square());
    }
}
