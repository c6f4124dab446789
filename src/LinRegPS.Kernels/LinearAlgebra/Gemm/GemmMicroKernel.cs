using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>How many rows and vectors of C a tile has: constants to the JIT, which leaves out what is not there.</summary>
internal interface IGemmTileShape
{
    /// <summary>All rows that fit the registers, or half of them.</summary>
    static abstract bool AllRows { get; }

    /// <summary>Two vectors side by side, or one.</summary>
    static abstract bool TwoVectors { get; }
}

internal readonly struct FullTile : IGemmTileShape
{
    public static bool AllRows => true;

    public static bool TwoVectors => true;
}

internal readonly struct LowTile : IGemmTileShape
{
    public static bool AllRows => false;

    public static bool TwoVectors => true;
}

internal readonly struct NarrowTile : IGemmTileShape
{
    public static bool AllRows => true;

    public static bool TwoVectors => false;
}

internal readonly struct LowNarrowTile : IGemmTileShape
{
    public static bool AllRows => false;

    public static bool TwoVectors => false;
}

/// <summary>
/// The micro-kernel, the innermost part of a matrix product: a few rows of C, one or two vectors wide, summed in registers.
/// </summary>
internal static unsafe class GemmMicroKernel<TOps, TVector, TShape>
    where TOps : struct, IGemmVector<TVector>
    where TVector : struct
    where TShape : struct, IGemmTileShape
{
    private static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TShape.AllRows ? TOps.Rows : TOps.Rows / 2;
    }

    /// <summary>
    /// C = A B, or C += A B: k steps, in order and fused. Row i of A at step l is <c>a[(i * rowA) + (l * stepA)]</c>.
    /// </summary>
    [MethodImpl(Kernel.Hot)]
    public static void Multiply(float* a, nint rowA, nint stepA, float* b, nint stepB, int k, float* c, nint rowC, bool add)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        TVector c60 = default, c61 = default, c70 = default, c71 = default;
        if (Sse.IsSupported)
        {
            // C is seldom in the nearest cache, and is needed when the sums are done.
            float* row = c;
            for (int i = 0; i < Rows; i++, row += rowC)
            {
                Sse.Prefetch0(row);
                Sse.Prefetch0(row + (TShape.TwoVectors ? 2 * TOps.Count : TOps.Count) - 1);
            }
        }
        for (int l = 0; l < k; l++)
        {
            TVector b0 = TOps.Load(b), b1 = TShape.TwoVectors ? TOps.Load(b + TOps.Count) : default;
            MultiplyAdd(a, b0, b1, ref c00, ref c01);
            MultiplyAdd(a + rowA, b0, b1, ref c10, ref c11);
            MultiplyAdd(a + (2 * rowA), b0, b1, ref c20, ref c21);
            if (Rows > 3)
                MultiplyAdd(a + (3 * rowA), b0, b1, ref c30, ref c31);
            if (Rows > 4)
            {
                MultiplyAdd(a + (4 * rowA), b0, b1, ref c40, ref c41);
                MultiplyAdd(a + (5 * rowA), b0, b1, ref c50, ref c51);
            }
            if (Rows > 6)
            {
                MultiplyAdd(a + (6 * rowA), b0, b1, ref c60, ref c61);
                MultiplyAdd(a + (7 * rowA), b0, b1, ref c70, ref c71);
            }
            a += stepA;
            b += stepB;
        }
        Store(c, c00, c01, add);
        Store(c += rowC, c10, c11, add);
        Store(c += rowC, c20, c21, add);
        if (Rows > 3)
            Store(c += rowC, c30, c31, add);
        if (Rows > 4)
        {
            Store(c += rowC, c40, c41, add);
            Store(c += rowC, c50, c51, add);
        }
        if (Rows > 6)
        {
            Store(c += rowC, c60, c61, add);
            Store(c + rowC, c70, c71, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float* a, TVector b0, TVector b1, ref TVector c0, ref TVector c1)
    {
        var factor = TOps.Broadcast(a);
        c0 = TOps.MultiplyAdd(factor, b0, c0);
        if (TShape.TwoVectors)
            c1 = TOps.MultiplyAdd(factor, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, TVector c0, TVector c1, bool add)
    {
        TOps.Store(add ? TOps.Add(TOps.Load(c), c0) : c0, c);
        if (TShape.TwoVectors)
            TOps.Store(add ? TOps.Add(TOps.Load(c + TOps.Count), c1) : c1, c + TOps.Count);
    }
}
