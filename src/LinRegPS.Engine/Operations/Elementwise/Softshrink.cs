using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element moved by lambda towards 0, 0 where that is nearer; torch.nn.functional.softshrink. NaN stays NaN.</summary>
        /// <exception cref="InvalidValueException">Lambda is negative, or NaN.</exception>
        public Tensor Softshrink(double lambd = 0.5) =>
            lambd >= 0 ? Unary<Operations.Softshrink>.Apply(this, new Operations.Softshrink((float)lambd)) : throw Errors.Negative("Lambda", lambd);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x moved by lambda towards 0, 0 where that is nearer; torch.nn.functional.softshrink.</summary>
    public readonly struct Softshrink(float lambda) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.AndNot(
                x - Vector256.CopySign(Vector256.Create(lambda), x), Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(lambda)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            Vector256.AndNot(gradient, Vector256.LessThanOrEqual(Vector256.Abs(saved), Vector256.Create(lambda)));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
