using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The quotient, element by element, with broadcasting; torch.div.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public static Tensor operator /(Tensor a, Tensor b) => Binary<Div>.Apply(a, b);

        /// <summary>Each element divided by a number.</summary>
        public static Tensor operator /(Tensor a, double b) => a / Scalar(b);

        /// <summary>A number divided by each element.</summary>
        public static Tensor operator /(double a, Tensor b) => Scalar(a) / b;
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x / y; torch.div.</summary>
    public readonly struct Div : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Second;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x / y;

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient / y;

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) =>
            GradMode.IsEnabled ? gradient * -(x / y / y) : Broadcasting.Times(gradient, default(ByDivisor), x, y);

        double ITerms.First(double gradient, double x, double y) => gradient / y;

        double ITerms.Second(double gradient, double x, double y) => gradient * -(x / y / y);

        // The derivative with respect to y.
        private readonly struct ByDivisor : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => -(x / y / y);
        }
    }
}
