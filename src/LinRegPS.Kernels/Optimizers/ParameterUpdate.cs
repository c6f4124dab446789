using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>How an optimizer moves eight numbers at a time: a struct, so that the JIT compiles the loop for it.</summary>
public interface IParameterUpdate
{
    /// <summary>The parameter after the step. What is kept from step to step changes with it; an update may keep less than three.</summary>
    Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> first, ref Vector256<float> second, ref Vector256<float> third);
}

/// <summary>The loop that runs a <see cref="IParameterUpdate"/> over a parameter, on several threads where it is large.</summary>
public static unsafe class ParameterUpdate
{
    private interface ICount
    {
        static abstract int Value { get; }
    }

    /// <summary>Moves w by its gradient. An update that keeps less leaves the last ones empty.</summary>
    /// <param name="update">How eight numbers move.</param>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="first">What is kept first, [n] or empty.</param>
    /// <param name="second">What is kept next, [n] or empty.</param>
    /// <param name="third">What is kept last, [n] or empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than w.</exception>
    public static void Apply<TUpdate>(
        TUpdate update, Span<float> w, ReadOnlySpan<float> gradient, Span<float> first = default, Span<float> second = default, Span<float> third = default)
        where TUpdate : struct, IParameterUpdate
    {
        // A count that the JIT knows: loads and stores of what is not kept are not there.
        if (first.IsEmpty)
            Apply<TUpdate, Count0>(update, w, gradient, first, second, third);
        else if (second.IsEmpty)
            Apply<TUpdate, Count1>(update, w, gradient, first, second, third);
        else if (third.IsEmpty)
            Apply<TUpdate, Count2>(update, w, gradient, first, second, third);
        else
            Apply<TUpdate, Count3>(update, w, gradient, first, second, third);
    }

    private static void Apply<TUpdate, TKept>(
        TUpdate update, Span<float> w, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, Span<float> third)
        where TUpdate : struct, IParameterUpdate
        where TKept : struct, ICount
    {
        int length = w.Length;
        // Slicing checks the lengths.
        fixed (float* pw = w, pg = gradient[..length],
            p1 = first[..(TKept.Value > 0 ? length : 0)], p2 = second[..(TKept.Value > 1 ? length : 0)], p3 = third[..(TKept.Value > 2 ? length : 0)])
        {
            const int chunk = Elementwise.Chunk;
            var work = new Chunks<TUpdate, TKept>(update, pw, pg, p1, p2, p3, length);
            if (length <= chunk)
                work.Run(0);
            else
                Workers.RunWhole((int)(((uint)length + chunk - 1) / chunk), work);
        }
    }

    private readonly struct Count0 : ICount
    {
        public static int Value => 0;
    }

    private readonly struct Count1 : ICount
    {
        public static int Value => 1;
    }

    private readonly struct Count2 : ICount
    {
        public static int Value => 2;
    }

    private readonly struct Count3 : ICount
    {
        public static int Value => 3;
    }

    private readonly struct Chunks<TUpdate, TKept>(
        TUpdate update, float* w, float* gradient, float* first, float* second, float* third, int length) : IChunkedWork
        where TUpdate : struct, IParameterUpdate
        where TKept : struct, ICount
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            // The compiler would copy a field of a type that it does not know before each call.
            var f = update;
            int i = chunk * Elementwise.Chunk, end = i + Math.Min(Elementwise.Chunk, length - i);
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                var one = TKept.Value > 0 ? Vector256.Load(first + i) : default;
                var two = TKept.Value > 1 ? Vector256.Load(second + i) : default;
                var three = TKept.Value > 2 ? Vector256.Load(third + i) : default;
                f.Step(Vector256.Load(w + i), Vector256.Load(gradient + i), ref one, ref two, ref three).Store(w + i);
                if (TKept.Value > 0)
                    one.Store(first + i);
                if (TKept.Value > 1)
                    two.Store(second + i);
                if (TKept.Value > 2)
                    three.Store(third + i);
            }
            for (; i < end; i++)
            {
                var one = Vector256.Create(TKept.Value > 0 ? first[i] : 0);
                var two = Vector256.Create(TKept.Value > 1 ? second[i] : 0);
                var three = Vector256.Create(TKept.Value > 2 ? third[i] : 0);
                w[i] = f.Step(Vector256.Create(w[i]), Vector256.Create(gradient[i]), ref one, ref two, ref three).ToScalar();
                if (TKept.Value > 0)
                    first[i] = one.ToScalar();
                if (TKept.Value > 1)
                    second[i] = two.ToScalar();
                if (TKept.Value > 2)
                    third[i] = three.ToScalar();
            }
        }
    }
}
