using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>sin(pi x) / (pi x) of each element, 1 at 0; torch.sinc.</summary>
        public Tensor Sinc() => Unary<Sinc>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>sin(pi x) / (pi x), 1 at 0; torch.sinc. Exactly 0 at all other whole numbers.</summary>
    public readonly struct Sinc : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideTrigonometry.Sinc(lower).Value, WideTrigonometry.Sinc(upper).Value);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            return gradient * Vector256.Narrow(WideTrigonometry.Sinc(lower).Slope, WideTrigonometry.Sinc(upper).Slope);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            // 1 in place of 0, where there is a limit.
            var atZero = Mask.Within(saved, 0, 0);
            var x = saved + atZero;
            var value = x.Sinc();
            var slope = ((x * Math.PI).Cos() - value) / x;
            return ((1 - atZero) * ((-Math.PI * Math.PI * value) - (2 * slope / x))) - (Math.PI * Math.PI / 3 * atZero);
        }
    }
}
