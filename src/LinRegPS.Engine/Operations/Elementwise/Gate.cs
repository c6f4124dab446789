using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Operations;

/// <summary>
/// x times its share y, and 0 where that is 0, whatever x: the gradient of what takes one of its inputs. What was not taken gets
/// no NaN from an infinite gradient.
/// </summary>
public readonly struct Gate : IBinaryOperator
{
    /// <inheritdoc/>
    public Saves FirstReads => Saves.Second;

    /// <inheritdoc/>
    public Saves SecondReads => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
        Vector256.AndNot(x * y, Vector256.Equals(y, Vector256<float>.Zero));

    /// <inheritdoc/>
    public Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y) => Binary<Gate>.Apply(gradient, y);

    /// <inheritdoc/>
    public Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y) => gradient * x;
}
