using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels;

/// <summary>How kernels are compiled.</summary>
internal static class Kernel
{
    /// <summary>
    /// At once with all optimizations, and by itself: inlined in what calls it, when that is compiled again after a second,
    /// a loop of many constants can be half as fast.
    /// </summary>
    public const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
