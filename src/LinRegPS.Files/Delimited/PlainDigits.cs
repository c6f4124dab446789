using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// The digits of a number of at most 16 characters, with a point and a minus, where the processor has SSSE3. Without a branch: the sign
/// and the place of the point are as good as random.
/// </summary>
internal static class PlainDigits
{
    private const int MostCharacters = 16;

    /// <summary>The digits as one number, how many stand behind the point, whether there is no point, and 1 for a minus; false of all else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryGather(Vector128<byte> characters, int length, Vector128<byte> point, out long whole, out int decimals, out bool isWhole, out uint sign)
    {
        var digits = characters - Vector128.Create((byte)'0');
        var isDigit = Vector128.LessThan(digits, Vector128.Create((byte)10));
        uint all = (1u << length) - 1;
        sign = Vector128.Equals(characters, Vector128.Create((byte)'-')).ExtractMostSignificantBits() & 1;
        uint points = Vector128.Equals(characters, point).ExtractMostSignificantBits() & all;
        uint known = isDigit.ExtractMostSignificantBits() & all;
        // The digits without the point, as far right as they go: what is left of it, nothing where there is none, moves over its place.
        int pointAt = 31 - BitOperations.LeadingZeroCount(points);
        (decimals, isWhole) = (BitOperations.PopCount(all & ~((points << 1) - 1)), points == 0);
        var places = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(length - MostCharacters));
        places += Vector128.LessThanOrEqual(places, Vector128.Create((sbyte)pointAt));
        var moved = Ssse3.Shuffle(digits & isDigit, places.AsByte());
        // Pairs of digits, then of those, then of those again.
        var pairs = Ssse3.MultiplyAddAdjacent(moved, Vector128.Create((ushort)(10 | (1 << 8))).AsSByte());
        var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(100 | (1 << 16)).AsInt16());
        var eights = Sse2.MultiplyAddAdjacent(Sse2.PackSignedSaturate(fours, fours), Vector128.Create(10_000 | (1 << 16)).AsInt16());
        whole = ((long)(uint)eights[0] * 100_000_000) + (uint)eights[1];
        return ((uint)(length - 1) < MostCharacters) & ((known | points | sign) == all) & (known != 0) & ((points & (points - 1)) == 0);
    }
}
