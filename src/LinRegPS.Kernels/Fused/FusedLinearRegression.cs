using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.LinearAlgebra.Gemv;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Fused;

/// <summary>
/// Forward and backward of a linear regression with one output, y = X w + b against a target under the mean squared
/// error. Large data are read once: block by block the predictions, their errors and the gradients are made while the
/// block is in cache. Every number has the bits that the operations give one after the other. Holds the memory that
/// it needs, so that a step allocates nothing; not for use by two threads at once.
/// </summary>
/// <param name="columns">The number of columns of X.</param>
public sealed unsafe class FusedLinearRegression(int columns)
{
    private readonly float[] _weight = new float[BlockedGemv.PaddedLength(columns)];
    private float[] _prediction = [], _error = [];
    private double[] _partial = [];

    /// <summary>
    /// The mean squared error of all rows, and its derivatives times <paramref name="scale"/>; in PyTorch mse_loss of linear,
    /// and its backward.
    /// </summary>
    /// <param name="x">X, [rows, columns].</param>
    /// <param name="target">[rows], at least one.</param>
    /// <param name="next">The rows of X that come next, to be prefetched meanwhile; or none.</param>
    /// <param name="weight">w, [columns].</param>
    /// <param name="bias">b, one element; or none where there is no bias.</param>
    /// <param name="scale">What the derivatives are multiplied by.</param>
    /// <param name="weightGradient">Receives the derivatives with respect to w, [columns].</param>
    /// <param name="biasGradient">Receives that with respect to b, one element; or none where there is no bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public float Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, RowPrefetcher next, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        x = x[..(target.Length * columns)];
        weight = weight[..columns];
        weightGradient = weightGradient[..columns];
        float sum = ProductPlan.IsFusedByBlocks(target.Length, columns)
            ? RunByBlocks(x, target, weight, bias, scale, weightGradient, biasGradient)
            : RunAtOnce(x, target, next, weight, bias, scale, weightGradient, biasGradient);
        return sum / target.Length;
    }

    internal float RunAtOnce(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, RowPrefetcher next, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        int rows = target.Length;
        Reserve(ref _prediction, rows);
        Reserve(ref _error, rows);
        Span<float> prediction = new(_prediction, 0, rows), error = new(_error, 0, rows);
        Predict(x, weight, prediction, rows, ref next);
        if (bias.Length > 0)
            Elementwise.Forward(new AddScaled(1), prediction, bias, prediction);
        float sum = Summation.SquaredError(prediction, target);
        Differentiate(prediction, target, rows, scale, error);
        var path = ProductPlan.Choose(1, columns, rows);
        if (path == ProductPath.DotProduct)
            weightGradient[0] = Summation.Dot(error, x);
        else if (path == ProductPath.GemvInBlocks)
            MatrixProduct.MultiplyLeftTransposed(error, x, weightGradient, 1, columns, rows);
        else
            SmallGemm.SumRows(error, 1, x, rows, weightGradient, path == ProductPath.InFloat64, ref next);
        if (bias.Length > 0)
            biasGradient[0] = Summation.Sum(error);
        return sum;
    }

    internal float RunByBlocks(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        int rows = target.Length, blocks = BlockedGemv.Blocks(rows);
        Reserve(ref _partial, blocks * (columns + 2));
        var partial = _partial.AsSpan(0, blocks * (columns + 2));
        partial.Clear();
        weight.CopyTo(_weight);
        fixed (float* px = x, pt = target, pw = _weight, pb = bias)
        fixed (double* pp = partial)
        {
            var losses = pp + ((long)blocks * columns);
            Workers.Run(
                BlockedGemv.Chunks(rows, columns),
                new Work(px, pt, pw, pb, pp, losses, losses + blocks, rows, columns, scale));
        }
        BlockedGemv.AddBlocks(partial[..(blocks * columns)], columns, weightGradient);
        Span<float> loss = stackalloc float[1];
        BlockedGemv.AddBlocks(partial.Slice(blocks * columns, blocks), 1, loss);
        if (bias.Length > 0)
            BlockedGemv.AddBlocks(partial[(blocks * (columns + 1))..], 1, biasGradient);
        return loss[0];
    }

    // Some rows at a time, and before them half as many of the next are prefetched.
    private void Predict(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> prediction, int rows, ref RowPrefetcher next)
    {
        const int slice = 8;
        int row = 0;
        for (; !next.IsEmpty && row + (2 * slice) <= rows; row += slice)
        {
            next.Prefetch(slice / 2 * columns);
            MatrixProduct.MultiplyRightTransposed(
                x.Slice(row * columns, slice * columns), weight, prediction.Slice(row, slice), slice, 1, columns);
        }
        MatrixProduct.MultiplyRightTransposed(x[(row * columns)..], weight, prediction[row..], rows - row, 1, columns);
    }

    /// <summary>The derivative of the mean squared error, element by element; the roundings are those of the operation.</summary>
    private static void Differentiate(
        ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int count, float scale, Span<float> error)
    {
        Elementwise.Forward(new ScaledDifference(2f / count), prediction, target, error);
        if (scale != 1)
            Elementwise.Forward(new Scaled(scale), error, [0], error);
    }

    private static void Reserve<T>(ref T[] memory, int length)
    {
        if (memory.Length < length)
            memory = GC.AllocateUninitializedArray<T>(length);
    }

    private readonly struct Work(
        float* x, float* target, float* weight, float* bias, double* weightSums, double* losses, double* biasSums,
        int rows, int columns, float scale)
        : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        [SkipLocalsInit]
        public void Run(int chunk)
        {
            float* prediction = stackalloc float[Float64Sum.BlockLength], error = stackalloc float[Float64Sum.BlockLength];
            var (first, last) = BlockedGemv.RowsOf(chunk, rows, columns);
            Span<float> memory = columns <= BlockedGemv.StackColumns
                ? stackalloc float[BlockedGemv.StackColumns] : new float[BlockedGemv.PaddedLength(columns)];
            memory[..BlockedGemv.PaddedLength(columns)].Clear();
            fixed (float* sums = memory)
            {
                for (int row = first; row < last; row += Float64Sum.BlockLength)
                    RunBlock(row, Math.Min(Float64Sum.BlockLength, last - row), prediction, error, sums);
            }
        }

        [MethodImpl(Kernel.Hot)]
        private void RunBlock(int first, int count, float* prediction, float* error, float* sums)
        {
            int block = first / Float64Sum.BlockLength;
            float* end = x + ((long)rows * columns), at = x + ((long)first * columns), wanted = target + first;
            double* totals = weightSums + ((long)block * columns);
            var step = new Step(prediction, error, wanted, new(bias, Vector256.Create(2f / rows), Vector256.Create(scale)));
            if (columns == 1)
            {
                // Of one column the operations make a dot product.
                RunOneColumn(step, at, count);
                *totals = Float64Sum.Block<Float64Sum.ProductTerm>(at, error, count);
            }
            else if (ProductPlan.IsTallSkinny(columns))
                TallSkinny.Run(step, at, weight, count, columns, end, totals);
            else
                RunWideBlock(step, at, count, end, sums, totals);
            losses[block] = Float64Sum.Block<Float64Sum.SquaredDifferenceTerm>(prediction, wanted, count);
            if (bias is not null)
                biasSums[block] = Float64Sum.Block<Float64Sum.ElementTerm>(error, error, count);
        }

        [MethodImpl(Kernel.Hot)]
        private void RunOneColumn(Step step, float* at, int count)
        {
            var factor = Vector256.Create(*weight);
            int row = 0;
            // The tall-skinny kernel adds columns of zeros, which makes 0 of -0.
            for (; row <= count - Lanes.Count; row += Lanes.Count)
                step.Run(row, (Vector256.Load(at + row) * factor) + Vector256<float>.Zero);
            if (row < count)
                step.RunSome(row, count - row, (Lanes.Load(ref *at, (nuint)row, count - row) * factor) + Vector256<float>.Zero);
        }

        [MethodImpl(Kernel.Hot)]
        private void RunWideBlock(Step step, float* at, int count, float* end, float* sums, double* totals)
        {
            int height = BlockedGemv.TileRows(columns);
            for (int row = 0; row < count;)
            {
                if (BlockedGemv.IsWholeGroup(at, count - row, columns, end))
                {
                    step.Run(row, GemvMicroKernel.Multiply(at, weight, columns));
                    GemvMicroKernel.AddTransposed(at, step.Error + row, sums, columns);
                    row += GemvMicroKernel.Rows;
                    at += GemvMicroKernel.Rows * (nint)columns;
                }
                else
                {
                    step.RunSome(row, 1, Vector256.Create(GemvMicroKernel.MultiplyOne(at, weight, columns, end)));
                    GemvMicroKernel.AddTransposedOne(at, step.Error[row], sums, columns, end);
                    row++;
                    at += columns;
                }
                if (row % height == 0 || row == count)
                    GemvMicroKernel.Flush(sums, totals, columns);
            }
        }
    }

    /// <summary>The bias, and the errors: (y - target) times the factor of the mean, times the scale, each step rounded.</summary>
    private readonly struct Errors(float* bias, Vector256<float> factor, Vector256<float> scale)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Of(ref Vector256<float> product, Vector256<float> wanted)
        {
            if (bias is not null)
                product += Vector256.Create(*bias);
            return (product - wanted) * factor * scale;
        }
    }

    /// <summary>From the products of a block's rows their predictions and errors, which it keeps.</summary>
    private readonly struct Step(float* prediction, float* error, float* wanted, Errors errors) : TallSkinny.IStep
    {
        public static bool NeedsProduct => true;

        public static bool NeedsSums => true;

        public float* Error => error;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Run(nint row, Vector256<float> product)
        {
            var e = errors.Of(ref product, Vector256.Load(wanted + row));
            product.Store(prediction + row);
            e.Store(error + row);
            return e;
        }

        public Vector256<float> RunSome(nint row, int count, Vector256<float> product)
        {
            var e = errors.Of(ref product, Lanes.Load(ref *wanted, (nuint)row, count));
            Lanes.Store(product, ref *prediction, (nuint)row, count);
            Lanes.Store(e, ref *error, (nuint)row, count);
            return Lanes.Load(ref *error, (nuint)row, count);
        }
    }
}
