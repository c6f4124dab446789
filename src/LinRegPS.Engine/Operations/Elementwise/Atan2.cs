using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>
        /// The angles of the points (x, y), from -pi to pi, this being y and the other x, with broadcasting; torch.atan2.
        /// </summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Atan2(Tensor other) => Binary<Atan2>.Apply(this, other);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The angle of the point whose second coordinate comes first, from -pi to pi; torch.atan2.</summary>
    public readonly struct Atan2 : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Primitives.Atan2(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => gradient * (y / x.Hypot(y) / x.Hypot(y));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * (-x / x.Hypot(y) / x.Hypot(y));

        double ITerms.First(double gradient, double x, double y) => gradient * y * (1 / ((x * x) + (y * y)));

        double ITerms.Second(double gradient, double x, double y) => gradient * -x * (1 / ((x * x) + (y * y)));
    }
}
