using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>log(x / (1 - x)) of each element, held between eps and 1 - eps where that is given; torch.logit. NaN outside of 0 to 1.</summary>
        public Tensor Logit(double? eps = null) => Unary<Logit>.Apply(this, new Logit(eps));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>log(x / (1 - x)), x held between eps and 1 - eps where that is given; torch.logit. The derivative where it is held is 0.</summary>
    public readonly struct Logit(double? eps) : IUnaryOperator
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
            // Near 0 and 1 the slope may be beyond float32, what it is multiplied by not.
            var ((lower, upper), (first, second)) = (Vector256.Widen(saved), Vector256.Widen(gradient));
            return Vector256.Narrow(first * Slope(lower), second * Slope(upper));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var slope = (saved * (1 - saved)).Reciprocal();
            var curvature = slope.Square() * ((2 * saved) - 1);
            return eps is { } end ? Binary<Gate>.Apply(curvature, Mask.Within(saved, (float)end, (float)(1 - end))) : curvature;
        }

        // -0 is made 0. log1p((2x - 1) / (1 - x)) above 1/2, and the same of 1 - x with the other sign below: no digits are lost near 1/2.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Value(Vector256<double> x)
        {
            x += Vector256<double>.Zero;
            if (eps is { } end)
                x = Vector256.Min(Vector256.Max(x, Vector256.Create(end)), Vector256.Create(1 - end));
            var rest = Vector256<double>.One - x;
            var above = Vector256.GreaterThanOrEqual(x, rest);
            var odds = Vector256.ConditionalSelect(above, (x - rest) / rest, (rest - x) / x);
            var log = WideLogarithms.Log1p(odds);
            return Vector256.ConditionalSelect(above, log, -log);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Slope(Vector256<double> x)
        {
            x += Vector256<double>.Zero;
            double end = eps ?? 0;
            var slope = Vector256<double>.One / (x * (Vector256<double>.One - x));
            var outside = Vector256.LessThan(x, Vector256.Create(end)) | Vector256.GreaterThan(x, Vector256.Create(1 - end));
            return Vector256.ConditionalSelect(outside, Vector256.Create(eps is null ? double.NaN : 0), slope);
        }
    }
}
