using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Loads and stores of fewer elements than a vector holds, so that the last elements of a span go through the same
/// vector code as all others and get the same bits. Eight lanes on every machine: where the hardware has fewer, the
/// runtime splits the vector, and results do not depend on the machine.
/// </summary>
internal static class Lanes
{
    public const int Count = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, nuint offset, int count)
    {
        var lanes = Vector256<float>.Zero;
        ref float first = ref Unsafe.As<Vector256<float>, float>(ref lanes);
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref first, i) = Unsafe.Add(ref source, offset + (nuint)i);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> lanes, ref float target, nuint offset, int count)
    {
        ref float first = ref Unsafe.As<Vector256<float>, float>(ref lanes);
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref target, offset + (nuint)i) = Unsafe.Add(ref first, i);
    }

    /// <summary>Four numbers in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Widen(Vector128<float> four) => Vector256.WidenLower(four.ToVector256Unsafe());

    /// <summary>Eight numbers in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Widen(Vector256<float> eight) => Vector512.WidenLower(eight.ToVector512Unsafe());

    /// <summary>Eight numbers rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrow(Vector512<double> eight) => Vector256.Narrow(eight.GetLower(), eight.GetUpper());
}
