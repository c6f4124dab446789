using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>
/// Products of small matrices in float64, rounded once: B is widened once, not for each row of the result, and each element
/// is summed in order.
/// </summary>
internal static unsafe class Float64Gemm
{
    // Rows of the result that share what is read of B.
    private const int Rows = 4;

    // Multiplications: with fewer the copies are not made up for.
    private const int Many = 4096;

    /// <summary>Whether there are so many products that copies of both matrices are worth it.</summary>
    public static bool IsWorthIt(int m, int n, int k) => m >= Rows && n >= Rows && (long)m * n * k >= Many;

    /// <summary>C = A B.</summary>
    /// <param name="a">A, [m, k], without gaps.</param>
    /// <param name="b">B, [k, n], without gaps.</param>
    /// <param name="c">Receives C, [m, n].</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    public static void Multiply(Strided a, Strided b, float* c, int m, int n, int k)
    {
        int width = (n + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        bool turned = b.Column != 1;
        double[] rented = ArrayPool<double>.Shared.Rent((Rows * k) + (k * width * (turned ? 2 : 1)));
        fixed (double* wideA = rented)
        {
            double* wideB = wideA + (Rows * k);
            if (turned)
            {
                float* rows = (float*)(wideB + (k * width));
                Turn(b.At(0, 0), rows, n, k);
                WidenRows(rows, wideB, k, n, width);
            }
            else
                WidenRows(b.At(0, 0), wideB, k, n, width);
            for (int i = 0; i < m; i += Rows)
            {
                int rows = Math.Min(Rows, m - i);
                float* to = c + ((nint)i * n);
                if (a.Column == 1)
                {
                    for (int row = 0; row < rows; row++)
                        Widen(a.At(i + row, 0), wideA + (row * k), k);
                    MultiplyRows(wideA, k, 1, wideB, width, to, rows, n, k);
                }
                else
                {
                    WidenColumns(a.At(i, 0), a.Column, wideA, rows, k);
                    MultiplyRows(wideA, 1, Rows, wideB, width, to, rows, n, k);
                }
            }
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    // At most four rows of the result, from as many of A, in which elements are so far apart.
    [MethodImpl(Kernel.Hot)]
    private static void MultiplyRows(double* a, nint row, nint inner, double* b, nint width, float* c, int rows, int n, int k)
    {
        // The last row is repeated where there are fewer.
        double* a1 = a + (Math.Min(1, rows - 1) * row), a2 = a + (Math.Min(2, rows - 1) * row), a3 = a + (Math.Min(3, rows - 1) * row);
        for (int j = 0; j < n; j += Lanes.Count, b += Lanes.Count, c += Lanes.Count)
        {
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            double* from = b;
            nint at = 0;
            for (int l = 0; l < k; l++, at += inner, from += width)
            {
                var eight = Vector512.Load(from);
                // A product of two float32 is exact in float64: fused or not, the bits are the same.
                s0 = Vector512.MultiplyAddEstimate(Vector512.Create(a[at]), eight, s0);
                s1 = Vector512.MultiplyAddEstimate(Vector512.Create(a1[at]), eight, s1);
                s2 = Vector512.MultiplyAddEstimate(Vector512.Create(a2[at]), eight, s2);
                s3 = Vector512.MultiplyAddEstimate(Vector512.Create(a3[at]), eight, s3);
            }
            int lanes = Math.Min(Lanes.Count, n - j);
            Store(s0, c, lanes);
            if (rows > 1)
                Store(s1, c + n, lanes);
            if (rows > 2)
                Store(s2, c + (2 * (nint)n), lanes);
            if (rows > 3)
                Store(s3, c + (3 * (nint)n), lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> sums, float* to, int lanes)
    {
        var eight = Vector256.Narrow(sums.GetLower(), sums.GetUpper());
        if (lanes == Lanes.Count)
            eight.Store(to);
        else
            Lanes.Store(eight, ref *to, 0, lanes);
    }

    // [count, length] turned to [length, count].
    [MethodImpl(Kernel.Hot)]
    private static void Turn(float* from, float* to, int count, int length)
    {
        for (int i = 0; i < count; i++, from += length)
        {
            float* column = to + i;
            for (int j = 0; j < length; j++, column += count)
                *column = from[j];
        }
    }

    // The first so many of each row, which stand in a column of four.
    [MethodImpl(Kernel.Hot)]
    private static void WidenColumns(float* from, nint step, double* to, int count, int rows)
    {
        for (int i = 0; i < rows; i++, from += step, to += Rows)
        {
            if (count == Rows)
                Lanes.Widen(Vector128.Load(from)).Store(to);
            else
            {
                for (int j = 0; j < count; j++)
                    to[j] = from[j];
            }
        }
    }

    // Rows of so many elements, with zeros up to the width.
    [MethodImpl(Kernel.Hot)]
    private static void WidenRows(float* from, double* to, int rows, int length, int width)
    {
        if (length == width)
        {
            Widen(from, to, rows * length);
            return;
        }
        for (int i = 0; i < rows; i++, from += length, to += width)
        {
            Widen(from, to, length);
            new Span<double>(to + length, width - length).Clear();
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void Widen(float* from, double* to, int count)
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
            Lanes.Widen(Vector256.Load(from + i)).Store(to + i);
        for (; i < count; i++)
            to[i] = from[i];
    }
}
