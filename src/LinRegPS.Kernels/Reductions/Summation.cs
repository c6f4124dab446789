using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Sums in float32 whose error grows with the logarithm of the length (pairwise summation, Higham 1993). Fewer than
/// 16 elements are added from left to right, each sum rounded, as PyTorch and BLAS do it.
/// </summary>
public static class Summation
{
    // A run of this many elements is summed straight; longer ones are halved.
    private const int Block = 512;
    private const int RowBlock = 32;

    /// <summary>The sum of all elements; 0 for none.</summary>
    public static float Sum(ReadOnlySpan<float> x) => x.Length <= Block ? SumBlock(x) : SumHalves(x);

    /// <summary>The sum of x[i] * y[i], each product rounded before it is added.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        y = y[..x.Length];
        if (x.Length <= Block)
            return DotBlock(x, y);
        int half = Half(x.Length);
        return Dot(x[..half], y[..half]) + Dot(x[half..], y[half..]);
    }

    /// <summary>
    /// Sums the middle dimension of [outer, count, inner] into [outer, inner]. <paramref name="x"/> is not changed.
    /// </summary>
    public static void SumMiddle(ReadOnlySpan<float> x, int outer, int count, int inner, Span<float> sums)
    {
        for (int o = 0; o < outer; o++)
        {
            var rows = x.Slice(o * count * inner, count * inner);
            if (inner == 1)
                sums[o] = Sum(rows);
            else
                SumRows(rows, count, sums.Slice(o * inner, inner));
        }
    }

    /// <summary>Sums the rows of a [count, width] matrix, width being the length of <paramref name="sums"/>.</summary>
    private static void SumRows(ReadOnlySpan<float> x, int count, Span<float> sums)
    {
        int width = sums.Length;
        if (count > RowBlock)
        {
            int half = count / 2;
            float[] rented = ArrayPool<float>.Shared.Rent(width);
            var second = rented.AsSpan(0, width);
            SumRows(x[..(half * width)], half, sums);
            SumRows(x[(half * width)..], count - half, second);
            Elementwise.Forward(default(Add), sums, second, sums);
            ArrayPool<float>.Shared.Return(rented);
            return;
        }
        if (count == 0)
        {
            sums.Clear();
            return;
        }
        x[..width].CopyTo(sums);
        for (int row = 1; row < count; row++)
            Elementwise.Forward(default(Add), sums, x.Slice(row * width, width), sums);
    }

    private static float SumHalves(ReadOnlySpan<float> x)
    {
        int half = Half(x.Length);
        return Sum(x[..half]) + Sum(x[half..]);
    }

    // Halves fall on whole blocks, so that all but the last block take the vector path alone.
    private static int Half(int length) => (length / 2 + Block - 1) / Block * Block;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumBlock(ReadOnlySpan<float> x)
    {
        ref float rx = ref MemoryMarshal.GetReference(x);
        nuint i = 0, length = (nuint)x.Length;
        float sum = 0;
        if (length >= 16)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i + 32 <= length; i += 32)
            {
                s0 += Vector256.LoadUnsafe(ref rx, i);
                s1 += Vector256.LoadUnsafe(ref rx, i + 8);
                s2 += Vector256.LoadUnsafe(ref rx, i + 16);
                s3 += Vector256.LoadUnsafe(ref rx, i + 24);
            }
            for (; i + 8 <= length; i += 8)
                s0 += Vector256.LoadUnsafe(ref rx, i);
            sum = Across((s0 + s1) + (s2 + s3));
        }
        for (; i < length; i++)
            sum += Unsafe.Add(ref rx, i);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float DotBlock(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ref float rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y);
        nuint i = 0, length = (nuint)x.Length;
        float sum = 0;
        if (length >= 16)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i + 32 <= length; i += 32)
            {
                s0 += Vector256.LoadUnsafe(ref rx, i) * Vector256.LoadUnsafe(ref ry, i);
                s1 += Vector256.LoadUnsafe(ref rx, i + 8) * Vector256.LoadUnsafe(ref ry, i + 8);
                s2 += Vector256.LoadUnsafe(ref rx, i + 16) * Vector256.LoadUnsafe(ref ry, i + 16);
                s3 += Vector256.LoadUnsafe(ref rx, i + 24) * Vector256.LoadUnsafe(ref ry, i + 24);
            }
            for (; i + 8 <= length; i += 8)
                s0 += Vector256.LoadUnsafe(ref rx, i) * Vector256.LoadUnsafe(ref ry, i);
            sum = Across((s0 + s1) + (s2 + s3));
        }
        for (; i < length; i++)
            sum += Unsafe.Add(ref rx, i) * Unsafe.Add(ref ry, i);
        return sum;
    }

    // In a fixed order, which Vector256.Sum does not promise.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Across(Vector256<float> v)
    {
        var four = v.GetLower() + v.GetUpper();
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }
}
