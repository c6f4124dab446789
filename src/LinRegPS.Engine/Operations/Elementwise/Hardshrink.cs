using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>0 for each element from -lambda to lambda, x beyond; torch.nn.functional.hardshrink.</summary>
        public Tensor Hardshrink(double lambd = 0.5) => Unary<Operations.Hardshrink>.Apply(this, new Operations.Hardshrink((float)lambd));
    }
}

namespace LinRegPS.Operations
{
    /// <summary>0 from -lambda to lambda, x beyond; torch.nn.functional.hardshrink.</summary>
    public readonly struct Hardshrink(float lambda) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            Vector256.AndNot(x, Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(lambda)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            Vector256.AndNot(gradient, Vector256.LessThanOrEqual(Vector256.Abs(saved), Vector256.Create(lambda)));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => null;
    }
}
