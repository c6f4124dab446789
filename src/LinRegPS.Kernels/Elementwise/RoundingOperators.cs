using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>The greatest whole number up to x; torch.floor. The derivative is 0 everywhere.</summary>
public readonly struct Floor : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Floor(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;
}

/// <summary>The least whole number from x on; torch.ceil. The derivative is 0 everywhere.</summary>
public readonly struct Ceil : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Ceiling(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;
}

/// <summary>The nearest whole number, of two the even one; torch.round. The derivative is 0 everywhere.</summary>
public readonly struct Round : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Round(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;
}

/// <summary>The whole number towards 0; torch.trunc. The derivative is 0 everywhere.</summary>
public readonly struct Trunc : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Truncate(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => Vector256<float>.Zero;
}
