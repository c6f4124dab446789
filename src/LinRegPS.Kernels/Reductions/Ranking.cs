using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>The order of the elements of a line. Equals keep the order that they have, and NaN is greater than every number; torch.sort.</summary>
public static class Ranking
{
    // Elements that are sorted in one go, some 5 ms.
    private const int Block = 1 << 16;

    /// <summary>The indices of the elements, the smallest first, or the greatest.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <param name="order">Receives the indices.</param>
    /// <exception cref="ArgumentException">The order is too short.</exception>
    public static void Order(ReadOnlySpan<float> values, bool descending, Span<int> order)
    {
        // A number's bits as a whole number of the same order, above the index: one sort of whole numbers, and a stable one.
        ulong[] keys = new ulong[values.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            uint key = Key(values[i]);
            keys[i] = ((ulong)(descending ? ~key : key) << 32) | (uint)i;
        }
        keys = Sorted(keys);
        for (int i = 0; i < keys.Length; i++)
            order[i] = (int)(uint)keys[i];
    }

    /// <summary>The indices of whole numbers, the smallest first, or the greatest.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <param name="order">Receives the indices.</param>
    /// <exception cref="ArgumentException">The order is too short.</exception>
    public static void Order(ReadOnlySpan<long> values, bool descending, Span<int> order)
    {
        UInt128[] keys = new UInt128[values.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = (ulong)values[i] ^ (1UL << 63);
            keys[i] = ((UInt128)(descending ? ~key : key) << 32) | (uint)i;
        }
        keys = Sorted(keys);
        for (int i = 0; i < keys.Length; i++)
            order[i] = (int)(uint)keys[i];
    }

    /// <summary>Numbers in ascending order, none of which is NaN.</summary>
    /// <param name="numbers">The numbers, which are left in any order.</param>
    public static double[] Ascending(double[] numbers) => Sorted(numbers);

    // Blocks one by one on all threads, then merged two and two: unlike one sort of all it can be ended on the way. Of keys no one is there twice.
    private static T[] Sorted<T>(T[] keys)
        where T : struct, IComparable<T>
    {
        if (keys.Length <= Block)
        {
            Array.Sort(keys);
            return keys;
        }
        Workers.Run((keys.Length - 1) / Block + 1, new Blocks<T>(keys));
        T[] from = keys, to = new T[keys.Length];
        var pace = default(Pace);
        for (long width = Block; width < keys.Length; width *= 2)
        {
            for (long start = 0; start < keys.Length; start += 2 * width)
            {
                int first = (int)start, middle = (int)Math.Min(start + width, keys.Length), end = (int)Math.Min(start + (2 * width), keys.Length);
                Merge(from.AsSpan(first, middle - first), from.AsSpan(middle, end - middle), to.AsSpan(first, end - first), ref pace);
            }
            (from, to) = (to, from);
        }
        return from;
    }

    [MethodImpl(Kernel.Hot)]
    private static void Merge<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> to, ref Pace pace)
        where T : struct, IComparable<T>
    {
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            // So many come from one of both at least before it can be at its end.
            int sure = Math.Min(Math.Min(x.Length - i, y.Length - j), Block);
            pace.Step(4 * sure);
            for (int k = 0; k < sure; k++)
                to[i + j] = x[i].CompareTo(y[j]) < 0 ? x[i++] : y[j++];
        }
        x[i..].CopyTo(to[(i + j)..]);
        y[j..].CopyTo(to[(i + j)..]);
    }

    // -0 and 0 are equal.
    private static uint Key(float value)
    {
        if (float.IsNaN(value))
            return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private readonly struct Blocks<T>(T[] keys) : IChunkedWork
    {
        public void Run(int chunk) => keys.AsSpan(chunk * Block, Math.Min(Block, keys.Length - (chunk * Block))).Sort();
    }
}
