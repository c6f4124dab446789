using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Gemv;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Fused;

// Block by block: of data as they lie, or of rows that are taken from anywhere.
public sealed unsafe partial class FusedLinearRegression
{
    /// <summary>Whether so many rows in any order may be taken from where they lie, by <see cref="RunGathered"/>, instead of being gathered before.</summary>
    internal bool CanGather(int rows) =>
        !ProductPlan.IsTallSkinny(columns) && columns <= BlockedGemv.WideColumns && ProductPlan.IsFusedByBlocks(rows, columns);

    /// <summary>The same of rows in any order, a few of which are copied at a time: they stay in the first cache.</summary>
    /// <param name="x">X, [rows, columns], of all rows.</param>
    /// <param name="target">[rows].</param>
    /// <param name="order">Numbers of rows; those behind the first <paramref name="count"/> are prefetched.</param>
    /// <param name="count">How many rows are meant.</param>
    /// <param name="weight">w, [columns].</param>
    /// <param name="bias">b, one element; or none where there is no bias.</param>
    /// <param name="scale">What the derivatives are multiplied by.</param>
    /// <param name="weightGradient">Receives the derivatives with respect to w, [columns].</param>
    /// <param name="biasGradient">Receives that with respect to b, one element; or none where there is no bias.</param>
    internal float RunGathered(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<int> order, int count, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        x = x[..(target.Length * columns)];
        return RunByBlocks(x, target, order, count, weight[..columns], bias, scale, weightGradient[..columns], biasGradient) / count;
    }

    internal float RunByBlocks(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<int> order, int rows, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        int blocks = BlockedGemv.Blocks(rows);
        Reserve(ref _partial, blocks * (columns + 2));
        var partial = _partial.AsSpan(0, blocks * (columns + 2));
        partial.Clear();
        weight.CopyTo(_weight);
        fixed (float* px = x, pt = target, pw = _weight, pb = bias)
        fixed (double* pp = partial)
        fixed (int* po = order)
        {
            var losses = pp + ((long)blocks * columns);
            Workers.Run(
                BlockedGemv.Chunks(rows, columns),
                new Work(px, pt, new(po, order.Length, target.Length), pw, pb, pp, losses, losses + blocks, rows, columns, scale));
        }
        BlockedGemv.AddBlocks(partial[..(blocks * columns)], columns, weightGradient);
        Span<float> loss = stackalloc float[1];
        BlockedGemv.AddBlocks(partial.Slice(blocks * columns, blocks), 1, loss);
        if (bias.Length > 0)
            BlockedGemv.AddBlocks(partial[(blocks * (columns + 1))..], 1, biasGradient);
        return loss[0];
    }

    /// <summary>Which rows, in which order; or, where it is not given, all as they lie.</summary>
    private readonly struct Order(int* rows, int length, int all)
    {
        public bool IsGiven => rows is not null;

        /// <summary>Copies some of what has a piece of the length for each row.</summary>
        public void Gather(float* data, int piece, int first, int count, float* target) =>
            RowGather.Gather(new(data, all * piece), piece, new(rows + first, length - first), count, new(target, count * piece));
    }

    private readonly struct Work(
        float* x, float* target, Order order, float* weight, float* bias, double* weightSums, double* losses, double* biasSums,
        int rows, int columns, float scale)
        : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        [SkipLocalsInit]
        public void Run(int chunk)
        {
            float* prediction = stackalloc float[Float64Sum.BlockLength], error = stackalloc float[Float64Sum.BlockLength];
            float* wanted = stackalloc float[order.IsGiven ? Float64Sum.BlockLength : 1];
            var (first, last) = BlockedGemv.RowsOf(chunk, rows, columns);
            Span<float> memory = columns <= BlockedGemv.StackColumns
                ? stackalloc float[BlockedGemv.StackColumns] : new float[BlockedGemv.PaddedLength(columns)];
            memory[..BlockedGemv.PaddedLength(columns)].Clear();
            fixed (float* sums = memory)
            {
                for (int row = first; row < last; row += Float64Sum.BlockLength)
                    RunBlock(row, Math.Min(Float64Sum.BlockLength, last - row), prediction, error, wanted, sums);
            }
        }

        [MethodImpl(Kernel.Hot)]
        private void RunBlock(int first, int count, float* prediction, float* error, float* wanted, float* sums)
        {
            int block = first / Float64Sum.BlockLength;
            float* end = x + ((long)rows * columns), at = x + ((long)first * columns);
            if (order.IsGiven)
                order.Gather(target, 1, first, count, wanted);
            else
                wanted = target + first;
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
            else if (order.IsGiven)
                RunGathered(step, first, count, sums, totals);
            else
                RunWideRows(step, at, 0, count, count, end, sums, totals);
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
        [SkipLocalsInit]
        private void RunGathered(Step step, int first, int count, float* sums, double* totals)
        {
            const int length = (GemvMicroKernel.Rows * BlockedGemv.WideColumns) + Lanes.Count;
            float* group = stackalloc float[length];
            for (int row = 0; row < count; row += GemvMicroKernel.Rows)
            {
                int some = Math.Min(GemvMicroKernel.Rows, count - row);
                order.Gather(x, columns, first + row, some, group);
                // Behind the last row there is nothing to read, wherever it lies: which rows go together, and so the bits, are those of data in one piece.
                float* end = group + (some * columns) + (first + row + some < rows ? Lanes.Count : 0);
                RunWideRows(step, group, row, row + some, count, end, sums, totals);
            }
        }

        // Some rows of a block, which has as many as are counted.
        [MethodImpl(Kernel.Hot)]
        private void RunWideRows(Step step, float* at, int row, int last, int count, float* end, float* sums, double* totals)
        {
            int height = BlockedGemv.TileRows(columns);
            while (row < last)
            {
                if (BlockedGemv.IsWholeGroup(at, last - row, columns, end))
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
