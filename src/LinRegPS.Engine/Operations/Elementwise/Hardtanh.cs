using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element held between two bounds; torch.nn.functional.hardtanh. The derivative at the bounds is 0.</summary>
        /// <exception cref="InvalidValueException">The upper bound is below the lower, or one is NaN.</exception>
        public Tensor Hardtanh(double minVal = -1, double maxVal = 1) => minVal <= maxVal
            ? Unary<Operations.Hardtanh>.Apply(this, new Operations.Hardtanh((float)minVal, (float)maxVal))
            : throw Errors.EmptyRange(minVal, maxVal);

        /// <summary>Each element held between 0 and 6; torch.nn.functional.relu6. The derivative at both is 0.</summary>
        public Tensor Relu6() => Hardtanh(0, 6);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x held between two bounds; torch.nn.functional.hardtanh. The derivative at the bounds is 0; NaN stays NaN.</summary>
    public readonly struct Hardtanh(float low, float high) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.Min(Vector256.Max(x, Vector256.Create(low)), Vector256.Create(high));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            Vector256.AndNot(
                gradient, Vector256.LessThanOrEqual(saved, Vector256.Create(low)) | Vector256.GreaterThanOrEqual(saved, Vector256.Create(high)));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
