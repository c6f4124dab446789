using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra;

/// <summary>Operations on vectors of doubles, for factorizations of small matrices; BLAS's ddot, daxpy and drot.</summary>
public static class Float64Vectors
{
    private const int Lanes = 4;

    /// <summary>The sum of x[i] * y[i], as far as x goes; ddot.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    [MethodImpl(Kernel.Hot)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref double rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        Vector256<double> s0 = default, s1 = default;
        for (; i + (2 * Lanes) <= length; i += 2 * Lanes)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rx, i), Vector256.LoadUnsafe(ref ry, i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rx, i + Lanes), Vector256.LoadUnsafe(ref ry, i + Lanes), s1);
        }
        s0 += s1;
        double sum = (s0.GetElement(0) + s0.GetElement(2)) + (s0.GetElement(1) + s0.GetElement(3));
        for (; i < length; i++)
            sum += Unsafe.Add(ref rx, i) * Unsafe.Add(ref ry, i);
        return sum;
    }

    /// <summary>Adds factor * x to y, as far as x goes; daxpy.</summary>
    /// <param name="factor">What x is multiplied by.</param>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        var f = Vector256.Create(factor);
        for (; i + Lanes <= length; i += Lanes)
            Vector256.MultiplyAddEstimate(f, Vector256.LoadUnsafe(ref rx, i), Vector256.LoadUnsafe(ref ry, i)).StoreUnsafe(ref ry, i);
        for (; i < length; i++)
            Unsafe.Add(ref ry, i) += factor * Unsafe.Add(ref rx, i);
    }

    /// <summary>Turns x to c x - s y and y to s x + c y, as far as x goes; drot.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <param name="c">The cosine.</param>
    /// <param name="s">The sine.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        ref double rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        Vector256<double> cosine = Vector256.Create(c), sine = Vector256.Create(s);
        for (; i + Lanes <= length; i += Lanes)
        {
            var a = Vector256.LoadUnsafe(ref rx, i);
            var b = Vector256.LoadUnsafe(ref ry, i);
            (cosine * a - sine * b).StoreUnsafe(ref rx, i);
            (sine * a + cosine * b).StoreUnsafe(ref ry, i);
        }
        for (; i < length; i++)
        {
            double a = Unsafe.Add(ref rx, i), b = Unsafe.Add(ref ry, i);
            Unsafe.Add(ref rx, i) = c * a - s * b;
            Unsafe.Add(ref ry, i) = s * a + c * b;
        }
    }
}
