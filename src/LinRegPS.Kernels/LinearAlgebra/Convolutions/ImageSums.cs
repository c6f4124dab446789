using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>
/// The transpose of a convolution: each element of x is the sum of those of y whose windows it is in. A phase of x is a convolution of y
/// with the elements of the weight that are of that phase.
/// </summary>
internal static unsafe class ImageSums<TOps, TVector>
    where TOps : struct, IGemmVector<TVector>
    where TVector : struct
{
    /// <summary>x = weightᵀ * y, added up where the windows lie.</summary>
    public static void Run(ConvolutionShape shape, float* weight, float* y, float* x)
    {
        int[] channels = new int[shape.Inner], starts = new int[(shape.Rows.Phases * shape.Columns.Phases) + 1];
        for (int channel = 0; channel < channels.Length; channel++)
            channels[channel] = channel * shape.Elements;
        var sharing = new Sharing(shape, shape.Inner, TOps.Rows);
        fixed (int* rows = SteppedProduct<TOps, TVector>.Whole(channels), ends = starts)
        fixed (Step* steps = Steps(shape, starts))
            Workers.Run(sharing.Chunks, new Work(shape, sharing, weight, y, rows, steps, ends, x));
    }

    // The steps of each phase, one phase behind the other, and where they begin.
    private static Step[] Steps(ConvolutionShape shape, int[] starts)
    {
        var (rows, columns) = (shape.Rows, shape.Columns);
        var steps = new Step[shape.Outer * shape.Elements];
        int at = 0;
        for (int phase = 0; phase < starts.Length - 1; phase++)
        {
            starts[phase] = at;
            for (int channel = 0; channel < shape.Outer; channel++)
            {
                for (int element = 0; element < shape.Elements; element++)
                {
                    int row = element / columns.Length, column = element % columns.Length;
                    if ((rows.Phase(row) * columns.Phases) + columns.Phase(column) == phase)
                    {
                        steps[at++] = new Step(
                            (channel * shape.Depth) + element,
                            (channel * shape.WideGradient) + shape.Lead - (rows.Shift(row) * shape.Pitch) - columns.Shift(column));
                    }
                }
            }
        }
        starts[^1] = at;
        return steps;
    }

    private readonly struct Work(ConvolutionShape shape, Sharing sharing, float* weight, float* y, int* rows, Step* steps, int* starts, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            var (first, end, channel, channels) = sharing.Of(chunk);
            int width = SteppedProduct<TOps, TVector>.WholeWidth(shape.Rows.Extent * shape.Pitch);
            int wide = (shape.Outer * shape.WideGradient) + shape.Lead + width;
            bool isWhole = shape.Rows.IsWhole && shape.Columns.IsWhole;
            using var scratch = new Scratch(wide + ((channels + TOps.Rows) * (long)width));
            float* from = scratch.Memory, sums = from + ((wide + 15) & ~15);
            new Span<float>(from, wide).Clear();
            for (int product = first; product < end; product++)
            {
                shape.WidenGradient(y + ((nint)product * shape.Outer * shape.Windows), from);
                float* factors = weight + ((nint)(product % shape.Groups) * shape.Outer * shape.Depth) + ((nint)channel * shape.Elements);
                float* to = x + ((((nint)product * shape.Inner) + channel) * shape.Plane);
                if (!isWhole)
                    new Span<float>(to, channels * shape.Plane).Clear();
                for (int phase = 0; phase < shape.Rows.Phases * shape.Columns.Phases; phase++)
                    Add(phase, factors, channels, from, sums, width, to);
            }
        }

        private void Add(int phase, float* factors, int channels, float* from, float* sums, int width, float* to)
        {
            int rowPhase = phase / shape.Columns.Phases, columnPhase = phase % shape.Columns.Phases;
            var (firstRow, endRow) = shape.Rows.Inside(rowPhase);
            var (first, end) = shape.Columns.Inside(columnPhase);
            if (firstRow >= endRow || first >= end)
                return;
            int start = (firstRow * shape.Pitch) + first, span = ((endRow - 1 - firstRow) * shape.Pitch) + end - first;
            SteppedProduct<TOps, TVector>.Multiply(
                factors, rows, channels, from + start, span, steps + starts[phase], starts[phase + 1] - starts[phase], sums, width);
            to += ((nint)(shape.Rows.Start(rowPhase) + (firstRow * shape.Rows.Stride)) * shape.Columns.Size)
                + shape.Columns.Start(columnPhase) + (first * shape.Columns.Stride);
            for (int i = 0; i < channels; i++, to += shape.Plane, sums += width)
                Runs.Scatter(sums, shape.Pitch, to, (nint)shape.Rows.Stride * shape.Columns.Size, shape.Columns.Stride, endRow - firstRow, end - first);
        }
    }
}
