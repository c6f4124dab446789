using System.Buffers;
using System.Runtime.InteropServices;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>Memory for intermediate numbers, at a cache line's begin; what was in it stays.</summary>
internal unsafe ref struct Scratch : IDisposable
{
    private const int Alignment = 64;

    private readonly float[] _rented;
    private GCHandle _handle;

    public Scratch(long floats)
    {
        _rented = ArrayPool<float>.Shared.Rent(checked((int)(floats + (Alignment / sizeof(float)))));
        _handle = GCHandle.Alloc(_rented, GCHandleType.Pinned);
        Memory = (float*)((_handle.AddrOfPinnedObject() + Alignment - 1) & -Alignment);
    }

    public float* Memory { get; }

    public void Dispose()
    {
        _handle.Free();
        ArrayPool<float>.Shared.Return(_rented);
    }
}
