using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Area hyperbolic tangents; NaN beyond -1 and 1; torch.atanh.</summary>
        public Tensor Atanh() => Unary<Atanh>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The area hyperbolic tangent; torch.atanh. NaN beyond -1 and 1, where it is infinite.</summary>
    public readonly struct Atanh : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Atanh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / (Vector256<float>.One - saved) / (Vector256<float>.One + saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => 2 * saved / (1 - saved.Square()).Square();
    }
}
