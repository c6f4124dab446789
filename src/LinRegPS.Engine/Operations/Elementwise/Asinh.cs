using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Area hyperbolic sines; torch.asinh.</summary>
        public Tensor Asinh() => Unary<Asinh>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The area hyperbolic sine; torch.asinh.</summary>
    public readonly struct Asinh : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Asinh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            // Beyond 2^13 the 1 is lost beside the square, and from 2^64 on the square is no float32 number.
            var magnitude = Vector256.Abs(saved);
            var root = Vector256.Sqrt(Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One));
            return gradient / Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Vector256.Create(8192f)), magnitude, root);
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -saved / (1 + saved.Square()).Pow(1.5);
    }
}
