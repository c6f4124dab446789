using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Whether there is a NaN or an infinity among numbers.</summary>
public static class Finite
{
    /// <summary>Whether all numbers are finite; true for none. NumPy's isfinite(x).all().</summary>
    /// <param name="x">[n].</param>
    [MethodImpl(Kernel.Hot)]
    public static bool All(ReadOnlySpan<float> x)
    {
        ref float first = ref MemoryMarshal.GetReference(x);
        nuint i = 0, length = (nuint)x.Length;
        // x - x is 0 for what is finite, and NaN for NaN and infinities; NaN stays in the sum.
        var sum = Vector256<float>.Zero;
        for (; i + Lanes.Count <= length; i += Lanes.Count)
        {
            var lanes = Vector256.LoadUnsafe(ref first, i);
            sum += lanes - lanes;
        }
        float rest = Vector256.Sum(sum);
        for (; i < length; i++)
            rest += Unsafe.Add(ref first, i) - Unsafe.Add(ref first, i);
        return rest == 0;
    }
}
