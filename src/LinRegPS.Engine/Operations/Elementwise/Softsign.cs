using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x / (1 + |x|) of each element; torch.nn.functional.softsign.</summary>
        public Tensor Softsign() => Unary<Operations.Softsign>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x / (1 + |x|); torch.nn.functional.softsign. NaN at infinity, as in PyTorch.</summary>
    public readonly struct Softsign : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => x / (Vector256.Abs(x) + Vector256<float>.One);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var divisor = Vector256.Abs(saved) + Vector256<float>.One;
            // As in PyTorch NaN at an infinity, where the value is.
            return (gradient / divisor / divisor) + (saved - saved);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var divisor = saved.Abs() + 1;
            return -2 * saved.Sign() / (divisor * divisor.Square());
        }
    }
}
