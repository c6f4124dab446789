using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>The update of stochastic gradient descent.</summary>
public static class SgdUpdate
{
    /// <summary>w = fma(-learningRate, gradient, w), rounded once, as torch.optim.SGD does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> w, ReadOnlySpan<float> gradient, float learningRate)
    {
        gradient = gradient[..w.Length];
        ref float rw = ref MemoryMarshal.GetReference(w), rg = ref MemoryMarshal.GetReference(gradient);
        nuint i = 0, length = (nuint)w.Length;
        var rate = Vector256.Create(-learningRate);
        for (; i + Lanes.Count <= length; i += Lanes.Count)
        {
            Vector256.FusedMultiplyAdd(rate, Vector256.LoadUnsafe(ref rg, i), Vector256.LoadUnsafe(ref rw, i))
                .StoreUnsafe(ref rw, i);
        }
        for (; i < length; i++)
            Unsafe.Add(ref rw, i) = MathF.FusedMultiplyAdd(-learningRate, Unsafe.Add(ref rg, i), Unsafe.Add(ref rw, i));
    }
}
