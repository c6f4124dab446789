using System.Numerics;
using System.Runtime.InteropServices;

namespace LinRegPS.Groups;

/// <summary>CRC-32C, by which ranks see whether they have the same bytes.</summary>
internal static class Checksum
{
    /// <summary>The checksum of bytes, or of those before and these.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint sum = before;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            sum = BitOperations.Crc32C(sum, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }
}
