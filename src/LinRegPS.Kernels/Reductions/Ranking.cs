namespace LinRegPS.Kernels.Reductions;

/// <summary>The order of the elements of a line. Equals keep the order that they have, and NaN is greater than every number; torch.sort.</summary>
public static class Ranking
{
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
        Array.Sort(keys);
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
        Array.Sort(keys);
        for (int i = 0; i < keys.Length; i++)
            order[i] = (int)(uint)keys[i];
    }

    // -0 and 0 are equal.
    private static uint Key(float value)
    {
        if (float.IsNaN(value))
            return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
