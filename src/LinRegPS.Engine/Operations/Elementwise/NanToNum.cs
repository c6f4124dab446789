using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>A number in place of NaN, of infinity and of minus infinity: 0 and the greatest and least numbers where none is given; torch.nan_to_num.</summary>
        public Tensor NanToNum(double nan = 0, double? posinf = null, double? neginf = null) => Unary<NanToNum>.Apply(
            this, new NanToNum((float)nan, (float)(posinf ?? float.MaxValue), (float)(neginf ?? float.MinValue)));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x, and a number in place of NaN and of each infinity; torch.nan_to_num. The derivative there is 0.</summary>
    public readonly struct NanToNum(float nan, float posinf, float neginf) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var infinity = Vector256.Create(float.PositiveInfinity);
            x = Vector256.ConditionalSelect(Vector256.Equals(x, infinity), Vector256.Create(posinf), x);
            x = Vector256.ConditionalSelect(Vector256.Equals(x, -infinity), Vector256.Create(neginf), x);
            return Vector256.ConditionalSelect(Vector256.Equals(x, x), x, Vector256.Create(nan));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient & Vector256.LessThan(Vector256.Abs(saved), Vector256.Create(float.PositiveInfinity));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
