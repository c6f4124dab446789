using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x of each element above 0, alpha (exp(x) - 1) of the others; torch.nn.functional.elu. The derivative at 0 is alpha.</summary>
        public Tensor Elu(double alpha = 1) => Unary<Elu>.Apply(this, new Elu(alpha));

        /// <summary><see cref="Elu"/> with the alpha and the scale that keep mean and variance through layers; torch.selu.</summary>
        public Tensor Selu() => Unary<Elu>.Apply(this, new Elu(1.6732632423543772848170429916717, 1.0507009873554804934193349852946));

        /// <summary>x of each element above 0, alpha (exp(x / alpha) - 1) of the others; torch.celu. Its derivative at 0 is 1.</summary>
        /// <exception cref="InvalidValueException">Alpha is 0, or rounds to it.</exception>
        public Tensor Celu(double alpha = 1) =>
            (float)alpha != 0 ? Unary<Elu>.Apply(this, new Elu(alpha, 1, 1 / alpha)) : throw Errors.Zero("Alpha", alpha);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>scale x above 0, else scale alpha (exp(inner x) - 1); torch.nn.functional.elu, and with other factors selu and celu.</summary>
    public readonly struct Elu(double alpha, double scale = 1, double inner = 1) : IUnaryOperator
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
            return gradient * Vector256.Narrow(Slope(lower), Slope(upper));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) =>
            Binary<Gate>.Apply((saved * inner).Exp() * (alpha * scale * inner * inner), Mask.Within(saved, float.NegativeInfinity, 0));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Value(Vector256<double> x) => Vector256.ConditionalSelect(
            Vector256.LessThanOrEqual(x, Vector256<double>.Zero), WideExponentials.Expm1(x * inner) * (alpha * scale), x * scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Slope(Vector256<double> x)
        {
            const double end = 110;
            var power = WideFunctions.Exp(Vector256.MinNative(Vector256.Create(end), Vector256.MaxNative(Vector256.Create(-end), x * inner)));
            return Vector256.ConditionalSelect(
                Vector256.LessThanOrEqual(x, Vector256<double>.Zero), power * (alpha * scale * inner), Vector256.Create(scale));
        }
    }
}
