using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>1 / sqrt(x) of each element; torch.rsqrt.</summary>
        public Tensor Rsqrt() => Unary<Rsqrt>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>1 / sqrt(x); torch.rsqrt. Within 1.5 ulp.</summary>
    public readonly struct Rsqrt : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256<float>.One / Vector256.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * Vector256.Create(-0.5f) * saved * saved * saved;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -1.5 * saved.Square();
    }
}
