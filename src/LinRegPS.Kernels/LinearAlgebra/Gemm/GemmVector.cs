using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>What a tile of a matrix product needs of a vector, and how many rows of vectors the registers hold.</summary>
internal unsafe interface IGemmVector<TVector>
    where TVector : struct
{
    /// <summary>Elements in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of two vectors that the registers hold beside two more vectors and a factor: 6 or 8.</summary>
    static abstract int Rows { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float* source);

    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector sum);

    static abstract TVector Add(TVector x, TVector y);

    static abstract void Store(TVector vector, float* target);
}

/// <summary>AVX-512: 32 registers. Half of them keep the two multipliers busy, and 8 divides most sizes.</summary>
internal readonly unsafe struct GemmVector512 : IGemmVector<Vector512<float>>
{
    public static int Count => 16;

    public static int Rows => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float* source) => Vector512.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) =>
        Vector512.FusedMultiplyAdd(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> vector, float* target) => vector.Store(target);
}

/// <summary>AVX2: 16 registers.</summary>
internal readonly unsafe struct GemmVector256 : IGemmVector<Vector256<float>>
{
    public static int Count => 8;

    public static int Rows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float* source) => Vector256.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> sum) =>
        Vector256.FusedMultiplyAdd(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> vector, float* target) => vector.Store(target);
}

/// <summary>NEON: 32 registers. Also what is left where there are no vectors: right, but slow.</summary>
internal readonly unsafe struct GemmVector128 : IGemmVector<Vector128<float>>
{
    public static int Count => 4;

    public static int Rows => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> sum) =>
        Vector128.FusedMultiplyAdd(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, float* target) => vector.Store(target);
}
