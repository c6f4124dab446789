using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// A function of one element and its derivative, side by side. Implemented by structs, so that the JIT compiles the
/// loops of <see cref="Elementwise"/> anew for each: no delegates, no calls per element.
/// </summary>
public interface IUnaryFunction
{
    /// <summary>y = f(x).</summary>
    Vector256<float> Forward(Vector256<float> x);

    /// <summary>The gradient with respect to x: gradient * f'(x), from x or from y = f(x), whichever is saved.</summary>
    Vector256<float> Backward(Vector256<float> gradient, Vector256<float> saved);
}

/// <summary>A function of two elements.</summary>
public interface IBinaryFunction
{
    /// <summary>z = f(x, y).</summary>
    Vector256<float> Forward(Vector256<float> x, Vector256<float> y);
}

/// <summary>x, whatever y: laid over a larger output it repeats x.</summary>
public readonly struct First : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x;
}

/// <summary>y, whatever x: an assignment.</summary>
public readonly struct Second : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => y;
}

/// <summary>x times a number, whatever y.</summary>
internal readonly struct Scaled(float factor) : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x * factor;
}

/// <summary>x, at most as far from 0 as a limit; NaN stays.</summary>
internal readonly struct Limited(float limit) : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
        Vector256.Min(Vector256.Max(x, Vector256.Create(-limit)), Vector256.Create(limit));
}

/// <summary>x + factor * y, rounded once: the step of a matrix product.</summary>
internal readonly struct AddScaled(float factor) : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(Vector256.Create(factor), y, x);
}

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

/// <summary>factor (x - y): the derivative of a squared error. One number alone, which is passed on without a detour over memory.</summary>
public readonly struct ScaledDifference(float factor) : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => (x - y) * factor;
}

/// <summary>The same times the gradient that comes from above, each product rounded.</summary>
public readonly struct SquaredErrorGradient(float factor, float gradient) : IBinaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => (x - y) * factor * gradient;
}
