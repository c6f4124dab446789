using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The derivative of <see cref="Lgamma"/> of each element; torch.digamma.</summary>
        public Tensor Digamma() => Unary<Polygamma>.Apply(this, new Polygamma(0));

        /// <summary>The n-th derivative of <see cref="Digamma"/> of each element; torch.polygamma.</summary>
        /// <exception cref="InvalidValueException">n is negative.</exception>
        public Tensor Polygamma(int n) => n >= 0 ? Unary<Polygamma>.Apply(this, new Polygamma(n)) : throw Errors.Negative("N", n);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The n-th derivative of that of log |gamma(x)|; torch.polygamma, torch.digamma. In float64, rounded once.</summary>
    public readonly struct Polygamma(int n) : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        public string Label => n == 0 ? "Digamma" : nameof(Polygamma);

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x) => PerLane.Polygamma(x, n);

        /// <inheritdoc/>
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * PerLane.Polygamma(saved, n + 1);

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => saved.Polygamma(n + 2);
    }
}
