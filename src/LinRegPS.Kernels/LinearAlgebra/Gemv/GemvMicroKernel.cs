using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels.LinearAlgebra.Gemv;

/// <summary>
/// The micro-kernel, the innermost loops of <see cref="BlockedGemv"/>: eight rows of X, read from memory in the order in which they lie,
/// or one. A row's last lanes may hold the next row's elements, which are masked or left over.
/// </summary>
internal static unsafe class GemvMicroKernel
{
    /// <summary>The rows of a group.</summary>
    public const int Rows = 8;

    // Groups whose elements are prefetched while one is worked on, so that memory does not rest.
    private const int Ahead = 4;
    // Elements, where it is one row.
    private const int AheadOne = 4096;

    /// <summary>X w for eight rows, behind which one more vector can be read; w is padded with zeros to whole lanes.</summary>
    [MethodImpl(Kernel.Hot)]
    [SkipLocalsInit]
    public static Vector256<float> Multiply(float* x, float* w, nint columns)
    {
        Vector256<float>* sums = stackalloc Vector256<float>[Rows];
        var mask = Mask(columns % Lanes.Count);
        for (int row = 0; row < Rows; row++, x += columns)
        {
            var (even, odd, c) = MultiplyWhole(x, w, columns);
            if (c < columns)
                odd = Vector256.FusedMultiplyAdd(Vector256.Load(w + c), mask & Vector256.Load(x + c), odd);
            sums[row] = even + odd;
        }
        return Across(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]);
    }

    /// <summary>x w for one row, in the same order.</summary>
    [MethodImpl(Kernel.Hot)]
    public static float MultiplyOne(float* x, float* w, nint columns, float* end)
    {
        var (even, odd, c) = MultiplyWhole(x, w, columns);
        if (c < columns)
        {
            var lanes = Mask(columns - c) & LoadSome(x + c, (int)(columns - c), end);
            odd = Vector256.FusedMultiplyAdd(Vector256.Load(w + c), lanes, odd);
        }
        return Across(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Even, Vector256<float> Odd, nint Column) MultiplyWhole(float* x, float* w, nint columns)
    {
        Vector256<float> even = default, odd = default;
        nint c = 0;
        for (; c <= columns - (2 * Lanes.Count); c += 2 * Lanes.Count)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Load(w + c), Vector256.Load(x + c), even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Load(w + c + Lanes.Count), Vector256.Load(x + c + Lanes.Count), odd);
        }
        if (c <= columns - Lanes.Count)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Load(w + c), Vector256.Load(x + c), even);
            c += Lanes.Count;
        }
        return (even, odd, c);
    }

    /// <summary>sums += Xᵀ g for eight rows, behind which one more vector can be read; the sums have whole lanes.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void AddTransposed(float* x0, float* g, float* sums, nint columns)
    {
        float* x1 = x0 + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns;
        float* x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
        Vector256<float> g0 = Vector256.Create(g[0]), g1 = Vector256.Create(g[1]), g2 = Vector256.Create(g[2]);
        Vector256<float> g3 = Vector256.Create(g[3]), g4 = Vector256.Create(g[4]), g5 = Vector256.Create(g[5]);
        Vector256<float> g6 = Vector256.Create(g[6]), g7 = Vector256.Create(g[7]);
        for (nint c = 0; c < columns; c += Lanes.Count)
        {
            if (Sse.IsSupported)
            {
                float* ahead = x0 + ((Rows * Ahead) * columns) + (Rows * c);
                Sse.Prefetch2(ahead);
                Sse.Prefetch2(ahead + 16);
                Sse.Prefetch2(ahead + 32);
                Sse.Prefetch2(ahead + 48);
            }
            var even = g0 * Vector256.Load(x0 + c);
            var odd = g1 * Vector256.Load(x1 + c);
            even = Vector256.FusedMultiplyAdd(g2, Vector256.Load(x2 + c), even);
            odd = Vector256.FusedMultiplyAdd(g3, Vector256.Load(x3 + c), odd);
            even = Vector256.FusedMultiplyAdd(g4, Vector256.Load(x4 + c), even);
            odd = Vector256.FusedMultiplyAdd(g5, Vector256.Load(x5 + c), odd);
            even = Vector256.FusedMultiplyAdd(g6, Vector256.Load(x6 + c), even);
            odd = Vector256.FusedMultiplyAdd(g7, Vector256.Load(x7 + c), odd);
            (Vector256.Load(sums + c) + (even + odd)).Store(sums + c);
        }
    }

    /// <summary>sums += g x for one row.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void AddTransposedOne(float* x, float g, float* sums, nint columns, float* end)
    {
        var factor = Vector256.Create(g);
        nint c = 0;
        for (; c <= columns - Lanes.Count; c += Lanes.Count)
        {
            if (Sse.IsSupported)
                Sse.Prefetch2(x + c + AheadOne);
            Vector256.FusedMultiplyAdd(factor, Vector256.Load(x + c), Vector256.Load(sums + c)).Store(sums + c);
        }
        if (c < columns)
            Vector256.FusedMultiplyAdd(factor, LoadSome(x + c, (int)(columns - c), end), Vector256.Load(sums + c)).Store(sums + c);
    }

    /// <summary>Adds the sums of a few rows to those of many, and begins anew.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Flush(float* sums, double* totals, int columns)
    {
        int c = 0;
        for (; c <= columns - Lanes.Count; c += Lanes.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Load(sums + c));
            (Vector256.Load(totals + c) + lower).Store(totals + c);
            (Vector256.Load(totals + c + 4) + upper).Store(totals + c + 4);
            Vector256<float>.Zero.Store(sums + c);
        }
        for (; c < columns; c++)
        {
            totals[c] += sums[c];
            sums[c] = 0;
        }
    }

    // Not 0 times the next row's element, which may be infinite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mask(nint count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();

    private static Vector256<float> LoadSome(float* source, int count, float* end) =>
        source + Lanes.Count <= end ? Vector256.Load(source) : Lanes.Load(ref *source, 0, Math.Min(count, Lanes.Count));

    /// <summary>The sum of each vector's elements: neighbours first, then pairs, then halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Across(
        Vector256<float> s0, Vector256<float> s1, Vector256<float> s2, Vector256<float> s3,
        Vector256<float> s4, Vector256<float> s5, Vector256<float> s6, Vector256<float> s7)
    {
        if (Avx.IsSupported)
        {
            var lower = Avx.HorizontalAdd(Avx.HorizontalAdd(s0, s1), Avx.HorizontalAdd(s2, s3));
            var upper = Avx.HorizontalAdd(Avx.HorizontalAdd(s4, s5), Avx.HorizontalAdd(s6, s7));
            return Avx.Permute2x128(lower, upper, 0x20) + Avx.Permute2x128(lower, upper, 0x31);
        }
        return Vector256.Create(
            Across(s0), Across(s1), Across(s2), Across(s3), Across(s4), Across(s5), Across(s6), Across(s7));
    }

    private static float Across(Vector256<float> s) =>
        ((s.GetElement(0) + s.GetElement(1)) + (s.GetElement(2) + s.GetElement(3)))
        + ((s.GetElement(4) + s.GetElement(5)) + (s.GetElement(6) + s.GetElement(7)));
}
