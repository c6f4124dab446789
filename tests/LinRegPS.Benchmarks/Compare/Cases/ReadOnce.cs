using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>Reads an array once and does next to nothing with it: what memory allows at best.</summary>
internal sealed class ReadOnce(float[] x)
{
    private readonly float[] _sums = new float[(x.Length + Chunk.Size - 1) / Chunk.Size];

    /// <summary>The sum: somewhere the numbers must go.</summary>
    public float Sum => _sums.Sum();

    public unsafe void Run()
    {
        fixed (float* numbers = x, sums = _sums)
            Workers.Run(_sums.Length, new Chunk(numbers, x.Length, sums));
    }

    private readonly unsafe struct Chunk(float* x, int length, float* sums) : IChunkedWork
    {
        public const int Size = 1 << 18;
        private const int Step = 128;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            float* p = x + ((long)chunk * Size), end = p + Math.Min(Size, length - (chunk * Size));
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector512<float> s4 = default, s5 = default, s6 = default, s7 = default;
            for (; p + Step <= end; p += Step)
            {
                s0 += Vector512.Load(p);
                s1 += Vector512.Load(p + 16);
                s2 += Vector512.Load(p + 32);
                s3 += Vector512.Load(p + 48);
                s4 += Vector512.Load(p + 64);
                s5 += Vector512.Load(p + 80);
                s6 += Vector512.Load(p + 96);
                s7 += Vector512.Load(p + 112);
            }
            float sum = Vector512.Sum(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
            for (; p < end; p++)
                sum += *p;
            sums[chunk] = sum;
        }
    }
}
