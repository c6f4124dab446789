using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Sines of angles in radians; torch.sin.</summary>
        public Tensor Sin() => Unary<Sin>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The sine; torch.sin. Within 0.501 ulp.</summary>
    public readonly struct Sin : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideTrigonometry.Sin(lower), WideTrigonometry.Sin(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            gradient * default(Cos).Forward(saved);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -saved.Sin();
    }
}
