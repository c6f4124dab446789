using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Losses;

/// <summary>
/// Softmax and cross-entropy in one, where each row of [rows, classes] scores has a share of each class: probabilities, smoothed
/// labels, weights. In float64, as gradients of a layer's rows largely cancel. A share of 0 counts for nothing.
/// </summary>
public static unsafe class SharedSoftmaxCrossEntropy
{
    /// <summary>The loss of each row: sum of share (log(sum e^x) - x).</summary>
    /// <param name="x">Scores (logits), [rows, classes].</param>
    /// <param name="shares">What the row has of each class, [rows, classes].</param>
    /// <param name="classes">The scores of a row.</param>
    /// <param name="losses">Receives the losses, [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<double> shares, int classes, Span<float> losses)
    {
        int rows = losses.Length;
        fixed (double* ps = shares[..(rows * classes)])
        fixed (float* px = x[..(rows * classes)], pl = losses)
            ParallelRows.Run(rows, classes, new Row(px, ps, classes, pl));
    }

    /// <summary>dx = gradient (softmax(x) sum(share) - share): 0 of a row without shares, whatever its gradient.</summary>
    /// <param name="x">Scores (logits), [rows, classes].</param>
    /// <param name="shares">What the row has of each class, [rows, classes].</param>
    /// <param name="classes">The scores of a row.</param>
    /// <param name="gradient">With respect to the losses, [rows].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, classes].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<double> shares, int classes, ReadOnlySpan<float> gradient, Span<float> dx)
    {
        int rows = gradient.Length;
        fixed (double* ps = shares[..(rows * classes)])
        fixed (float* px = x[..(rows * classes)], pg = gradient, pd = dx[..(rows * classes)])
            ParallelRows.Run(rows, classes, new BackwardRow(px, ps, classes, pg, pd));
    }

    // The greatest score, and the sum of e^(x - greatest): NaN of scores that are not finite.
    private static (double Most, double Sum) Powers(float* x, int classes)
    {
        double most = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < classes; i++)
            most = x[i] > most ? x[i] : most;
        for (int i = 0; i < classes; i++)
            sum += Math.Exp(x[i] - most);
        return (most, sum);
    }

    private readonly struct Row(float* x, double* shares, int classes, float* losses) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* scores = x + ((nint)row * classes);
            double* share = shares + ((nint)row * classes);
            var (most, sum) = Powers(scores, classes);
            double log = Math.Log(sum), loss = 0;
            for (int i = 0; i < classes; i++)
                loss += share[i] == 0 ? 0 : share[i] * (log + (most - scores[i]));
            losses[row] = (float)loss;
        }
    }

    private readonly struct BackwardRow(float* x, double* shares, int classes, float* gradient, float* dx) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            nint start = (nint)row * classes;
            float* scores = x + start, to = dx + start;
            double* share = shares + start;
            var (most, sum) = Powers(scores, classes);
            double whole = 0, from = gradient[row];
            for (int i = 0; i < classes; i++)
                whole += share[i];
            for (int i = 0; i < classes; i++)
                to[i] = whole == 0 && share[i] == 0 ? 0 : (float)(from * ((whole == 0 ? 0 : Math.Exp(scores[i] - most) / sum * whole) - share[i]));
        }
    }
}
