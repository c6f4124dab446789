using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>The gradient of a convolution's weight: the windows of x times y, in float32 for an image, in float64 over the images.</summary>
internal static unsafe class WeightSums<TOps, TVector>
    where TOps : struct, IGemmVector<TVector>
    where TVector : struct
{
    // Elements of windows that are worked on together, which pays for putting y's channels side by side; and how the work is cut, by
    // the shape alone: multiplications in a chunk, and the most of them.
    private const int Together = 128, MostChunks = 32;
    private const long Chunk = 2_000_000;

    /// <summary>weight = the sum over images of y * windows of x.</summary>
    public static void Run(ConvolutionShape shape, float* x, float* y, float* weight)
    {
        int perBlock = Math.Clamp(Together / shape.Elements, 1, shape.Inner), blocks = Ceiling(shape.Inner, perBlock) * shape.Groups;
        long most = Math.Min(MostChunks / blocks, (long)shape.Images * shape.Outer * shape.Depth * shape.Windows / Chunk);
        int perRange = Ceiling(shape.Images, (int)Math.Clamp(most, 1, shape.Images)), ranges = Ceiling(shape.Images, perRange);
        int size = perBlock * shape.Elements * SteppedProduct<TOps, TVector>.WholeWidth(shape.Outer);
        var steps = new Step[shape.Windows];
        for (int i = 0; i < steps.Length; i++)
            steps[i] = new Step((i / shape.Columns.Count * shape.Pitch) + (i % shape.Columns.Count), i * SteppedProduct<TOps, TVector>.Width);
        double[] rented = ArrayPool<double>.Shared.Rent(checked(ranges * blocks * size));
        fixed (int* rows = SteppedProduct<TOps, TVector>.Whole(shape.Places(perBlock)))
        fixed (Step* first = steps)
        fixed (double* sums = rented)
        {
            var work = new Work(shape, perBlock, blocks, perRange, x, y, rows, first, sums, size);
            Workers.Run(ranges * blocks, work);
            Workers.Run(blocks, new Rounding(shape, perBlock, blocks, ranges, sums, size, weight));
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    private static int Ceiling(int x, int y) => (x + y - 1) / y;

    // A chunk is some channels of x over some images.
    private readonly struct Work(
        ConvolutionShape shape, int perBlock, int blocks, int perRange, float* x, float* y, int* rows, Step* steps, double* sums, int size) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int width = SteppedProduct<TOps, TVector>.Width, first = chunk / blocks * perRange, end = Math.Min(shape.Images, first + perRange);
            int group = chunk % blocks / (blocks / shape.Groups), channel = chunk % blocks % (blocks / shape.Groups) * perBlock;
            int channels = Math.Min(perBlock, shape.Inner - channel), count = channels * shape.Elements;
            int wide = (perBlock * shape.WidePlane) + 15 & ~15, turned = shape.Windows * SteppedProduct<TOps, TVector>.WholeWidth(shape.Outer);
            using var scratch = new Scratch(wide + turned + ((count + TOps.Rows) * (long)width));
            float* from = scratch.Memory, gradients = from + wide, products = gradients + turned;
            double* to = sums + ((nint)chunk * size);
            new Span<float>(from, wide + turned).Clear();
            new Span<double>(to, size).Clear();
            for (int image = first; image < end; image++)
            {
                nint product = ((nint)image * shape.Groups) + group;
                shape.Widen(x + (((product * shape.Inner) + channel) * shape.Plane), channels, from);
                var panels = new PackedPanels(
                    y + (product * shape.Outer * shape.Windows), shape.Windows, 1, shape.Outer, shape.Windows, width, false, gradients);
                panels.Pack(0, panels.Count);
                for (int j = 0; j < shape.Outer; j += width)
                {
                    SteppedProduct<TOps, TVector>.Multiply(
                        from, rows, count, gradients + ((nint)j * shape.Windows), Math.Min(width, shape.Outer - j), steps, shape.Windows, products, width);
                    Add(products, to + ((nint)j * perBlock * shape.Elements), count * width);
                }
            }
        }

        // Where a tile is half as wide the rest is what was there before, and is not read.
        [MethodImpl(Kernel.Hot)]
        private static void Add(float* products, double* sums, int count)
        {
            for (int i = 0; i < count; i += Lanes.Count)
                (Vector512.Load(sums + i) + Lanes.Widen(Vector256.Load(products + i))).Store(sums + i);
        }
    }

    // The sums of a block, over all ranges of images in their order.
    private readonly struct Rounding(ConvolutionShape shape, int perBlock, int blocks, int ranges, double* sums, int size, float* weight) : IChunkedWork
    {
        public void Run(int block)
        {
            int width = SteppedProduct<TOps, TVector>.Width, perGroup = blocks / shape.Groups, channel = block % perGroup * perBlock;
            int count = Math.Min(perBlock, shape.Inner - channel) * shape.Elements;
            float* to = weight + ((nint)(block / perGroup) * shape.Outer * shape.Depth) + (channel * shape.Elements);
            for (int outer = 0; outer < shape.Outer; outer++, to += shape.Depth)
            {
                double* from = sums + ((nint)block * size) + ((nint)(outer / width) * width * perBlock * shape.Elements) + (outer % width);
                for (int i = 0; i < count; i++, from += width)
                {
                    double sum = 0;
                    for (int range = 0; range < ranges; range++)
                        sum += from[(nint)range * blocks * size];
                    to[i] = (float)sum;
                }
            }
        }
    }
}
