using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;

namespace LinRegPS.Kernels;

/// <summary>The sine; torch.sin. Within 0.501 ulp.</summary>
public readonly struct Sin : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideTrigonometry.Sin(lower), WideTrigonometry.Sin(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * default(Cos).Forward(saved);
}

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
}

/// <summary>The tangent; torch.tan. Within 0.501 ulp.</summary>
public readonly struct Tan : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideTrigonometry.Tan(lower), WideTrigonometry.Tan(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One);
}

/// <summary>The arc sine; torch.asin. NaN beyond -1 and 1, where the derivative is infinite.</summary>
public readonly struct Asin : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Asin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / Vector256.Sqrt((Vector256<float>.One - saved) * (Vector256<float>.One + saved));
}

/// <summary>The arc cosine; torch.acos. NaN beyond -1 and 1, where the derivative is infinite.</summary>
public readonly struct Acos : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Acos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        -(gradient / Vector256.Sqrt((Vector256<float>.One - saved) * (Vector256<float>.One + saved)));
}

/// <summary>The arc tangent; torch.atan.</summary>
public readonly struct Atan : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Atan(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        // Beyond 2^13 the 1 is lost beside the square, and from 2^64 on the square is no float32 number.
        var far = Vector256.GreaterThan(Vector256.Abs(saved), Vector256.Create(8192f));
        return Vector256.ConditionalSelect(
            far, gradient / saved / saved, gradient / Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One));
    }
}

/// <summary>The angle of the point (y, x), from -pi to pi; torch.atan2.</summary>
public readonly struct Atan2 : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Primitives.Atan2(x, y);
}
