using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>
/// Packing of one operand of a matrix product: rows of A, or columns of B, some of them side by side as a panel, step by step
/// along the inner dimension. Member i at step l is <c>source[(i * across) + (l * along)]</c>, and once packed
/// <c>panel[(l * width) + i]</c>, so that a tile reads memory from front to back whatever the operand's layout.
/// Where packing does not pay only the last panel is packed, if it is not full.
/// </summary>
internal readonly unsafe struct PackedPanels(
    float* source, nint across, nint along, int members, int depth, int width, bool direct, float* packed)
{
    private const int Block = 8;

    // Steps that are copied at a time and those that are prefetched before their turn; floats in a cache line.
    private const int Together = 4, Ahead = 8, CacheLine = 16;

    private readonly int _packed = direct ? members / width * width : 0;

    /// <summary>PackedPanels to be packed.</summary>
    public int Count => (members - _packed + width - 1) / width;

    /// <summary>Where the panel begins that member <paramref name="i"/> is the first of, and its strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int i, int l, out nint acrossPanel, out nint alongPanel)
    {
        bool isPacked = i >= _packed;
        (acrossPanel, alongPanel) = isPacked ? (1, width) : (across, along);
        return isPacked ? packed + ((nint)(i - _packed) * depth) + ((nint)l * width) : source + (i * across) + (l * along);
    }

    /// <summary>Packs the panels from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    [MethodImpl(Kernel.Hot)]
    public void Pack(int first, int end)
    {
        int member = _packed + (first * width), count = Math.Min(members - member, (end - first) * width);
        float* from = source + (member * across), panel = packed + ((nint)first * width * depth);
        if (across == 1)
        {
            Copy(from, along, count, panel, width, depth);
            return;
        }
        for (; count > 0; count -= width, from += width * across, panel += (nint)width * depth)
        {
            for (int i = 0; i < Math.Min(count, width); i += Block)
                Transpose(from + (i * across), panel + i, Math.Min(Block, count - i), Math.Min(Block, width - i));
        }
    }

    // Members that lie side by side: across all panels a few steps at a time, so that cache lines are read and written
    // once. The steps may lie far apart, where no prefetcher of the processor's follows.
    [MethodImpl(Kernel.Hot)]
    private static void Copy(float* from, nint along, int count, float* panel, int width, int depth)
    {
        for (int l = 0; l < depth; l += Together)
        {
            int steps = Math.Min(Together, depth - l);
            float* row = from + (l * along);
            for (int step = 0; Sse.IsSupported && step < steps; step++)
            {
                for (int i = 0; i < count; i += CacheLine)
                    Sse.Prefetch0(row + ((step + Ahead) * along) + i);
            }
            for (int i = 0; i < count; i += width)
            {
                float* source = row + i, target = panel + ((nint)i * depth) + (l * width);
                int present = Math.Min(width, count - i);
                if (present == width && width % Block == 0 && steps == Together)
                    CopyWhole(source, along, target, width);
                else
                    CopyPart(source, along, present, target, width, steps);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyWhole(float* source, nint along, float* target, int width)
    {
        for (int j = 0; j < width; j += Block)
        {
            Vector256.Load(source + j).Store(target + j);
            Vector256.Load(source + along + j).Store(target + width + j);
            Vector256.Load(source + (2 * along) + j).Store(target + (2 * width) + j);
            Vector256.Load(source + (3 * along) + j).Store(target + (3 * width) + j);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void CopyPart(float* source, nint along, int present, float* target, int width, int steps)
    {
        for (; steps > 0; steps--, source += along, target += width)
        {
            int j = 0;
            for (; j + Block <= present; j += Block)
                Vector256.Load(source + j).Store(target + j);
            for (; j + 2 <= present; j += 2)
                *(long*)(target + j) = *(long*)(source + j);
            if (j < present)
                target[j] = source[j];
        }
    }

    // Eight members, of which the last one is repeated where there are fewer, and `stored` go into the panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Transpose(float* m0, float* panel, int count, int stored)
    {
        float* m1 = m0 + (Math.Min(1, count - 1) * across), m2 = m0 + (Math.Min(2, count - 1) * across);
        float* m3 = m0 + (Math.Min(3, count - 1) * across), m4 = m0 + (Math.Min(4, count - 1) * across);
        float* m5 = m0 + (Math.Min(5, count - 1) * across), m6 = m0 + (Math.Min(6, count - 1) * across);
        float* m7 = m0 + (Math.Min(7, count - 1) * across);
        int l = 0;
        if (Avx.IsSupported && along == 1)
        {
            for (; l + 4 <= depth; l += 4, panel += 4 * width)
            {
                var x0 = Vector256.Create(Vector128.Load(m0 + l), Vector128.Load(m4 + l));
                var x1 = Vector256.Create(Vector128.Load(m1 + l), Vector128.Load(m5 + l));
                var x2 = Vector256.Create(Vector128.Load(m2 + l), Vector128.Load(m6 + l));
                var x3 = Vector256.Create(Vector128.Load(m3 + l), Vector128.Load(m7 + l));
                Vector256<float> y0 = Avx.UnpackLow(x0, x1), y1 = Avx.UnpackHigh(x0, x1);
                Vector256<float> y2 = Avx.UnpackLow(x2, x3), y3 = Avx.UnpackHigh(x2, x3);
                Store(Avx.Shuffle(y0, y2, 0b01_00_01_00), panel, stored);
                Store(Avx.Shuffle(y0, y2, 0b11_10_11_10), panel + width, stored);
                Store(Avx.Shuffle(y1, y3, 0b01_00_01_00), panel + (2 * width), stored);
                Store(Avx.Shuffle(y1, y3, 0b11_10_11_10), panel + (3 * width), stored);
            }
        }
        for (; l < depth; l++, panel += width)
        {
            nint at = l * along;
            Store(Vector256.Create(m0[at], m1[at], m2[at], m3[at], m4[at], m5[at], m6[at], m7[at]), panel, stored);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> members, float* panel, int stored)
    {
        if (stored == Block)
        {
            members.Store(panel);
            return;
        }
        members.GetLower().Store(panel);
        for (int i = Block / 2; i < stored; i++)
            panel[i] = members.GetElement(i);
    }
}
