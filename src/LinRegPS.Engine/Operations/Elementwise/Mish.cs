using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x tanh(log(1 + exp(x))) of each element; torch.nn.functional.mish.</summary>
        public Tensor Mish() => Unary<Operations.Mish>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x tanh(log(1 + exp(x))); torch.nn.functional.mish. Within 0.51 ulp.</summary>
    public readonly struct Mish : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower * Share(lower).Value, upper * Share(upper).Value);
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
            var (sigmoid, share) = (saved.Sigmoid(), saved.Softplus().Tanh());
            return (1 - share.Square()) * sigmoid * (2 + (saved * (1 - sigmoid - (2 * share * sigmoid))));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Slope(Vector256<double> x)
        {
            var (share, slope) = Share(x);
            return share + (x * slope);
        }

        // With u = e^x, tanh(log(1 + u)) = n / (n + 2) for n = u (u + 2), and its slope 4 u (1 + u) / (n + 2)²: 1 and 0 from 40 on.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (Vector256<double> Value, Vector256<double> Slope) Share(Vector256<double> x)
        {
            const double end = 40, start = -110;
            var u = WideFunctions.Exp(Vector256.MinNative(Vector256.Create(end), Vector256.MaxNative(Vector256.Create(start), x)));
            u = Vector256.AndNot(u, Vector256.LessThan(x, Vector256.Create(start)));
            var n = u * (u + Vector256.Create(2.0));
            var divisor = n + Vector256.Create(2.0);
            var slope = u * (u + Vector256<double>.One) * 4.0 / (divisor * divisor);
            return (n / divisor, Vector256.AndNot(slope, Vector256.GreaterThan(x, Vector256.Create(end))));
        }
    }
}
