using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>
        /// x times the normal distribution's cumulative probability of x; torch.nn.functional.gelu. Approximated by a
        /// hyperbolic tangent where <paramref name="approximate"/> says so: gelu's approximate='tanh'.
        /// </summary>
        public Tensor Gelu(bool approximate = false) => approximate ? Unary<GeluTanh>.Apply(this) : Unary<Gelu>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x times the normal distribution's cumulative probability of x; torch.nn.functional.gelu. Within 0.51 ulp.</summary>
    public readonly struct Gelu : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            var near = Vector256.Narrow(lower * GeluPolynomials.Cumulative(lower), upper * GeluPolynomials.Cumulative(upper));
            // Few are so far away: what they cost is paid where there is one.
            var isFar = Vector256.GreaterThan(Vector256.Abs(x), Vector256.Create(GeluPolynomials.End));
            return isFar == Vector256<float>.Zero ? near : Vector256.ConditionalSelect(isFar, Far(x), near);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            var near = Vector256.Narrow(GeluPolynomials.CumulativeSlope(lower), GeluPolynomials.CumulativeSlope(upper));
            var isFar = Vector256.GreaterThan(Vector256.Abs(saved), Vector256.Create(GeluPolynomials.End));
            return gradient * (isFar == Vector256<float>.Zero ? near : Vector256.ConditionalSelect(isFar, FarSlope(saved), near));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => (-0.5 * saved.Square()).Exp() * (0.3989422804014327 * (2 - saved.Square()));

        [MethodImpl(Kernel.Hot)]
        private static Vector256<float> Far(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower * WideFunctions.Normal(lower).Cumulative, upper * WideFunctions.Normal(upper).Cumulative);
        }

        [MethodImpl(Kernel.Hot)]
        private static Vector256<float> FarSlope(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(Slope(lower), Slope(upper));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Slope(Vector256<double> x)
        {
            var (cumulative, density) = WideFunctions.Normal(x);
            return cumulative + (x * density);
        }
    }

    /// <summary>The same, approximated by a hyperbolic tangent; gelu with approximate='tanh'. Within 0.51 ulp of that.</summary>
    public readonly struct GeluTanh : IUnaryOperator
    {
        // x/2 (1 + tanh u) = x / (1 + e^-2u), with 2u = 2 sqrt(2/pi) (x + 0.044715 x³).
        private const double Linear = 1.5957691216057308, Cubic = 0.044715;

        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            var near = Vector256.Narrow(lower * GeluPolynomials.Sigmoid(lower), upper * GeluPolynomials.Sigmoid(upper));
            var isFar = Vector256.GreaterThan(Vector256.Abs(x), Vector256.Create(GeluPolynomials.TanhEnd));
            return isFar == Vector256<float>.Zero ? near : Vector256.ConditionalSelect(isFar, Far(x), near);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            var near = Vector256.Narrow(GeluPolynomials.SigmoidSlope(lower), GeluPolynomials.SigmoidSlope(upper));
            var isFar = Vector256.GreaterThan(Vector256.Abs(saved), Vector256.Create(GeluPolynomials.TanhEnd));
            return gradient * (isFar == Vector256<float>.Zero ? near : Vector256.ConditionalSelect(isFar, FarSlope(saved), near));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var (x, square) = (saved, saved.Square());
            var share = (x * ((square * (Linear * Cubic)) + Linear)).Sigmoid();
            var (slope, inner) = (share * (1 - share), (square * (3 * Linear * Cubic)) + Linear);
            return slope * ((2 * inner) + (x * ((1 - (2 * share)) * inner.Square())) + (square * (6 * Linear * Cubic)));
        }

        [MethodImpl(Kernel.Hot)]
        private static Vector256<float> Far(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower * Share(lower), upper * Share(upper));
        }

        [MethodImpl(Kernel.Hot)]
        private static Vector256<float> FarSlope(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(Slope(lower), Slope(upper));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Share(Vector256<double> x) =>
            WideFunctions.Sigmoid(x * Linear * ((x * x * Cubic) + Vector256<double>.One));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Slope(Vector256<double> x)
        {
            var share = Share(x);
            var inner = ((x * x * (3 * Cubic)) + Vector256<double>.One) * Linear;
            return share + (x * share * (Vector256<double>.One - share) * inner);
        }
    }
}
