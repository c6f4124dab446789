using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The difference, element by element, with broadcasting; torch.sub.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public static Tensor operator -(Tensor a, Tensor b) => Binary<Sub>.Apply(a, b);

        /// <summary>A number subtracted from each element.</summary>
        public static Tensor operator -(Tensor a, double b) => a - Scalar(b);

        /// <summary>Each element subtracted from a number.</summary>
        public static Tensor operator -(double a, Tensor b) => Scalar(a) - b;
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x - y; torch.sub.</summary>
    public readonly struct Sub : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Nothing;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x - y;

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => -gradient;
    }
}
