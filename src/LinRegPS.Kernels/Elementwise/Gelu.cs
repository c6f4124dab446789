using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>x times the normal distribution's cumulative probability of x; torch.nn.functional.gelu. Within 0.51 ulp.</summary>
public readonly struct Gelu : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(lower * WideFunctions.Normal(lower).Cumulative, upper * WideFunctions.Normal(upper).Cumulative);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        var (lower, upper) = Vector256.Widen(saved);
        return gradient * Vector256.Narrow(Slope(lower), Slope(upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Slope(Vector256<double> x)
    {
        var (cumulative, density) = WideFunctions.Normal(x);
        return cumulative + (x * density);
    }
}

/// <summary>The same, approximated by a hyperbolic tangent; gelu with approximate='tanh'. Within 0.51 ulp of that.</summary>
public readonly struct GeluTanh : IUnaryOperator
{
    // x/2 (1 + tanh u) = x / (1 + e^-2u), with 2u = 2 sqrt(2/pi) (x + 0.044715 x³).
    private const double Linear = 1.5957691216057308, Cubic = 0.044715;

    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x)
    {
        var (lower, upper) = Vector256.Widen(x);
        return Vector256.Narrow(lower * Share(lower), upper * Share(upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        var (lower, upper) = Vector256.Widen(saved);
        return gradient * Vector256.Narrow(Slope(lower), Slope(upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Share(Vector256<double> x) =>
        WideFunctions.Sigmoid(x * Linear * ((x * x * Cubic) + Vector256<double>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Slope(Vector256<double> x)
    {
        var share = Share(x);
        var inner = ((x * x * (3 * Cubic)) + Vector256<double>.One) * Linear;
        return share + (x * share * (Vector256<double>.One - share) * inner);
    }
}
