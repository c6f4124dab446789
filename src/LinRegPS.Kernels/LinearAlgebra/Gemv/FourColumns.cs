using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels.LinearAlgebra.Gemv;

/// <summary>What there is of four columns: constants to the JIT, which leaves out the rest.</summary>
internal interface IFour
{
    /// <summary>The first two, at least.</summary>
    static abstract bool HasTwo { get; }

    /// <summary>All of them.</summary>
    static abstract bool HasFour { get; }
}

internal readonly struct NoColumns : IFour
{
    public static bool HasTwo => false;

    public static bool HasFour => false;
}

internal readonly struct FirstTwo : IFour
{
    public static bool HasTwo => true;

    public static bool HasFour => false;
}

internal readonly struct AllFour : IFour
{
    public static bool HasTwo => true;

    public static bool HasFour => true;
}

/// <summary>Four neighbouring columns of eight rows, a vector each. No more fields: the compiler keeps four in registers.</summary>
internal unsafe struct FourColumns
{
    private Vector256<float> _a, _b, _c, _d;

    /// <summary>The columns from the given one on, all of which lie in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourColumns Load(
        float* x0, float* x1, float* x2, float* x3, float* x4, float* x5, float* x6, float* x7, int column)
    {
        FourColumns columns;
        if (Avx.IsSupported)
        {
            var r04 = Vector256.Create(Vector128.Load(x0 + column), Vector128.Load(x4 + column));
            var r15 = Vector256.Create(Vector128.Load(x1 + column), Vector128.Load(x5 + column));
            var r26 = Vector256.Create(Vector128.Load(x2 + column), Vector128.Load(x6 + column));
            var r37 = Vector256.Create(Vector128.Load(x3 + column), Vector128.Load(x7 + column));
            Vector256<float> ab01 = Avx.UnpackLow(r04, r15), cd01 = Avx.UnpackHigh(r04, r15);
            Vector256<float> ab23 = Avx.UnpackLow(r26, r37), cd23 = Avx.UnpackHigh(r26, r37);
            columns._a = Avx.Shuffle(ab01, ab23, 0x44);
            columns._b = Avx.Shuffle(ab01, ab23, 0xee);
            columns._c = Avx.Shuffle(cd01, cd23, 0x44);
            columns._d = Avx.Shuffle(cd01, cd23, 0xee);
        }
        else
        {
            columns._a = Column(column);
            columns._b = Column(column + 1);
            columns._c = Column(column + 2);
            columns._d = Column(column + 3);
        }
        return columns;

        Vector256<float> Column(int c) => Vector256.Create(x0[c], x1[c], x2[c], x3[c], x4[c], x5[c], x6[c], x7[c]);
    }

    /// <summary>Leaves of the last column what a mask leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep<TFour>(Vector256<float>* mask)
        where TFour : struct, IFour
    {
        if (TFour.HasFour)
            _d &= *mask;
        else
            _b &= *mask;
    }

    /// <summary>Adds the columns, each times a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TFour>(in FourColumns columns, Vector256<float>* w)
        where TFour : struct, IFour
    {
        _a = Vector256.FusedMultiplyAdd(columns._a, w[0], _a);
        _b = Vector256.FusedMultiplyAdd(columns._b, w[1], _b);
        if (TFour.HasFour)
        {
            _c = Vector256.FusedMultiplyAdd(columns._c, w[2], _c);
            _d = Vector256.FusedMultiplyAdd(columns._d, w[3], _d);
        }
    }

    /// <summary>A sum and the columns, each times a vector, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<float> AddTo<TFour>(Vector256<float> sum, Vector256<float>* w)
        where TFour : struct, IFour
    {
        sum = Vector256.FusedMultiplyAdd(_a, w[0], sum);
        sum = Vector256.FusedMultiplyAdd(_b, w[1], sum);
        if (TFour.HasFour)
        {
            sum = Vector256.FusedMultiplyAdd(_c, w[2], sum);
            sum = Vector256.FusedMultiplyAdd(_d, w[3], sum);
        }
        return sum;
    }

    /// <summary>The sum of the four columns.</summary>
    public readonly Vector256<float> Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_a + _b) + (_c + _d);
    }

    /// <summary>Adds other columns, each row times its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TFour>(in FourColumns columns, Vector256<float> factors)
        where TFour : struct, IFour
    {
        _a = Vector256.FusedMultiplyAdd(columns._a, factors, _a);
        _b = Vector256.FusedMultiplyAdd(columns._b, factors, _b);
        if (TFour.HasFour)
        {
            _c = Vector256.FusedMultiplyAdd(columns._c, factors, _c);
            _d = Vector256.FusedMultiplyAdd(columns._d, factors, _d);
        }
    }

    /// <summary>Adds the columns to totals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo<TFour>(Vector512<double>* totals)
        where TFour : struct, IFour
    {
        totals[0] += Lanes.Widen(_a);
        totals[1] += Lanes.Widen(_b);
        if (TFour.HasFour)
        {
            totals[2] += Lanes.Widen(_c);
            totals[3] += Lanes.Widen(_d);
        }
    }
}
