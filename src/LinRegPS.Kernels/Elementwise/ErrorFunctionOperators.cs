using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>The error function; torch.erf. Within 0.501 ulp.</summary>
public readonly struct Erf : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Erf(lower).Value, WideExponentials.Erf(upper).Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        var (lower, upper) = Vector256.Widen(saved);
        return gradient * Vector256.Narrow(WideExponentials.Erf(lower).Slope, WideExponentials.Erf(upper).Slope);
    }
}

/// <summary>1 less the error function; torch.erfc. Within 0.501 ulp, where that is small too.</summary>
public readonly struct Erfc : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(WideExponentials.Erfc(lower), WideExponentials.Erfc(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        -default(Erf).Backward(gradient, saved);
}
