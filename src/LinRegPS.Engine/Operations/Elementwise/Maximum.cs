using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The greater of each pair of elements, with broadcasting; NaN where either is; torch.maximum. Equals share the gradient.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Maximum(Tensor other) =>
            AreWhole(this, other) ? Where(Ge(other), this, other) : Binary<Maximum>.Apply(this, other);

        // Whether what is selected of both keeps a type other than float32.
        private static bool AreWhole(Tensor x, Tensor? y) => x.DType != DType.Float32 && y is { DType: not DType.Float32 };
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The greater of x and y; NaN where either is; torch.maximum. Equals get half of the gradient each.</summary>
    public readonly struct Maximum : IBinaryOperator
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.Both;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) =>
            Binary<Gate>.Apply(gradient, Broadcasting.Combine(nameof(Maximum), default(Share), x, y));

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => BackwardFirst(gradient, y, x);

        // 1 for the greater and where one is NaN, 1/2 for equals, 0 for the smaller.
        private readonly struct Share : IBinaryFunction
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
            {
                var share = Vector256.ConditionalSelect(Vector256.Equals(x, y), Vector256.Create(0.5f), Vector256<float>.One);
                return Vector256.AndNot(share, Vector256.LessThan(x, y));
            }
        }
    }
}
