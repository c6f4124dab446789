using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>The loops that run element-wise operators over spans. Outputs may be one of the inputs.</summary>
public static class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TOperator>(TOperator f, ReadOnlySpan<float> x, Span<float> y)
        where TOperator : struct, IUnaryOperator
    {
        CheckLengths(x.Length, y.Length);
        ref float rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y);
        nuint i = 0, whole = (nuint)(y.Length & ~(Lanes.Count - 1));
        for (; i < whole; i += Lanes.Count)
            f.Forward(Vector256.LoadUnsafe(ref rx, i)).StoreUnsafe(ref ry, i);
        int rest = y.Length - (int)i;
        if (rest > 0)
            Lanes.Store(f.Forward(Lanes.Load(ref rx, i, rest)), ref ry, i, rest);
    }

    /// <summary>dx[i] = gradient[i] * f'(saved[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TOperator>(
        TOperator f, ReadOnlySpan<float> gradient, ReadOnlySpan<float> saved, Span<float> dx)
        where TOperator : struct, IUnaryOperator
    {
        CheckLengths(gradient.Length, dx.Length);
        CheckLengths(saved.Length, dx.Length);
        ref float rg = ref MemoryMarshal.GetReference(gradient), rs = ref MemoryMarshal.GetReference(saved);
        ref float rx = ref MemoryMarshal.GetReference(dx);
        nuint i = 0, whole = (nuint)(dx.Length & ~(Lanes.Count - 1));
        for (; i < whole; i += Lanes.Count)
            f.Backward(Vector256.LoadUnsafe(ref rg, i), Vector256.LoadUnsafe(ref rs, i)).StoreUnsafe(ref rx, i);
        int rest = dx.Length - (int)i;
        if (rest > 0)
            Lanes.Store(f.Backward(Lanes.Load(ref rg, i, rest), Lanes.Load(ref rs, i, rest)), ref rx, i, rest);
    }

    /// <summary>z[i] = f(x[i], y[i]); an x or y of one element is used for every i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TOperator>(TOperator f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOperator : struct, IBinaryFunction
    {
        if (x.Length != 1)
            CheckLengths(x.Length, z.Length);
        if (y.Length != 1)
            CheckLengths(y.Length, z.Length);
        ref float rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y);
        ref float rz = ref MemoryMarshal.GetReference(z);
        nuint i = 0, whole = (nuint)(z.Length & ~(Lanes.Count - 1));
        int rest = z.Length - (int)whole;
        if (x.Length == z.Length && y.Length == z.Length)
        {
            for (; i < whole; i += Lanes.Count)
                f.Forward(Vector256.LoadUnsafe(ref rx, i), Vector256.LoadUnsafe(ref ry, i)).StoreUnsafe(ref rz, i);
            if (rest > 0)
                Lanes.Store(f.Forward(Lanes.Load(ref rx, i, rest), Lanes.Load(ref ry, i, rest)), ref rz, i, rest);
        }
        else if (x.Length == z.Length)
        {
            var scalar = Vector256.Create(ry);
            for (; i < whole; i += Lanes.Count)
                f.Forward(Vector256.LoadUnsafe(ref rx, i), scalar).StoreUnsafe(ref rz, i);
            if (rest > 0)
                Lanes.Store(f.Forward(Lanes.Load(ref rx, i, rest), scalar), ref rz, i, rest);
        }
        else if (y.Length == z.Length)
        {
            var scalar = Vector256.Create(rx);
            for (; i < whole; i += Lanes.Count)
                f.Forward(scalar, Vector256.LoadUnsafe(ref ry, i)).StoreUnsafe(ref rz, i);
            if (rest > 0)
                Lanes.Store(f.Forward(scalar, Lanes.Load(ref ry, i, rest)), ref rz, i, rest);
        }
        else if (z.Length > 0)
            z.Fill(f.Forward(Vector256.Create(rx), Vector256.Create(ry)).ToScalar());
    }

    private static void CheckLengths(int actual, int expected)
    {
        if (actual != expected)
            throw new ArgumentException($"A span of {actual} elements where {expected} are needed.");
    }
}
