using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>(x - y) squared: one element of the squared error.</summary>
public readonly struct SquaredDifference : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        var difference = x - y;
        return difference * difference;
    }
}

/// <summary>
/// factor (x - y), times the gradient that comes from above: the derivative of a squared error, each product rounded.
/// </summary>
public readonly struct ScaledDifference(float factor, float gradient = 1) : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => (x - y) * factor * gradient;
}
