using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Magnitudes; torch.abs. The derivative at 0 is 0.</summary>
        public Tensor Abs() => Unary<Abs>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>|x|; torch.abs. The derivative at 0 and NaN is 0, as in PyTorch.</summary>
    public readonly struct Abs : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Vector256.Abs(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var sign = Vector256.CopySign(Vector256<float>.One, saved);
            return gradient * Vector256.ConditionalSelect(
                Vector256.GreaterThan(Vector256.Abs(saved), Vector256<float>.Zero), sign, Vector256<float>.Zero);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
