using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The product, element by element, with broadcasting; torch.mul. For the matrix product see MatMul.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public static Tensor operator *(Tensor a, Tensor b) => Binary<Mul>.Apply(a, b);

        /// <summary>Each element times a number.</summary>
        public static Tensor operator *(Tensor a, double b) => a * Scalar(b);

        /// <summary>Each element times a number.</summary>
        public static Tensor operator *(double a, Tensor b) => Scalar(a) * b;
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x * y; torch.mul.</summary>
    public readonly struct Mul : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Second;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x * y;

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * y;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * x;

        bool ITerms.IsRounded => false;

        double ITerms.First(double gradient, double x, double y) => gradient * y;

        double ITerms.Second(double gradient, double x, double y) => gradient * x;
    }
}
