using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>The convolution: the weight times the windows of x.</summary>
internal static unsafe class WindowProducts<TOps, TVector>
    where TOps : struct, IGemmVector<TVector>
    where TVector : struct
{
    /// <summary>y = weight * windows of x + bias, which may be null.</summary>
    public static void Run(ConvolutionShape shape, float* weight, float* x, float* bias, float* y)
    {
        int[] places = shape.Places(shape.Inner), channels = new int[shape.Outer];
        var steps = new Step[places.Length];
        for (int l = 0; l < steps.Length; l++)
            steps[l] = new Step(l, places[l]);
        for (int channel = 0; channel < channels.Length; channel++)
            channels[channel] = channel * shape.Depth;
        var sharing = new Sharing(shape, shape.Outer, TOps.Rows);
        fixed (int* rows = SteppedProduct<TOps, TVector>.Whole(channels))
        fixed (Step* first = steps)
            Workers.Run(sharing.Chunks, new Work(shape, sharing, weight, x, bias, rows, first, y));
    }

    private readonly struct Work(ConvolutionShape shape, Sharing sharing, float* weight, float* x, float* bias, int* rows, Step* steps, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            var (first, end, channel, channels) = sharing.Of(chunk);
            // The windows of a row behind those of another, with what lies between them; and tiles of them are read whole.
            int span = ((shape.Rows.Count - 1) * shape.Pitch) + shape.Columns.Count, width = SteppedProduct<TOps, TVector>.WholeWidth(span);
            int wide = (shape.Inner * shape.WidePlane) + width;
            using var scratch = new Scratch(wide + ((channels + TOps.Rows) * (long)width));
            float* from = scratch.Memory, sums = from + ((wide + 15) & ~15);
            new Span<float>(from, wide).Clear();
            for (int product = first; product < end; product++)
            {
                shape.Widen(x + ((nint)product * shape.Inner * shape.Plane), shape.Inner, from);
                float* factors = weight + ((nint)(product % shape.Groups) * shape.Outer * shape.Depth);
                SteppedProduct<TOps, TVector>.Multiply(factors, rows + channel, channels, from, span, steps, shape.Depth, sums, width);
                float* to = y + (((nint)product * shape.Outer) + channel) * shape.Windows;
                float* addends = bias + ((product % shape.Groups * shape.Outer) + channel);
                for (int i = 0; i < channels; i++, to += shape.Windows)
                {
                    float* row = sums + ((nint)i * width);
                    if (bias == null)
                        Runs.Copy(row, shape.Pitch, to, shape.Columns.Count, shape.Rows.Count, shape.Columns.Count);
                    else
                        Runs.Add(row, shape.Pitch, addends[i], to, shape.Columns.Count, shape.Rows.Count, shape.Columns.Count);
                }
            }
        }
    }
}
