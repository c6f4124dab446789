using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element negated; torch.neg.</summary>
        /// <exception cref="InvalidValueException">The operand is null.</exception>
        public static Tensor operator -(Tensor a) => (a ?? throw Errors.Null("Neg", "operand 1")).Neg();

        /// <summary>Each element negated; torch.neg.</summary>
        public Tensor Neg() => Unary<Neg>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>-x; torch.neg.</summary>
    public readonly struct Neg : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => -x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => -gradient;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
