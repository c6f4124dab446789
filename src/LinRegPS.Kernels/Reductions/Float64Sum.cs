using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>
/// Float64 accumulation: sums of float32 terms in float64, of blocks, whose sums are added in their order. Who works block
/// by block, on whatever thread, gets the bits of who has all terms at once.
/// </summary>
internal static unsafe class Float64Sum
{
    /// <summary>How many terms a block has.</summary>
    public const int BlockLength = 2048;

    private const int Chunk = 64 * BlockLength;

    // Terms that are prefetched before their turn: the processor alone brings too few, and none beyond a page of memory.
    private const int Ahead = 4096;

    /// <summary>A term of a sum: eight of them, four, and one alone.</summary>
    internal interface ITerm
    {
        static abstract Vector512<double> Eight(float* x, float* y);

        static abstract Vector256<double> Four(float* x, float* y);

        static abstract double One(float x, float y);
    }

    /// <summary>The sum of the terms of x and as many elements of y.</summary>
    public static double Of<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        fixed (float* px = x, py = y[..x.Length])
        {
            if (x.Length <= Chunk)
                return ByBlocks<TTerm>(px, py, x.Length);
            double[] sums = new double[(int)(((uint)x.Length + BlockLength - 1) / BlockLength)];
            fixed (double* ps = sums)
                Workers.Run((int)(((uint)x.Length + Chunk - 1) / Chunk), new Chunks<TTerm>(px, py, x.Length, ps));
            double sum = 0;
            foreach (double part in sums)
                sum += part;
            return sum;
        }
    }

    /// <summary>The sum of each row of a [rows, count] matrix, as <see cref="Summation.Sum"/> has it.</summary>
    public static void Rows(ReadOnlySpan<float> x, int rows, int count, Span<float> sums)
    {
        fixed (float* px = x[..(rows * count)], ps = sums[..rows])
        {
            int height = Math.Max(1, Chunk / Math.Max(1, count));
            var work = new RowChunks(px, rows, count, height, ps);
            if (count > Chunk)
            {
                // Each row for itself, by several threads.
                for (int i = 0; i < rows; i++)
                    sums[i] = Summation.Sum(x.Slice(i * count, count));
            }
            else if (rows <= height)
                work.Run(0);
            else
                Workers.Run((int)(((long)rows + height - 1) / height), work);
        }
    }

    private static double ByBlocks<TTerm>(float* x, float* y, int count)
        where TTerm : struct, ITerm
    {
        double sum = 0;
        for (int i = 0; i < count; i += BlockLength)
            sum += Block<TTerm>(x + i, y + i, Math.Min(BlockLength, count - i));
        return sum;
    }

    /// <summary>The sum of the terms of one block.</summary>
    [MethodImpl(Kernel.Hot)]
    public static double Block<TTerm>(float* x, float* y, int count)
        where TTerm : struct, ITerm
    {
        const int block = 32;
        var s0 = Vector256<double>.Zero;
        int i = 0;
        if (count >= block)
        {
            Vector512<double> s01 = default, s23 = default, s45 = default, s67 = default;
            for (; i <= count - block; i += block)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(x + i + Ahead);
                    Sse.Prefetch0(x + i + Ahead + (block / 2));
                }
                s01 += TTerm.Eight(x + i, y + i);
                s23 += TTerm.Eight(x + i + 8, y + i + 8);
                s45 += TTerm.Eight(x + i + 16, y + i + 16);
                s67 += TTerm.Eight(x + i + 24, y + i + 24);
            }
            s0 = (Halves(s01) + Halves(s23)) + (Halves(s45) + Halves(s67));
        }
        for (; i <= count - 4; i += 4)
            s0 += TTerm.Four(x + i, y + i);
        double sum = Across(s0);
        for (; i < count; i++)
            sum += TTerm.One(x[i], y[i]);
        return sum;
    }

    /// <summary>The sum of the lanes in a fixed order, which Vector256.Sum does not promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Across(Vector256<double> v) =>
        (v.GetElement(0) + v.GetElement(2)) + (v.GetElement(1) + v.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Halves(Vector512<double> v) => v.GetLower() + v.GetUpper();

    /// <summary>x.</summary>
    internal readonly struct ElementTerm : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Eight(float* x, float* y) => Lanes.Widen(Vector256.Load(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Four(float* x, float* y) => Lanes.Widen(Vector128.Load(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double One(float x, float y) => x;
    }

    /// <summary>x y, which is exact.</summary>
    internal readonly struct ProductTerm : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Eight(float* x, float* y) =>
            Lanes.Widen(Vector256.Load(x)) * Lanes.Widen(Vector256.Load(y));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Four(float* x, float* y) =>
            Lanes.Widen(Vector128.Load(x)) * Lanes.Widen(Vector128.Load(y));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double One(float x, float y) => (double)x * y;
    }

    /// <summary>(x - y)² in float32.</summary>
    internal readonly struct SquaredDifferenceTerm : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Eight(float* x, float* y)
        {
            var difference = Vector256.Load(x) - Vector256.Load(y);
            return Lanes.Widen(difference * difference);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Four(float* x, float* y)
        {
            var difference = Vector128.Load(x) - Vector128.Load(y);
            return Lanes.Widen(difference * difference);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double One(float x, float y)
        {
            float difference = x - y, square = difference * difference;
            return square;
        }
    }

    private readonly struct Chunks<TTerm>(float* x, float* y, int length, double* sums) : IChunkedWork
        where TTerm : struct, ITerm
    {
        public void Run(int chunk)
        {
            int start = chunk * Chunk, end = start + Math.Min(Chunk, length - start);
            for (int i = start; i < end; i += BlockLength)
                sums[i / BlockLength] = Block<TTerm>(x + i, y + i, Math.Min(BlockLength, end - i));
        }
    }

    private readonly struct RowChunks(float* x, int rows, int count, int height, float* sums) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int first = chunk * height, end = first + Math.Min(height, rows - first);
            float* row = x + ((nint)first * count);
            for (int i = first; i < end; i++, row += count)
                sums[i] = count < Summation.Long ? Summation.Sum(new(row, count)) : (float)ByBlocks<ElementTerm>(row, row, count);
        }
    }
}
