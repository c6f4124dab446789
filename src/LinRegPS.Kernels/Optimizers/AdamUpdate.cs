using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Optimizers;

/// <summary>
/// One step of Adam (Kingma and Ba 2015), each operation rounded, or fused, as torch.optim.Adam does it; the numbers of this step come as
/// float32: <paramref name="Rest1"/> is 1 - beta1, <paramref name="Root"/> the square root of the second bias correction,
/// and <paramref name="StepSize"/> the learning rate over the first.
/// </summary>
public readonly record struct AdamUpdate(
    float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon, float Root, float StepSize, float WeightDecay)
{
    /// <summary>Moves w by its gradient and the running means of gradients and of their squares, which move too.</summary>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="means">exp_avg, [n].</param>
    /// <param name="squares">exp_avg_sq, [n].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than w.</exception>
    public unsafe void Apply(Span<float> w, ReadOnlySpan<float> gradient, Span<float> means, Span<float> squares)
    {
        fixed (float* pw = w, pg = gradient[..w.Length], pm = means[..w.Length], ps = squares[..w.Length])
        {
            const int chunk = Elementwise.Chunk;
            var work = new Chunks(this, pw, pg, pm, ps, w.Length);
            if (w.Length <= chunk)
                work.Run(0);
            else
                Workers.Run((int)(((uint)w.Length + chunk - 1) / chunk), work);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Step(
        Vector256<float> w, Vector256<float> gradient, ref Vector256<float> mean, ref Vector256<float> square)
    {
        if (WeightDecay != 0)
            gradient = Vector256.FusedMultiplyAdd(Vector256.Create(WeightDecay), w, gradient);
        mean = Vector256.FusedMultiplyAdd(Vector256.Create(Rest1), gradient, mean * Beta1);
        square = Vector256.FusedMultiplyAdd(gradient * Rest2, gradient, square * Beta2);
        var divisor = (Vector256.Sqrt(square) / Root) + Vector256.Create(Epsilon);
        return w + (mean * -StepSize / divisor);
    }

    private readonly unsafe struct Chunks(
        AdamUpdate step, float* w, float* gradient, float* means, float* squares, int length) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int i = chunk * Elementwise.Chunk, end = i + Math.Min(Elementwise.Chunk, length - i);
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                Vector256<float> mean = Vector256.Load(means + i), square = Vector256.Load(squares + i);
                step.Step(Vector256.Load(w + i), Vector256.Load(gradient + i), ref mean, ref square).Store(w + i);
                mean.Store(means + i);
                square.Store(squares + i);
            }
            for (; i < end; i++)
            {
                Vector256<float> mean = Vector256.Create(means[i]), square = Vector256.Create(squares[i]);
                w[i] = step.Step(Vector256.Create(w[i]), Vector256.Create(gradient[i]), ref mean, ref square).ToScalar();
                (means[i], squares[i]) = (mean.ToScalar(), square.ToScalar());
            }
        }
    }
}
