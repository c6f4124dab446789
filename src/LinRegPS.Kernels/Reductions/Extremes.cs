using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Reductions;

/// <summary>The least and the greatest of doubles.</summary>
public static class Extremes
{
    /// <summary>Both at once, of numbers that are not NaN; infinities where there are none.</summary>
    [MethodImpl(Kernel.Hot)]
    public static (double Least, double Greatest) Of(ReadOnlySpan<double> numbers)
    {
        var (least, greatest) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.NegativeInfinity));
        ref double first = ref MemoryMarshal.GetReference(numbers);
        int i = 0;
        for (; i + Vector512<double>.Count <= numbers.Length; i += Vector512<double>.Count)
        {
            var some = Vector512.LoadUnsafe(ref first, (nuint)i);
            (least, greatest) = (Vector512.MinNative(least, some), Vector512.MaxNative(greatest, some));
        }
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            (low, high) = (Math.Min(low, least[lane]), Math.Max(high, greatest[lane]));
        for (; i < numbers.Length; i++)
            (low, high) = (Math.Min(low, numbers[i]), Math.Max(high, numbers[i]));
        return (low, high);
    }
}
