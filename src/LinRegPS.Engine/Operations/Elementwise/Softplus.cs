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
            return Unary<Operations.Softplus>.Apply(this, new Operations.Softplus(beta, (float)threshold));
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>
    /// log(1 + exp(beta x)) / beta, x where beta x is above the threshold; torch.nn.functional.softplus. Within 0.51 ulp.
    /// </summary>
    public readonly struct Softplus(double beta, float threshold) : IUnaryOperator
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
            var smooth = Vector256.Narrow(
                WideLogarithms.LogOnePlusExp(lower * beta) / beta, WideLogarithms.LogOnePlusExp(upper * beta) / beta);
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
            return Binary<Gate>.Apply(beta * slope * (1 - slope), Mask.Within(saved * beta, float.NegativeInfinity, threshold));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Beyond(Vector256<float> x) => Vector256.GreaterThan(x * (float)beta, Vector256.Create(threshold));
    }
}
