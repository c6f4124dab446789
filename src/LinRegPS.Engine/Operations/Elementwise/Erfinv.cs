using System.Runtime.Intrinsics;
using LinRegPS.Initialization;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>The number whose error function each element is; NaN outside -1 and 1, where it is infinite; torch.erfinv.</summary>
        public Tensor Erfinv() => Unary<Erfinv>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>The inverse of the error function; torch.erfinv. In float64, rounded once.</summary>
    public readonly struct Erfinv : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        public Vector256<float> Forward(Vector256<float> x)
        {
            var result = Vector256<float>.Zero;
            for (int i = 0; i < Vector256<float>.Count; i++)
                result = result.WithElement(i, (float)ErrorFunction.InverseToTheEnds(x.GetElement(i)));
            return result;
        }

        /// <inheritdoc/>
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var result = Vector256<float>.Zero;
            for (int i = 0; i < Vector256<float>.Count; i++)
            {
                double y = ErrorFunction.InverseToTheEnds(saved.GetElement(i));
                result = result.WithElement(i, (float)(gradient.GetElement(i) * (Math.Sqrt(Math.PI) / 2 * Math.Exp(y * y))));
            }
            return result;
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var y = saved.Erfinv();
            return Math.PI / 2 * y * (2 * y.Square()).Exp();
        }
    }
}
