using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Losses;

/// <summary>
/// The cross-entropy of scores of yes where a yes counts otherwise than a no: w y log(1 + e^-x) + (1 - y) log(1 + e^x). In float64, as the terms
/// of the slope may largely cancel.
/// </summary>
public static unsafe class WeightedLogistic
{
    private const int Width = 256;

    /// <summary>The loss of each element.</summary>
    /// <param name="x">Scores (logits), [n].</param>
    /// <param name="y">Probabilities of yes, [n].</param>
    /// <param name="weight">What a yes counts, [n].</param>
    /// <param name="losses">Receives the losses, [n].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> weight, Span<float> losses)
    {
        int count = losses.Length;
        fixed (float* px = x[..count], py = y[..count], pw = weight[..count], pl = losses)
            ParallelRows.Run((count + Width - 1) / Width, Width, new Losses(px, py, pw, count, pl));
    }

    /// <summary>dx = gradient ((1 - y) / (1 + e^-x) - w y / (1 + e^x)).</summary>
    /// <param name="gradient">With respect to the losses, [n].</param>
    /// <param name="x">Scores (logits), [n].</param>
    /// <param name="y">Probabilities of yes, [n].</param>
    /// <param name="weight">What a yes counts, [n].</param>
    /// <param name="dx">Receives the gradient with respect to x, [n].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> weight, Span<float> dx)
    {
        int count = dx.Length;
        fixed (float* pg = gradient[..count], px = x[..count], py = y[..count], pw = weight[..count], pd = dx)
            ParallelRows.Run((count + Width - 1) / Width, Width, new Slopes(pg, px, py, pw, count, pd));
    }

    private readonly struct Losses(float* x, float* y, float* weight, int count, float* losses) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            for (int i = row * Width, end = Math.Min(count, i + Width); i < end; i++)
            {
                double far = Math.Abs((double)x[i]), rest = Math.Exp(-far), log = rest < 1e-8 ? rest : Math.Log(1 + rest);
                // log(1 + e^-x) and log(1 + e^x): what has no share counts for nothing, infinite or not.
                double yes = x[i] < 0 ? far + log : log, no = x[i] < 0 ? log : far + log, share = (double)weight[i] * y[i];
                losses[i] = (float)((share == 0 && x[i] == x[i] ? 0 : share * yes) + (y[i] == 1 && x[i] == x[i] ? 0 : (1 - (double)y[i]) * no));
            }
        }
    }

    private readonly struct Slopes(float* gradient, float* x, float* y, float* weight, int count, float* dx) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            for (int i = row * Width, end = Math.Min(count, i + Width); i < end; i++)
            {
                double rest = Math.Exp(-Math.Abs((double)x[i])), near = 1 / (1 + rest), far = rest / (1 + rest);
                var (yes, no) = x[i] < 0 ? (far, near) : (near, far);
                dx[i] = (float)(gradient[i] * (((1 - (double)y[i]) * yes) - ((double)weight[i] * y[i] * no)));
            }
        }
    }
}
