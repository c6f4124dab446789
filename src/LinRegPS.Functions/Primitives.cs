using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Functions;

/// <summary>
/// The functions of float32 numbers that are taken from System.Numerics.Tensors, eight elements at a time: the length
/// that kernels have, so that an element's bits depend on no other's place. Which these are, which not and why:
/// LinRegPS.Kernels/Elementwise/README.md.
/// </summary>
public static class Primitives
{
    /// <summary>The arc sine, from -pi/2 to pi/2; NaN beyond -1 and 1.</summary>
    public static Vector256<float> Asin(Vector256<float> x)
    {
        TensorPrimitives.Asin(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The arc cosine, from 0 to pi; NaN beyond -1 and 1.</summary>
    public static Vector256<float> Acos(Vector256<float> x)
    {
        TensorPrimitives.Acos(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The arc tangent, from -pi/2 to pi/2.</summary>
    public static Vector256<float> Atan(Vector256<float> x)
    {
        TensorPrimitives.Atan(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The angle of the point (x, y), from -pi to pi.</summary>
    public static Vector256<float> Atan2(Vector256<float> y, Vector256<float> x)
    {
        TensorPrimitives.Atan2(Lanes(ref y), Lanes(ref x), Lanes(ref y));
        return y;
    }

    /// <summary>The area hyperbolic sine.</summary>
    public static Vector256<float> Asinh(Vector256<float> x)
    {
        TensorPrimitives.Asinh(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The area hyperbolic tangent; NaN beyond -1 and 1.</summary>
    public static Vector256<float> Atanh(Vector256<float> x)
    {
        TensorPrimitives.Atanh(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The cube root.</summary>
    public static Vector256<float> Cbrt(Vector256<float> x)
    {
        TensorPrimitives.Cbrt(Lanes(ref x), Lanes(ref x));
        return x;
    }

    /// <summary>The square root of x² + y², which may not be float32 numbers.</summary>
    public static Vector256<float> Hypot(Vector256<float> x, Vector256<float> y)
    {
        TensorPrimitives.Hypot(Lanes(ref x), Lanes(ref y), Lanes(ref x));
        return x;
    }

    private static Span<float> Lanes(ref Vector256<float> x) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector256<float>, float>(ref x), Vector256<float>.Count);
}
