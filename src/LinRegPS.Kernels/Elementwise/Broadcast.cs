using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels;

/// <summary>
/// Two operands of different shapes laid over one output. <paramref name="Sizes"/> are the output's dimensions;
/// an operand's stride is 0 along each dimension in which its one element is repeated. The innermost strides are 0 or 1.
/// </summary>
public readonly record struct Broadcast(int[] Sizes, int[] FirstStrides, int[] SecondStrides)
{
    // From this many elements on a run makes up for what it takes to begin one.
    private const int Short = 64;

    /// <summary>z = f(x, y), by runs along the innermost dimension.</summary>
    public unsafe void Forward<TFunction>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinaryFunction
    {
        if (z.Length == 0)
            return;
        if (Sizes is [_, < Short] && (FirstStrides, SecondStrides) is ([0, 1], [> 0, 1]) or ([> 0, 1], [0, 1]))
        {
            ForwardRow(f, x, y, z);
            return;
        }
        int run = Sizes[^1], runs = z.Length / run, height = Math.Max(1, Elementwise.Chunk / run);
        fixed (float* px = x, py = y, pz = z)
        {
            var work = new Runs<TFunction>(this, f, px, py, pz, runs, height);
            if (runs <= height)
                work.Run(0);
            else
                Workers.Run((runs + height - 1) / height, work);
        }
    }

    // A short row over a matrix: as often behind itself as makes a long one, over as many of the matrix's rows at a time.
    private void ForwardRow<TFunction>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinaryFunction
    {
        const int length = 1024;
        int run = Sizes[1], repeats = Math.Min(length / run, Sizes[0]), wide = repeats * run;
        bool isFirst = FirstStrides[0] == 0;
        Span<float> row = stackalloc float[wide];
        for (int i = 0; i < repeats; i++)
            (isFirst ? x : y)[..run].CopyTo(row[(i * run)..]);
        int runs = repeats == Sizes[0] ? 0 : z.Length / wide, done = runs * wide;
        if (isFirst)
        {
            new Broadcast([runs, wide], [0, 1], [wide, 1]).Forward(f, row, y[..done], z[..done]);
            Elementwise.Forward(f, row[..(z.Length - done)], y[done..], z[done..]);
        }
        else
        {
            new Broadcast([runs, wide], [wide, 1], [0, 1]).Forward(f, x[..done], row, z[..done]);
            Elementwise.Forward(f, x[done..], row[..(z.Length - done)], z[done..]);
        }
    }

    private readonly unsafe struct Runs<TFunction>(
        Broadcast shape, TFunction f, float* x, float* y, float* z, int runs, int height) : IChunkedWork
        where TFunction : struct, IBinaryFunction
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            var (sizes, first, second) = shape;
            int last = sizes.Length - 1, size = sizes[last];
            int start = chunk * height, end = start + Math.Min(height, runs - start);
            for (int i = start; i < end; i++)
            {
                float* atX = x, atY = y, atZ = z + ((nint)i * size);
                for (int d = last - 1, rest = i; d >= 0; d--)
                {
                    // The outermost dimension has what is left.
                    (rest, int index) = d == 0 ? (0, rest) : Math.DivRem(rest, sizes[d]);
                    atX += (nint)index * first[d];
                    atY += (nint)index * second[d];
                }
                if (first[last] != 0 && second[last] != 0)
                    Elementwise.Loop(f, new Elementwise.Each(atX), new Elementwise.Each(atY), atZ, 0, (nuint)size);
                else if (first[last] != 0)
                    Elementwise.Loop(f, new Elementwise.Each(atX), new Elementwise.One(*atY), atZ, 0, (nuint)size);
                else if (second[last] != 0)
                    Elementwise.Loop(f, new Elementwise.One(*atX), new Elementwise.Each(atY), atZ, 0, (nuint)size);
                else
                    Elementwise.Loop(f, new Elementwise.One(*atX), new Elementwise.One(*atY), atZ, 0, (nuint)size);
            }
        }
    }
}
