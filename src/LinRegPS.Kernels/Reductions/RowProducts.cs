using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Products of the rows of a [rows, count] matrix, in float64.</summary>
public static unsafe class RowProducts
{
    // A row's products up to here are kept on the stack.
    private const int Short = 512;

    /// <summary>The product of each row; 1 for none. torch.prod.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="y">Receives [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Product(ReadOnlySpan<float> x, int count, Span<float> y)
    {
        fixed (float* px = x[..(y.Length * count)], py = y)
            ParallelRows.Run(y.Length, count, new Row(px, count, py));
    }

    /// <summary>dx = gradient times the product of the row's other elements: none is divided by, so that zeros do no harm.</summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Others(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, int count, Span<float> dx)
    {
        int rows = gradient.Length;
        fixed (float* pg = gradient, px = x[..(rows * count)], pd = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new OthersRow(pg, px, count, pd));
    }

    private readonly struct Row(float* x, int count, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* from = x + ((nint)row * count);
            double product = 1;
            for (int i = 0; i < count; i++)
                product *= from[i];
            y[row] = (float)product;
        }
    }

    private readonly struct OthersRow(float* gradient, float* x, int count, float* dx) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            Span<double> before = count <= Short ? stackalloc double[Short] : new double[count];
            double product = 1;
            for (int i = 0; i < count; i++)
            {
                before[i] = product;
                product *= from[i];
            }
            product = gradient[row];
            for (int i = count - 1; i >= 0; i--)
            {
                to[i] = (float)(before[i] * product);
                product *= from[i];
            }
        }
    }
}
