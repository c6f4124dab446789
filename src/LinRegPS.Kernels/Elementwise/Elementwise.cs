using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels;

/// <summary>The loops that run element-wise operators over spans. Outputs may be one of the inputs.</summary>
public static unsafe class Elementwise
{
    /// <summary>Elements that one thread takes at a time: 20 us and more where memory sets the pace.</summary>
    internal const int Chunk = 1 << 16;

    /// <summary>What an operand has for element i, in all lanes from there or in each.</summary>
    internal interface IOperand
    {
        /// <summary>The elements from i on.</summary>
        Vector256<float> Load(nuint i);

        /// <summary>Element i in each lane.</summary>
        Vector256<float> Repeat(nuint i);

        /// <summary>Whether the elements are these.</summary>
        bool Is(float* elements);
    }

    /// <summary>y[i] = f(x[i]).</summary>
    /// <exception cref="ArgumentException">The spans are not of one length.</exception>
    public static void Forward<TOperator>(TOperator f, ReadOnlySpan<float> x, Span<float> y)
        where TOperator : struct, IUnaryFunction
    {
        CheckLengths(x.Length, y.Length);
        fixed (float* px = x, py = y)
            Run(new ForwardOf<TOperator>(f), new Each(px), new One(0), py, y.Length);
    }

    /// <summary>dx[i] = gradient[i] * f'(saved[i]).</summary>
    /// <exception cref="ArgumentException">The spans are not of one length.</exception>
    public static void Backward<TOperator>(
        TOperator f, ReadOnlySpan<float> gradient, ReadOnlySpan<float> saved, Span<float> dx)
        where TOperator : struct, IUnaryFunction
    {
        CheckLengths(gradient.Length, dx.Length);
        CheckLengths(saved.Length, dx.Length);
        fixed (float* pg = gradient, ps = saved, px = dx)
            Run(new BackwardOf<TOperator>(f), new Each(pg), new Each(ps), px, dx.Length);
    }

    /// <summary>z[i] = f(x[i], y[i]); an x or y of one element is used for every i.</summary>
    /// <exception cref="ArgumentException">x or y is neither of z's length nor of one element.</exception>
    public static void Forward<TFunction>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinaryFunction
    {
        if (x.Length != 1)
            CheckLengths(x.Length, z.Length);
        if (y.Length != 1)
            CheckLengths(y.Length, z.Length);
        fixed (float* px = x, py = y, pz = z)
        {
            if (x.Length == z.Length && y.Length == z.Length)
                Run(f, new Each(px), new Each(py), pz, z.Length);
            else if (x.Length == z.Length)
                Run(f, new Each(px), new One(*py), pz, z.Length);
            else if (y.Length == z.Length)
                Run(f, new One(*px), new Each(py), pz, z.Length);
            else
                z.Fill(f.Forward(Vector256.Create(*px), Vector256.Create(*py)).ToScalar());
        }
    }

