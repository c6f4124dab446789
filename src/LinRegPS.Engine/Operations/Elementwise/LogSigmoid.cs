using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>log(1 / (1 + exp(-x))) of each element; torch.nn.functional.logsigmoid.</summary>
        public Tensor LogSigmoid() => Unary<Operations.LogSigmoid>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>log(1 / (1 + exp(-x))); torch.nn.functional.logsigmoid. Within 0.51 ulp.</summary>
    public readonly struct LogSigmoid : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x)
        {
            var (lower, upper) = Vector256.Widen(-x);
            return -Vector256.Narrow(WideLogarithms.LogOnePlusExp(lower), WideLogarithms.LogOnePlusExp(upper));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var (lower, upper) = Vector256.Widen(-saved);
            return gradient * Vector256.Narrow(WideFunctions.Sigmoid(lower), WideFunctions.Sigmoid(upper));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved)
        {
            var share = saved.Sigmoid();
            return share * (share - 1);
        }
    }
}
