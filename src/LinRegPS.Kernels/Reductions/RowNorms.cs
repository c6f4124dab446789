using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Norms of the rows of a [rows, count] matrix, in float64.</summary>
public static unsafe class RowNorms
{
    /// <summary>
    /// (sum |x|^p)^(1/p) of each row; the greatest magnitude for infinity, the smallest for minus infinity, the number of elements
    /// other than 0 for p = 0; torch.linalg.vector_norm.
    /// </summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="p">The norm's order.</param>
    /// <param name="y">Receives [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Norm(ReadOnlySpan<float> x, int count, double p, Span<float> y)
    {
        fixed (float* px = x[..(y.Length * count)], py = y)
            ParallelRows.Run(y.Length, count, new Row(px, count, p, py));
    }

    /// <summary>
    /// dx = gradient sign(x) (|x| / norm)^(p - 1), for finite p other than 0; 0 where x or the norm is 0. Of a norm that is NaN it
    /// is NaN, but for p = 1.
    /// </summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="norms">What Norm gave, [rows].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="p">The norm's order.</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> norms, int count, double p, Span<float> dx)
    {
        int rows = gradient.Length;
        fixed (float* pg = gradient, pn = norms[..rows], px = x[..(rows * count)], pd = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new BackwardRow(pg, px, pn, count, p, pd));
    }

    /// <summary>The same for an infinite p: the elements whose magnitude is the norm share the gradient evenly.</summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="norms">What Norm gave, [rows].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void ExtremeBackward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> norms, int count, Span<float> dx)
    {
        for (int row = 0; row < gradient.Length; row++)
        {
            var from = x.Slice(row * count, count);
            var to = dx.Slice(row * count, count);
            int extremes = 0;
            foreach (float element in from)
                extremes += MathF.Abs(element).Equals(norms[row]) ? 1 : 0;
            for (int i = 0; i < count; i++)
            {
                float share = gradient[row] / extremes;
                to[i] = !MathF.Abs(from[i]).Equals(norms[row]) || from[i] == 0 || float.IsNaN(from[i]) ? 0 : from[i] > 0 ? share : -share;
            }
        }
    }

    private readonly struct Row(float* x, int count, double p, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* from = x + ((nint)row * count);
            y[row] = p switch
            {
                2 => (float)Math.Sqrt(Float64Sum.Block<Float64Sum.ProductTerm>(from, from, count)),
                double.PositiveInfinity => Extreme(from, 1),
                double.NegativeInfinity => -Extreme(from, -1),
                0 => NonZero(from),
                _ => (float)Powers(from),
            };
        }

        // The greatest magnitude times a sign; Max hands NaN on.
        private float Extreme(float* from, float sign)
        {
            float most = sign * MathF.Abs(from[0]);
            for (int i = 1; i < count; i++)
                most = Math.Max(most, sign * MathF.Abs(from[i]));
            return most;
        }

        private int NonZero(float* from)
        {
            int found = 0;
            for (int i = 0; i < count; i++)
                found += from[i] != 0 ? 1 : 0;
            return found;
        }

        [MethodImpl(Kernel.Hot)]
        public double Powers(float* from)
        {
            double sum = 0;
            for (int i = 0; i < count; i++)
                sum += p == 1 ? Math.Abs(from[i]) : Math.Pow(Math.Abs(from[i]), p);
            return p == 1 ? sum : Math.Pow(sum, 1 / p);
        }
    }

    private readonly struct BackwardRow(float* gradient, float* x, float* norms, int count, double p, float* dx) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            double factor = gradient[row], norm = norms[row];
            // A high power would show that the norm was rounded.
            if (p is not (1 or 2) && norm != 0 && double.IsFinite(norm))
                norm = new Row(x, count, p, norms).Powers(from);
            bool isNumber = !double.IsNaN(norm);
            for (int i = 0; i < count; i++)
            {
                double element = from[i];
                to[i] = (float)((element == 0 && isNumber) || norm == 0 ? 0 : p switch
                {
                    2 => factor * (element / norm),
                    1 => factor * (element > 0 ? 1 : element < 0 ? -1 : 0),
                    _ => factor * (element > 0 ? 1 : -1) * Math.Pow(Math.Abs(element) / norm, p - 1),
                });
            }
        }
    }
}
