using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>x times <see cref="Hardsigmoid"/> of x, of each element; torch.nn.functional.hardswish.</summary>
        public Tensor Hardswish() => Unary<Operations.Hardswish>.Apply(this);
    }
}

namespace LinRegPS.Operations
{
    /// <summary>x times x / 6 + 1/2 held between 0 and 1; torch.nn.functional.hardswish.</summary>
    public readonly struct Hardswish : IUnaryOperator
    {
        /// <inheritdoc/>
        public Saves Saves => Saves.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x) =>
            x * Vector256.Min(Vector256.Max(x + Vector256.Create(3f), Vector256<float>.Zero), Vector256.Create(6f)) / 6f;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
        {
            var between = Vector256.ConditionalSelect(
                Vector256.LessThan(saved, Vector256.Create(3f)), gradient * ((saved / 3f) + Vector256.Create(0.5f)), gradient);
            return Vector256.AndNot(between, Vector256.LessThan(saved, Vector256.Create(-3f)));
        }

        /// <inheritdoc/>
        public Tensor? Curvature(Tensor saved) => Mask.Within(saved, -3, 3) * (1.0 / 3);
    }
}
