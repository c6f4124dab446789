using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The sum, element by element, with broadcasting; torch.add.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public static Tensor operator +(Tensor a, Tensor b) => Binary<Add>.Apply(a, b);

        /// <summary>A number added to each element.</summary>
        public static Tensor operator +(Tensor a, double b) => a + Scalar(b);

        /// <summary>A number added to each element.</summary>
        public static Tensor operator +(double a, Tensor b) => Scalar(a) + b;
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x + y; torch.add.</summary>
    public readonly struct Add : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Nothing;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Nothing;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x + y;

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient;
    }
}
