using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LinRegPS.Kernels.Memory;

/// <summary>
/// Memory of many numbers. Linux is asked for pages of 2 MB where it gives those on request (transparent huge pages): new memory is
/// had with a page fault for 2 MB instead of for 4 kB, and where a page lies is seldom looked for, of rows in a random order above all.
/// </summary>
public static unsafe class LargeMemory
{
    private const nuint Page = 2 << 20;
    // Less has hardly a whole page in it.
    private const int Least = 1 << 20, MadviseHugePage = 14;

    private static readonly delegate* unmanaged[Cdecl]<void*, nuint, int, int> s_madvise = OperatingSystem.IsLinux()
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint function)
        ? (delegate* unmanaged[Cdecl]<void*, nuint, int, int>)function : null;

    /// <summary>So many numbers, which are yet to be written.</summary>
    /// <param name="count">Their number.</param>
    public static float[] Allocate(int count)
    {
        float[] numbers = GC.AllocateUninitializedArray<float>(count);
        if (count >= Least)
            AskForLargePages(numbers);
        return numbers;
    }

    // A wish: where it is not granted, pages are small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AskForLargePages(float[] numbers)
    {
        if (s_madvise is null)
            return;
        fixed (float* memory = numbers)
        {
            nuint first = ((nuint)memory + Page - 1) / Page * Page, end = (nuint)(memory + numbers.Length) / Page * Page;
            if (first < end)
                _ = s_madvise((void*)first, end - first, MadviseHugePage);
        }
    }
}
