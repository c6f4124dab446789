using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x of each element above 0, the slope times x of the others; torch.nn.functional.leaky_relu. The derivative at 0 is the slope.</summary>
        public Tensor LeakyRelu(double negativeSlope = 0.01) => Unary<LeakyRelu>.Apply(this, new LeakyRelu((float)negativeSlope));

        /// <summary>
        /// <see cref="LeakyRelu"/> with the slope in the middle of a range; torch.nn.functional.rrelu as it is evaluated: nothing is drawn.
        /// </summary>
        public Tensor Rrelu(double lower = 1.0 / 8, double upper = 1.0 / 3) => LeakyRelu((lower + upper) / 2);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x above 0, else the slope times x; torch.nn.functional.leaky_relu. The derivative at 0 is the slope.</summary>
    public readonly struct LeakyRelu(float negativeSlope) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => x * Slope(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * Slope(saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<float> Slope(Vector256<float> x) => Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256<float>.Zero), Vector256<float>.One, Vector256.Create(negativeSlope));
    }
}
