using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;

namespace LinRegPS.Kernels;

/// <summary>The hyperbolic sine; torch.sinh. Within 0.501 ulp.</summary>
public readonly struct Sinh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Sinh(lower), WideExponentials.Sinh(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * default(Cosh).Forward(saved);
}

/// <summary>The hyperbolic cosine; torch.cosh. Within 0.501 ulp.</summary>
public readonly struct Cosh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Cosh(lower), WideExponentials.Cosh(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * default(Sinh).Forward(saved);
}

/// <summary>The area hyperbolic sine; torch.asinh.</summary>
public readonly struct Asinh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Asinh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        // Beyond 2^13 the 1 is lost beside the square, and from 2^64 on the square is no float32 number.
        var magnitude = Vector256.Abs(saved);
        var root = Vector256.Sqrt(Vector256.FusedMultiplyAdd(saved, saved, Vector256<float>.One));
        return gradient / Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Vector256.Create(8192f)), magnitude, root);
    }
}

/// <summary>The area hyperbolic cosine; torch.acosh. NaN below 1, where the derivative is infinite.</summary>
public readonly struct Acosh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Acosh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / (Vector256.Sqrt(saved - Vector256<float>.One) * Vector256.Sqrt(saved + Vector256<float>.One));
}

/// <summary>The area hyperbolic tangent; torch.atanh. NaN beyond -1 and 1, where it is infinite.</summary>
public readonly struct Atanh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Atanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / (Vector256<float>.One - saved) / (Vector256<float>.One + saved);
}
