using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The logarithm of the size of the gamma function of each element, infinite at 0 and the negative whole numbers; torch.lgamma.</summary>
        public Tensor Lgamma() => Unary<Lgamma>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>log |gamma(x)|; torch.lgamma. In float64, rounded once.</summary>
    public readonly struct Lgamma : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x) => PerLane.LogGamma(x);

        /// <inheritdoc/>
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * PerLane.Polygamma(saved, 0);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => saved.Polygamma(1);
    }
}
