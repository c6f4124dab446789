using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The square root of x² + y², whose squares may be beyond float32, with broadcasting; torch.hypot.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Hypot(Tensor other) => Binary<Hypot>.Apply(this, other);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The square root of x² + y², whose squares may be beyond float32; torch.hypot. The derivatives at (0, 0) are NaN, as in PyTorch.</summary>
    public readonly struct Hypot : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Primitives.Hypot(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * Share(x, y);

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * Share(y, x);

        // Of a quarter of both, whose hypotenuse float32 has; and of tiny ones as they are.
        private static Tensor Share(Tensor x, Tensor y)
        {
            var part = Mask.Within(x.Detach().Abs().Maximum(y.Detach().Abs()), 1, float.PositiveInfinity) * -0.75 + 1;
            return x * part / (x * part).Hypot(y * part);
        }

        double ITerms.First(double gradient, double x, double y) => gradient * (x / Math.Sqrt((x * x) + (y * y)));

        double ITerms.Second(double gradient, double x, double y) => gradient * (y / Math.Sqrt((x * x) + (y * y)));
    }
}
