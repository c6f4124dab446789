using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x / (1 + exp(-x)) of each element; torch.nn.functional.silu, also called swish.</summary>
        public Tensor Silu() => Unary<Silu>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x / (1 + exp(-x)); torch.nn.functional.silu. Within 0.51 ulp.</summary>
    public readonly struct Silu : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower * WideFunctions.Sigmoid(lower), upper * WideFunctions.Sigmoid(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            return gradient * Vector256.Narrow(Slope(lower), Slope(upper));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var share = saved.Sigmoid();
            return share * (1 - share) * (2 + (saved * (1 - (2 * share))));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Slope(Vector256<double> x)
        {
            var share = WideFunctions.Sigmoid(x);
            return share * (Vector256<double>.One + (x * (Vector256<double>.One - share)));
        }
    }
}
