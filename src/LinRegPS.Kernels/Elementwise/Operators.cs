using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>What an operation's derivative is computed from, and so what must be kept for backward.</summary>
[Flags]
public enum Saves
{
    /// <summary>Nothing: the derivative is a constant.</summary>
    Nothing = 0,

    /// <summary>The first input.</summary>
    First = 1,

    /// <summary>The second input.</summary>
    Second = 2,

    /// <summary>Both inputs.</summary>
    Both = First | Second,

    /// <summary>The output.</summary>
    Output = 4,
}

/// <summary>
/// A function of one element and its derivative, side by side. Implemented by structs, so that the JIT compiles the
/// loops of <see cref="Elementwise"/> anew for each: no delegates, no calls per element.
/// </summary>
public interface IUnaryOperator
{
    /// <summary>What <see cref="Backward"/> reads: <see cref="Saves.First"/> for x, <see cref="Saves.Output"/> for y.</summary>
    Saves Saves { get; }

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
