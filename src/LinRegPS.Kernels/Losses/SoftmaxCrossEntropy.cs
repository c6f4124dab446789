using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Normalization;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Losses;

/// <summary>
/// Softmax and cross-entropy in one, over the rows of [rows, classes] scores: no matrix of probabilities is kept, only
/// the greatest score and the sum of a row's powers. In float64, as gradients of a layer's rows largely cancel.
/// </summary>
public static unsafe class SoftmaxCrossEntropy
{
    /// <summary>The loss of each row: log(sum e^x) - x[target]; torch.nn.functional.cross_entropy.</summary>
    /// <param name="x">Scores (logits), [rows, classes].</param>
    /// <param name="targets">The rows' classes, each from 0 to classes - 1: they are not checked, [rows].</param>
    /// <param name="classes">The scores of a row.</param>
    /// <param name="losses">Receives the losses, [rows].</param>
    /// <param name="greatest">Receives the rows' greatest scores, [rows].</param>
    /// <param name="sums">Receives the rows' sums of e^(x - greatest), [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, int classes, Span<float> losses, Span<float> greatest, Span<double> sums)
    {
        int rows = targets.Length;
        fixed (float* px = x[..(rows * classes)], pl = losses[..rows], pm = greatest[..rows])
        fixed (int* pt = targets)
        fixed (double* ps = sums[..rows])
            ParallelRows.Run(rows, classes, new Row(px, pt, classes, pl, pm, ps));
    }

    /// <summary>dx = gradient (softmax(x) - 1 at the target).</summary>
    /// <param name="x">Scores (logits), [rows, classes].</param>
    /// <param name="targets">The rows' classes, each from 0 to classes - 1: they are not checked, [rows].</param>
    /// <param name="classes">The scores of a row.</param>
    /// <param name="greatest">What Forward gave, [rows].</param>
    /// <param name="sums">What Forward gave, [rows].</param>
    /// <param name="gradient">With respect to the losses, [rows]; or one for all.</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, classes].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, int classes, ReadOnlySpan<float> greatest, ReadOnlySpan<double> sums,
        ReadOnlySpan<float> gradient, Span<float> dx)
    {
        int rows = targets.Length;
        fixed (float* px = x[..(rows * classes)], pd = dx[..(rows * classes)], pm = greatest[..rows])
        fixed (float* pg = gradient.Length == 1 ? gradient : gradient[..rows])
        fixed (int* pt = targets)
        fixed (double* ps = sums[..rows])
            ParallelRows.Run(rows, classes, new BackwardRow(px, pt, classes, pm, ps, pg, gradient.Length == 1 ? 0 : 1, pd));
    }

    // e^(x - most), 0 or next to it below -700.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Power(Vector128<float> x, double most) =>
        WideFunctions.Exp(Vector256.MaxNative(Vector256.Create(-700.0), Lanes.Widen(x) - Vector256.Create(most)));

    private readonly struct Row(float* x, int* targets, int classes, float* losses, float* greatest, double* sums)
        : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* scores = x + ((nint)row * classes);
            float most = RowSoftmax.Greatest(scores, classes);
            Vector256<double> first = default, second = default;
            int i = 0;
            for (; i <= classes - 8; i += 8)
            {
                first += Power(Vector128.Load(scores + i), most);
                second += Power(Vector128.Load(scores + i + 4), most);
            }
            double sum = Float64Sum.Across(first + second);
            for (; i < classes; i++)
                sum += Power(Vector128.Create(scores[i]), most).ToScalar();
            // The power of 0 is not quite 1, and with it a sum of nothing else would have a logarithm.
            double others = sum - Power(Vector128.Create(most), most).ToScalar();
            losses[row] = (float)(Math.Log(1 + others) + ((double)most - scores[targets[row]]));
            greatest[row] = most;
            sums[row] = sum;
        }
    }

    private readonly struct BackwardRow(
        float* x, int* targets, int classes, float* greatest, double* sums, float* gradient, int stride, float* dx)
        : IChunkedWork
    {
        public void Run(int row)
        {
            float* scores = x + ((nint)row * classes), to = dx + ((nint)row * classes);
            float share = gradient[row * stride];
            double factor = share / sums[row];
            Elementwise.Loop(
                new ScaledPower(greatest[row], factor), new Elementwise.Each(scores), new Elementwise.One(0), to, 0, (nuint)classes);
            // Where the target is likely, most of this cancels; where nothing else is, all.
            int target = targets[row];
            to[target] = (float)((Power(Vector128.Create(scores[target]), greatest[row]).ToScalar() - sums[row]) * factor);
        }
    }

    // factor e^(x - most).
    private readonly struct ScaledPower(double most, double factor) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.Narrow(
            Power(x.GetLower(), most) * factor, Power(x.GetUpper(), most) * factor);
    }
}
