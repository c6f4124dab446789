using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Each element squared; torch.square.</summary>
        /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
        public Tensor Square() => Unary<Square>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x squared; torch.square.</summary>
    public readonly struct Square : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        public bool WholeGrows => true;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => x * x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * (saved + saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => Tensor.Scalar(2);
    }
}
