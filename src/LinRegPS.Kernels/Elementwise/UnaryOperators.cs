using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>-x; torch.neg.</summary>
public readonly struct Neg : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Nothing;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => -x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => -gradient;
}

/// <summary>|x|; torch.abs. The derivative at 0 is 0, as in PyTorch.</summary>
public readonly struct Abs : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved)
    {
        var sign = Vector256.CopySign(Vector256<float>.One, saved);
        return gradient * Vector256.ConditionalSelect(
            Vector256.Equals(saved, Vector256<float>.Zero), Vector256<float>.Zero, sign);
    }
}

/// <summary>x squared; torch.square.</summary>
public readonly struct Square : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => x * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * (saved + saved);
}

/// <summary>The square root; torch.sqrt. The derivative at 0 is infinite.</summary>
public readonly struct Sqrt : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Vector256.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient / (saved + saved);
}

/// <summary>e to the power x; torch.exp.</summary>
public readonly struct Exp : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Functions.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient * saved;
}

/// <summary>The natural logarithm; torch.log.</summary>
public readonly struct Log : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Functions.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) => gradient / saved;
}

/// <summary>max(x, 0); torch.relu. The derivative at 0 is 0; NaN stays NaN.</summary>
public readonly struct Relu : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) =>
        Vector256.AndNot(x, Vector256.LessThanOrEqual(x, Vector256<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        Vector256.AndNot(gradient, Vector256.LessThanOrEqual(saved, Vector256<float>.Zero));
}

/// <summary>1 / (1 + exp(-x)); torch.sigmoid.</summary>
public readonly struct Sigmoid : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Functions.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * (Vector256<float>.One - saved) * saved;
}

/// <summary>The hyperbolic tangent; torch.tanh.</summary>
public readonly struct Tanh : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x) => Functions.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        gradient * Vector256.FusedMultiplyAdd(-saved, saved, Vector256<float>.One);
}

/// <summary>x to a constant power; torch.pow with a number. The derivative for the power 0 is 0 everywhere.</summary>
public readonly struct PowScalar(float exponent) : IUnaryOperator
{
    /// <inheritdoc/>
    public Saves Saves => Saves.First;

    /// <inheritdoc/>
    public Vector256<float> Forward(Vector256<float> x) => Power(x, exponent);

    /// <inheritdoc/>
    public Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved) =>
        exponent == 0 ? Vector256<float>.Zero : gradient * (Vector256.Create(exponent) * Power(saved, exponent - 1));

    // The usual powers by multiplication, as PyTorch does: exact where a product is.
    private static Vector256<float> Power(Vector256<float> x, float exponent) => exponent switch
    {
        1 => x,
        2 => x * x,
        3 => x * x * x,
        0.5f => Vector256.Sqrt(x),
        -0.5f => Vector256<float>.One / Vector256.Sqrt(x),
        -1 => Vector256<float>.One / x,
        -2 => Vector256<float>.One / (x * x),
        _ => PerLane.Pow(x, Vector256.Create(exponent)),
    };
}
