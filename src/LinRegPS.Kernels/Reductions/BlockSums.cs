using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Sums of one block of numbers in float64. Longer sums add the sums of their blocks in order, so that who works block
/// by block, on whatever thread, gets the same bits as who has all numbers at once.
/// </summary>
internal static class BlockSums
{
    /// <summary>How many numbers a block has.</summary>
    public const int Length = 1024;

    private interface ITerm
    {
        static abstract Vector256<float> Of(Vector256<float> x, Vector256<float> y);
    }

    /// <summary>The sum of the elements.</summary>
    public static double Sum(ReadOnlySpan<float> x) => Sum<Element>(x, x);

    /// <summary>The sum of (x[i] - y[i])², each rounded to float32.</summary>
    public static double SquaredDifferences(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Sum<Squared>(x, y[..x.Length]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        ref float rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y);
        nuint i = 0, length = (nuint)x.Length;
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i + (2 * Lanes.Count) <= length; i += 2 * Lanes.Count)
        {
            var (t0, t1) = Vector256.Widen(TTerm.Of(Vector256.LoadUnsafe(ref rx, i), Vector256.LoadUnsafe(ref ry, i)));
            var (t2, t3) = Vector256.Widen(TTerm.Of(
                Vector256.LoadUnsafe(ref rx, i + Lanes.Count), Vector256.LoadUnsafe(ref ry, i + Lanes.Count)));
            s0 += t0;
            s1 += t1;
            s2 += t2;
            s3 += t3;
        }
        var all = (s0 + s1) + (s2 + s3);
        // In a fixed order, which Vector256.Sum does not promise.
        double sum = (all.GetElement(0) + all.GetElement(2)) + (all.GetElement(1) + all.GetElement(3));
        for (; i < length; i++)
        {
            sum += TTerm.Of(
                Vector256.CreateScalarUnsafe(Unsafe.Add(ref rx, i)), Vector256.CreateScalarUnsafe(Unsafe.Add(ref ry, i))).ToScalar();
        }
        return sum;
    }

    private readonly struct Element : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Of(Vector256<float> x, Vector256<float> y) => x;
    }

    private readonly struct Squared : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Of(Vector256<float> x, Vector256<float> y) => (x - y) * (x - y);
    }
}
