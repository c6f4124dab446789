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
            // Near 0, where differences would have no digits, Taylor's series; there 1 stands in place of x for what holds far from it.
            var near = Mask.Within(saved, -0.5f, 0.5f);
            var x = Binary<Gate>.Apply(saved, 1 - near) + near;
            var value = x.Sinc();
            var slope = ((x * Math.PI).Cos() - value) / x;
            var far = (-Math.PI * Math.PI * value) - (2 * slope / x);
            return Binary<Gate>.Apply(Series((Binary<Gate>.Apply(saved, near) * Math.PI).Square()), near) + Binary<Gate>.Apply(far, 1 - near);
        }

        // The sum of -pi² (2k + 1) (2k + 2) (-t)^k / (2k + 3)!: what is left out is below 2^-32 of the whole where t is below 2.5.
        private static Tensor Series(Tensor t)
        {
            const int terms = 8;
            double[] factors = new double[terms];
            double factorial = 1;
            for (int k = 0; k < terms; k++)
            {
                int n = (2 * k) + 3;
                factorial *= n * (n - 1);
                factors[k] = -Math.PI * Math.PI * (n - 2) * (n - 1) / factorial * (k % 2 == 0 ? 1 : -1);
            }
            var sum = t * factors[^1];
            for (int k = terms - 2; k > 0; k--)
                sum = (sum + factors[k]) * t;
            return sum + factors[0];
        }
    }
}
