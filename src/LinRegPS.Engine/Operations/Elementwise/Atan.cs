using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Arc tangents, in radians from -pi/2 to pi/2; torch.atan.</summary>
        public Tensor Atan() => Unary<Atan>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The arc tangent; torch.atan.</summary>
    public readonly struct Atan : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Atan(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            // Beyond 2^13 the 1 is lost beside the square, and from 2^64 on the square is no float32 number.
            var far = Vector256.GreaterThan(Vector256.Abs(saved), Vector256.Create(8192f));
            return Vector256.ConditionalSelect(
                far, gradient / saved / saved, gradient / Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -2 * saved / (1 + saved.Square()).Square();
    }
}
