using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>x + y.</summary>
public readonly struct Add : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x + y;
}

/// <summary>x - y.</summary>
public readonly struct Sub : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x - y;
}

/// <summary>x * y.</summary>
public readonly struct Mul : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x * y;
}

/// <summary>x / y.</summary>
public readonly struct Div : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x / y;
}

/// <summary>The derivative of x / y with respect to y: -x / y².</summary>
public readonly struct DivByDivisor : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => -(x / y / y);
}

/// <summary>x to the power y.</summary>
public readonly struct Pow : IBinaryFunction
{
    /// <inheritdoc/>
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => PerLane.Pow(x, y);
}

/// <summary>The derivative of x to the power y with respect to x: y x^(y-1), and 0 for the power 0.</summary>
public readonly struct PowByBase : IBinaryFunction
{
    /// <inheritdoc/>
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.AndNot(
        y * PerLane.Pow(x, y - Vector256<float>.One), Vector256.Equals(y, Vector256<float>.Zero));
}

/// <summary>The derivative of x to the power y with respect to y: x^y log x.</summary>
public readonly struct PowByExponent : IBinaryFunction
{
    /// <inheritdoc/>
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
    {
        // 0 to a power of zero or more stays 0 (or 1) however the power moves.
        var flat = Vector256.Equals(x, Vector256<float>.Zero)
            & Vector256.GreaterThanOrEqual(y, Vector256<float>.Zero);
        return Vector256.AndNot(PerLane.Pow(x, y) * Functions.Log(x), flat);
    }
}

/// <summary>x + factor * y, rounded once: the step of a matrix product.</summary>
internal readonly struct AddScaled(float factor) : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(Vector256.Create(factor), y, x);
}
