using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>
        /// Each element held between those of two tensors, with broadcasting, of which one may be left out; torch.clamp. The
        /// bound gets the gradient where it holds an element; the greater bound wins where they are out of order.
        /// </summary>
        /// <exception cref="InvalidValueException">Neither bound is given.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Clamp(Tensor? min, Tensor? max = null)
        {
            if (min is null && max is null)
                throw Errors.NoBounds();
            var held = min is null ? this : AreWhole(this, min) ? Maximum(min) : Binary<ClampMin>.Apply(this, min);
            return max is null ? held : AreWhole(held, max) ? held.Minimum(max) : Binary<ClampMax>.Apply(held, max);
        }

        /// <summary>Each element held between those of a tensor and a number, of which one may be left out; whole numbers stay so above a whole one.</summary>
        /// <exception cref="InvalidValueException">Neither bound is given.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Clamp(Tensor? min, double? max)
        {
            // A null of a shell's says not which bound it stands for: it comes here, with a number behind it.
            if (max is null)
                return Clamp(min);
            return (min is null ? this : Clamp(min)).Clamp((double?)null, max);
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x, or y where that is greater; torch.clamp_min. Of equals x gets the gradient.</summary>
    public readonly struct ClampMin : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) =>
            Binary<Gate>.Apply(gradient, Broadcasting.Combine(nameof(ClampMin), default(AtMost), y, x));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) =>
            Binary<Gate>.Apply(gradient, Broadcasting.Combine(nameof(ClampMin), default(Below), x, y));
    }

    /// <summary>x, or y where that is smaller; torch.clamp_max. Of equals x gets the gradient.</summary>
    public readonly struct ClampMax : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) =>
            Binary<Gate>.Apply(gradient, Broadcasting.Combine(nameof(ClampMax), default(AtMost), x, y));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) =>
            Binary<Gate>.Apply(gradient, Broadcasting.Combine(nameof(ClampMax), default(Below), y, x));
    }

    /// <summary>1 where x is at most y, else 0.</summary>
    internal readonly struct AtMost : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.LessThanOrEqual(x, y) & Vector256<float>.One;
    }

    /// <summary>1 where x is below y, else 0.</summary>
    internal readonly struct Below : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.LessThan(x, y) & Vector256<float>.One;
    }
}
