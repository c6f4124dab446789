using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Cosines of the angles between the rows of two [rows, count] matrices, in float64: what cancels in the gradients does there.</summary>
public static unsafe class RowCosines
{
    /// <summary>
    /// a·b / (max(|a|, eps) max(|b|, eps)) for each pair of rows, torch.nn.functional.cosine_similarity; or a·b / sqrt((|a|² + eps) (|b|² + eps)),
    /// as torch.nn.functional.cosine_embedding_loss has it.
    /// </summary>
    /// <param name="a">[rows, count].</param>
    /// <param name="b">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="epsilon">What norms count as at least, or what is added to their squares.</param>
    /// <param name="added">Whether it is added.</param>
    /// <param name="y">Receives [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int count, double epsilon, bool added, Span<float> y)
    {
        fixed (float* pa = a[..(y.Length * count)], pb = b[..(y.Length * count)], py = y)
            ParallelRows.Run(y.Length, count, new Row(pa, pb, count, epsilon, added, py));
    }

    /// <summary>da = gradient (b / (|a| |b|) - cosine a / |a|²); with the operands exchanged, db.</summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="a">[rows, count].</param>
    /// <param name="b">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="epsilon">What norms count as at least, or what is added to their squares.</param>
    /// <param name="added">Whether it is added.</param>
    /// <param name="da">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int count, double epsilon, bool added, Span<float> da)
    {
        int rows = gradient.Length;
        fixed (float* pg = gradient, pa = a[..(rows * count)], pb = b[..(rows * count)], pd = da[..(rows * count)])
            ParallelRows.Run(rows, count, new BackwardRow(pg, pa, pb, count, epsilon, added, pd));
    }

    private static double Dot(float* x, float* y, int count) => Float64Sum.Block<Float64Sum.ProductTerm>(x, y, count);

    private static double Norm(float* x, int count, double epsilon, bool added) =>
        added ? Math.Sqrt(Dot(x, x, count) + epsilon) : Math.Max(Math.Sqrt(Dot(x, x, count)), epsilon);

    private readonly struct Row(float* a, float* b, int count, double epsilon, bool added, float* y) : IChunkedWork
    {
        public void Run(int row)
        {
            float* x = a + ((nint)row * count), z = b + ((nint)row * count);
            y[row] = (float)(Dot(x, z, count) / (Norm(x, count, epsilon, added) * Norm(z, count, epsilon, added)));
        }
    }

    private readonly struct BackwardRow(float* gradient, float* a, float* b, int count, double epsilon, bool added, float* da) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* x = a + ((nint)row * count), z = b + ((nint)row * count), to = da + ((nint)row * count);
            double norm = Norm(x, count, epsilon, added), product = norm * Norm(z, count, epsilon, added);
            // A norm that is held at epsilon does not move.
            double inward = !added && Math.Sqrt(Dot(x, x, count)) < epsilon ? 0 : Dot(x, z, count) / (product * norm * norm);
            for (int i = 0; i < count; i++)
                to[i] = (float)(gradient[row] * ((z[i] / product) - (x[i] * inward)));
        }
    }
}
