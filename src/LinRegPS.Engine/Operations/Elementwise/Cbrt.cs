using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Cube roots, of negative elements too; C's cbrt.</summary>
        public Tensor Cbrt() => Unary<Cbrt>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The cube root, of negative numbers too. The derivative at 0 is infinite.</summary>
    public readonly struct Cbrt : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Primitives.Cbrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / (saved * saved * Vector256.Create(3f));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -2 / (3 * saved.Square() * saved);
    }
}
