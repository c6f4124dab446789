using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x / 6 + 1/2 of each element, held between 0 and 1; torch.nn.functional.hardsigmoid.</summary>
        public Tensor Hardsigmoid() => Unary<Operations.Hardsigmoid>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x / 6 + 1/2, held between 0 and 1; torch.nn.functional.hardsigmoid. The derivative at -3 and 3 is 0.</summary>
    public readonly struct Hardsigmoid : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.Min(Vector256.Max(x + Vector256.Create(3f), Vector256<float>.Zero), Vector256.Create(6f)) / 6f;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient / 6f & Vector256.LessThan(Vector256.Abs(saved), Vector256.Create(3f));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
