using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x - tanh(x) of each element; torch.nn.functional.tanhshrink.</summary>
        public Tensor Tanhshrink() => Unary<Operations.Tanhshrink>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x - tanh(x); torch.nn.functional.tanhshrink. Where x is small, with more digits than the difference has.</summary>
    public readonly struct Tanhshrink : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(Value(lower), Value(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            var (first, second) = (Tanh(lower), Tanh(upper));
            return gradient * Vector256.Narrow(first * first, second * second);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var tanh = saved.Tanh();
            return 2 * tanh * (1 - tanh.Square());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Value(Vector256<double> x)
        {
            // Taylor's series near 0: what is left out is below 2^-32 of the whole.
            var square = x * x;
            var p = Vector256.Create(-21844.0 / 6081075);
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1382.0 / 155925));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-62.0 / 2835));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(17.0 / 315));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-2.0 / 15));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.0 / 3));
            return Vector256.ConditionalSelect(
                Vector256.LessThan(Vector256.Abs(x), Vector256.Create(0.2)), x * square * p, x - Tanh(x));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Tanh(Vector256<double> x)
        {
            var less = WideExponentials.Expm1(x + x);
            return less / (less + Vector256.Create(2.0));
        }
    }
}