    /// <summary>z[i] = f(x[i], y[i]) for i from start until end, on this thread.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static void Loop<TFunction, TX, TY>(TFunction f, TX x, TY y, float* z, nuint start, nuint end)
        where TFunction : struct, IBinaryFunction
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        const nuint lanes = Lanes.Count, unrolled = 4 * lanes;
        nuint i = start;
        if (end - start < lanes)
        {
            for (; i < end; i++)
                z[i] = f.Forward(x.Repeat(i), y.Repeat(i)).ToScalar();
            return;
        }
        // The last lanes overlap with those before, and are read before z, which may be x, is written.
        nuint last = end - lanes;
        var rest = f.Forward(x.Load(last), y.Load(last));
        for (; i + unrolled <= end; i += unrolled)
        {
            f.Forward(x.Load(i), y.Load(i)).Store(z + i);
            f.Forward(x.Load(i + lanes), y.Load(i + lanes)).Store(z + i + lanes);
            f.Forward(x.Load(i + (2 * lanes)), y.Load(i + (2 * lanes))).Store(z + i + (2 * lanes));
            f.Forward(x.Load(i + (3 * lanes)), y.Load(i + (3 * lanes))).Store(z + i + (3 * lanes));
        }
        for (; i < last; i += lanes)
            f.Forward(x.Load(i), y.Load(i)).Store(z + i);
        rest.Store(z + last);
    }

    // As Loop does it, but around the caches: the output's old contents are not fetched, nor anything thrown out for it.
    [MethodImpl(Kernel.Hot)]
    private static void Stream<TFunction, TX, TY>(TFunction f, TX x, TY y, float* z, nuint start, nuint end)
        where TFunction : struct, IBinaryFunction
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        // To whole cache lines: half ones would be written twice.
        const nuint lanes = Lanes.Count, unrolled = 4 * lanes, alignment = 64;
        f.Forward(x.Load(start), y.Load(start)).Store(z + start);
        f.Forward(x.Load(start + lanes), y.Load(start + lanes)).Store(z + start + lanes);
        nuint i = start + ((alignment - ((nuint)(z + start) % alignment)) / sizeof(float));
        for (; i + unrolled <= end; i += unrolled)
        {
            f.Forward(x.Load(i), y.Load(i)).StoreAlignedNonTemporal(z + i);
            f.Forward(x.Load(i + lanes), y.Load(i + lanes)).StoreAlignedNonTemporal(z + i + lanes);
            f.Forward(x.Load(i + (2 * lanes)), y.Load(i + (2 * lanes))).StoreAlignedNonTemporal(z + i + (2 * lanes));
            f.Forward(x.Load(i + (3 * lanes)), y.Load(i + (3 * lanes))).StoreAlignedNonTemporal(z + i + (3 * lanes));
        }
        Loop(f, x, y, z, i, end);
    }

    private static void Run<TFunction, TX, TY>(TFunction f, TX x, TY y, float* z, int length)
        where TFunction : struct, IBinaryFunction
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        if (length <= Chunk)
            Loop(f, x, y, z, 0, (nuint)length);
        else
            RunChunks(f, x, y, z, length);
    }

    private static void RunChunks<TFunction, TX, TY>(TFunction f, TX x, TY y, float* z, int length)
        where TFunction : struct, IBinaryFunction
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        var work = new Chunks<TFunction, TX, TY>(f, x, y, z, length);
        int chunks = (int)(((uint)length + Chunk - 1) / Chunk);
        if (x.Is(z) || y.Is(z))
            Workers.RunWhole(chunks, work);
        else
            Workers.Run(chunks, work);
    }

    private static void CheckLengths(int actual, int expected)
    {
        if (actual != expected)
            ThrowLengths(actual, expected);
    }

    // Apart, so that the check is inlined.
    [DoesNotReturn]
    private static void ThrowLengths(int actual, int expected) =>
        throw new ArgumentException($"A span of {actual} elements where {expected} are needed.");

    /// <summary>An operand with an element for each of the output's.</summary>
    internal readonly struct Each(float* elements) : IOperand
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Load(nuint i) => Vector256.Load(elements + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Repeat(nuint i) => Vector256.Create(elements[i]);

        public bool Is(float* others) => elements == others;
    }

    /// <summary>An operand of one element.</summary>
    internal readonly struct One(float element) : IOperand
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Load(nuint i) => Vector256.Create(element);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Repeat(nuint i) => Vector256.Create(element);

        public bool Is(float* others) => false;
    }

    private readonly struct ForwardOf<TOperator>(TOperator f) : IBinaryFunction
        where TOperator : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => f.Forward(x);
    }

    private readonly struct BackwardOf<TOperator>(TOperator f) : IBinaryFunction
        where TOperator : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => f.Backward(x, y);
    }

    private readonly struct Chunks<TFunction, TX, TY>(TFunction f, TX x, TY y, float* z, int length) : IChunkedWork
        where TFunction : struct, IBinaryFunction
        where TX : struct, IOperand
        where TY : struct, IOperand
    {
        // So large, 32 MB, that it would not stay in a cache. In place it is there already. (Cast spans may lie askew.)
        private readonly bool _streams = length >= 1 << 23 && !x.Is(z) && !y.Is(z) && (nuint)z % sizeof(float) == 0;

        public void Run(int chunk)
        {
            nuint start = (nuint)chunk * Chunk, end = Math.Min(start + Chunk, (nuint)length);
            if (_streams && end - start == Chunk)
                Stream(f, x, y, z, start, end);
            else
                Loop(f, x, y, z, start, end);
        }
    }
}
