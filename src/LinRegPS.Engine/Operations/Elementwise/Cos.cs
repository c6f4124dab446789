using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Cosines of angles in radians; torch.cos.</summary>
        public Tensor Cos() => Unary<Cos>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The cosine; torch.cos. Within 0.501 ulp.</summary>
    public readonly struct Cos : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(WideTrigonometry.Cos(lower), WideTrigonometry.Cos(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
            -(gradient * default(Sin).Forward(saved));

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => -saved.Cos();
    }
}
