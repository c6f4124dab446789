using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element held between two bounds, of which one may be left out; torch.clamp. The derivative at the bounds is 1; the greater bound wins where they are out of order.</summary>
        /// <exception cref="InvalidValueException">Neither bound is given.</exception>
        public Tensor Clamp(double? min = null, double? max = null)
        {
            if (min is null && max is null)
                throw Errors.NoBounds();
            // Whole numbers stay what they are between whole numbers.
            if (DType == DType.Int64 && double.IsInteger(min ?? 0) && double.IsInteger(max ?? 0))
            {
                var held = min is { } low ? MaskedFill(Lt(low), low) : this;
                return max is { } high ? held.MaskedFill(held.Gt(high), high) : held;
            }
            return Unary<Clamp>.Apply(this, new Clamp((float)(min ?? double.NegativeInfinity), (float)(max ?? double.PositiveInfinity)));
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x held between two bounds; torch.clamp. The derivative at the bounds is 1; NaN stays NaN, with the derivative 0.</summary>
    public readonly struct Clamp(float low, float high) : IUnaryOperator
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
            gradient & Vector256.GreaterThanOrEqual(saved, Vector256.Create(low)) & Vector256.LessThanOrEqual(saved, Vector256.Create(high));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
