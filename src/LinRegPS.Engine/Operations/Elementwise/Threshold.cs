using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element above a threshold, and a value in place of the others; torch.nn.functional.threshold.</summary>
        public Tensor Threshold(double threshold, double value) => Unary<Operations.Threshold>.Apply(this, new Operations.Threshold((float)threshold, (float)value));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x above a threshold, else a value; torch.nn.functional.threshold. NaN stays NaN.</summary>
    public readonly struct Threshold(float threshold, float value) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.ConditionalSelect(
                Vector256.LessThanOrEqual(x, Vector256.Create(threshold)), Vector256.Create(value), x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            Vector256.AndNot(gradient, Vector256.LessThanOrEqual(saved, Vector256.Create(threshold)));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
