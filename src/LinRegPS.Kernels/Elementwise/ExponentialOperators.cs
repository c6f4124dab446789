using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>2 to the power x; torch.exp2. Within 0.501 ulp.</summary>
public readonly struct Exp2 : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Exp2(lower), WideExponentials.Exp2(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * (saved * Vector256.Create(0.693147181f));
}

/// <summary>e to the power x, less 1; torch.expm1. Within 0.501 ulp, where x is small too.</summary>
public readonly struct Expm1 : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Expm1(lower), WideExponentials.Expm1(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * (saved + Vector256<float>.One);
}

/// <summary>The logarithm to base 2; torch.log2. Within 0.501 ulp.</summary>
public readonly struct Log2 : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideLogarithms.Log2(lower), WideLogarithms.Log2(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / saved * Vector256.Create(1.44269504f);
}

/// <summary>The logarithm to base 10; torch.log10. Within 0.501 ulp.</summary>
public readonly struct Log10 : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideLogarithms.Log10(lower), WideLogarithms.Log10(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / saved * Vector256.Create(0.434294482f);
}

/// <summary>The natural logarithm of 1 + x; torch.log1p. Within 0.501 ulp, where x is small too.</summary>
public readonly struct Log1p : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideLogarithms.Log1p(lower), WideLogarithms.Log1p(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / (Vector256<float>.One + saved);
}
