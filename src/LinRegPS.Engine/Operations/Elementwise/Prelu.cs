using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>
        /// x of each element above 0, the weight times x of the others; torch.prelu. The weight has one number, or one for each
        /// channel: index of the second dimension.
        /// </summary>
        /// <exception cref="ShapeMismatchException">The weight has neither one number nor one for each channel.</exception>
        public Tensor Prelu(Tensor weight)
        {
            int channels = Rank < 2 ? 1 : Shape[1];
            if (weight is null || weight.Numel == 1)
                return Binary<Prelu>.Apply(this, weight is null || weight.Rank == 0 ? weight! : weight.Reshape());
            if (weight.Rank != 1 || weight.Numel != channels)
                throw Errors.ParameterShape("Weight", new Shape(channels), weight.Shape);
            return Binary<Prelu>.Apply(this, weight.Reshape([channels, .. Enumerable.Repeat(1, Rank - 2)]));
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x above 0, else y times x; torch.prelu. The derivative at 0 is y.</summary>
    public readonly struct Prelu : IBinaryOperator, ITerms
    {
        /// <inheritdoc/>
        public Saves FirstReads => Saves.Both;

        /// <inheritdoc/>
        public Saves SecondReads => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256<float>.Zero), x, x * y);

        /// <inheritdoc/>
        public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y)
        {
            var below = Broadcasting.Combine(nameof(Prelu), default(AtMost), x, Tensor.Scalar(0));
            return (gradient * (1 - below)) + (gradient * below * y);
        }

        /// <inheritdoc/>
        public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * x.Minimum(Tensor.Scalar(0));

        double ITerms.First(double gradient, double x, double y) => x > 0 ? gradient : gradient * y;

        double ITerms.Second(double gradient, double x, double y) => x > 0 ? 0 : gradient * x;
    }
}
