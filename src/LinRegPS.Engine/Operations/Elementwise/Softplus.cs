using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>
        /// log(1 + exp(beta x)) / beta of each element, a smooth max(x, 0); x itself where beta x is above the threshold;
        /// torch.nn.functional.softplus.
        /// </summary>
        /// <exception cref="InvalidValueException">Beta or threshold is not a finite float32 number, or beta is 0.</exception>
        public Tensor Softplus(double beta = 1, double threshold = 20)
        {
            if (!float.IsFinite((float)beta))
                throw Errors.NonFinite("Beta", beta);
            if (!float.IsFinite((float)threshold))
                throw Errors.NonFinite("Threshold", threshold);
            if ((float)beta == 0)
                throw Errors.Zero("Beta", beta);
            return Unary<Softplus>.Apply(this, new Softplus((float)beta, (float)threshold));
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>
    /// log(1 + exp(beta x)) / beta, x where beta x is above the threshold; torch.nn.functional.softplus. Within 0.51 ulp.
    /// </summary>
    public readonly struct Softplus(float beta, float threshold) : IUnaryOperator
    {
        /// <summary>PyTorch's defaults.</summary>
        public Softplus()
            : this(1, 20)
        {
        }

        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            var smooth = Vector256.Narrow(Smooth(lower * beta) / beta, Smooth(upper * beta) / beta);
            return Vector256.ConditionalSelect(Beyond(x), x, smooth);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(saved);
            var slope = Vector256.Narrow(WideFunctions.Sigmoid(lower * beta), WideFunctions.Sigmoid(upper * beta));
            return gradient * Vector256.ConditionalSelect(Beyond(saved), Vector256<float>.One, slope);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var slope = (saved * beta).Sigmoid();
            return Binary<Gate>.Apply(beta * slope * (1 - slope), Broadcasting.Combine("Softplus", new Within(beta, threshold), saved, saved));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Beyond(Vector256<float> x) => Vector256.GreaterThan(x * beta, Vector256.Create(threshold));

        // log(1 + e^z) = max(z, 0) + log(1 + u) with u = e^-|z|, which is 2 artanh(s) with s = u / (2 + u): up to 1/3, a series in s².
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Smooth(Vector256<double> z)
        {
            const double end = 110;
            var magnitude = Vector256.Abs(z);
            var power = WideFunctions.Exp(-Vector256.MinNative(Vector256.Create(end), magnitude));
            var u = Vector256.AndNot(power, Vector256.GreaterThan(magnitude, Vector256.Create(end)));
            var s = u / (u + Vector256.Create(2.0));
            var square = s * s;
            var p = Vector256.Create(2.0 / 19);
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 17));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 15));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 13));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 11));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 9));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 7));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 5));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 3));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0));
            // Max is NaN where z is.
            return Vector256.FusedMultiplyAdd(p, s, Vector256.Max(z, Vector256<double>.Zero));
        }

        // 1 where the function is not straight, else 0.
        private readonly struct Within(float beta, float threshold) : IBinaryFunction
        {
            public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
                Vector256.AndNot(Vector256<float>.One, Vector256.GreaterThan(x * beta, Vector256.Create(threshold)));
        }
    }
}
