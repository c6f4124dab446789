using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Functions;

namespace LinRegPS.Kernels;

/// <summary>1 / x; torch.reciprocal.</summary>
public readonly struct Reciprocal : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256<float>.One / x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => -(gradient * saved * saved);
}

/// <summary>1 / sqrt(x); torch.rsqrt. Within 1.5 ulp.</summary>
public readonly struct Rsqrt : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256<float>.One / Vector256.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * Vector256.Create(-0.5f) * saved * saved * saved;
}

/// <summary>The cube root, of negative numbers too. The derivative at 0 is infinite.</summary>
public readonly struct Cbrt : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Primitives.Cbrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient / (saved * saved * Vector256.Create(3f));
}

/// <summary>The square root of x² + y², which may not be float32 numbers; torch.hypot.</summary>
public readonly struct Hypot : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Primitives.Hypot(x, y);
}
