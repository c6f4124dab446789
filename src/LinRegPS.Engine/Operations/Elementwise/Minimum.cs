using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The smaller of each pair of elements, with broadcasting; NaN where either is; torch.minimum. Equals share the gradient.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Minimum(Tensor other) =>
            AreWhole(this, other) ? Where(Le(other), this, other) : Binary<Minimum>.Apply(this, other);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The smaller of x and y; NaN where either is; torch.minimum. Equals get half of the gradient each.</summary>
    public readonly struct Minimum : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => default(Maximum).BackwardFirst(gradient, y, x);

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => default(Maximum).BackwardFirst(gradient, x, y);
    }
}
