using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Natural logarithms; torch.log. -infinity at 0, NaN below.</summary>
        public Tensor Log() => Unary<Log>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The natural logarithm; torch.log.</summary>
    public readonly struct Log : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) => Kernels.Functions.Log(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient / saved;

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -1 / saved.Square();
    }
}
