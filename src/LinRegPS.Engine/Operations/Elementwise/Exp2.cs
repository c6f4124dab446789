using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>2 to the power of each element; torch.exp2.</summary>
        public Tensor Exp2() => Unary<Exp2>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>2 to the power x; torch.exp2. Within 0.501 ulp.</summary>
    public readonly struct Exp2 : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideExponentials.Exp2(lower), WideExponentials.Exp2(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * (saved * Vector256.Create(0.693147181f));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => Tensor.Scalar(Math.Log(2));
    }
}
