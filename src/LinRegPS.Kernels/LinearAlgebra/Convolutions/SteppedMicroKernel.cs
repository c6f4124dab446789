using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra.Gemm;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>Where a step of a sum finds its factors: the elements of A's rows, and the row of B.</summary>
internal readonly struct Step(int a, int b)
{
    public readonly int A = a, B = b;
}

/// <summary>
/// The micro-kernel of a convolution: as <see cref="GemmMicroKernel{TOps, TVector, TShape}"/>, but rows and steps lie where tables
/// say, so that windows are read from the image that they lie over.
/// </summary>
internal static unsafe class SteppedMicroKernel<TOps, TVector, TShape>
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
    /// C = A B, or C += A B: the steps in order and fused. Row i of A at a step is <c>a[rows[i] + step.A]</c>, B's row begins at <c>b[step.B]</c>.
    /// </summary>
    [MethodImpl(Kernel.Hot)]
    public static void Multiply(float* a, int* rows, float* b, Step* steps, int count, float* c, nint rowC, bool add)
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        TVector c60 = default, c61 = default, c70 = default, c71 = default;
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = Rows > 3 ? a + rows[3] : null;
        float* a4 = Rows > 4 ? a + rows[4] : null, a5 = Rows > 4 ? a + rows[5] : null;
        float* a6 = Rows > 6 ? a + rows[6] : null, a7 = Rows > 6 ? a + rows[7] : null;
        for (var end = steps + count; steps < end; steps++)
        {
            nint at = steps->A;
            float* row = b + steps->B;
            TVector b0 = TOps.Load(row), b1 = TShape.TwoVectors ? TOps.Load(row + TOps.Count) : default;
            MultiplyAdd(a0 + at, b0, b1, ref c00, ref c01);
            MultiplyAdd(a1 + at, b0, b1, ref c10, ref c11);
            MultiplyAdd(a2 + at, b0, b1, ref c20, ref c21);
            if (Rows > 3)
                MultiplyAdd(a3 + at, b0, b1, ref c30, ref c31);
            if (Rows > 4)
            {
                MultiplyAdd(a4 + at, b0, b1, ref c40, ref c41);
                MultiplyAdd(a5 + at, b0, b1, ref c50, ref c51);
            }
            if (Rows > 6)
            {
                MultiplyAdd(a6 + at, b0, b1, ref c60, ref c61);
                MultiplyAdd(a7 + at, b0, b1, ref c70, ref c71);
            }
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
