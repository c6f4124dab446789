using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional's max_pool, avg_pool and adaptive_avg_pool of sequences and images.</summary>
internal static class Pooling
{
    // Places of all windows: beyond it rows of them, one behind the other, are faster.
    private const int Few = 1 << 16;

    /// <summary>The greatest element of each window, which alone gets the gradient.</summary>
    public static Tensor Max(int dimensions, Tensor x, int[] kernelSize, int[]? stride, int[]? padding, int[]? dilation, bool ceilMode)
    {
        string name = $"MaxPool{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        return Max(name, x, image, image.Sliding(Kernel(name, dimensions, kernelSize, stride, padding, dilation), ceilMode));
    }

    /// <summary>The greatest of windows that cover the image, so many in each dimension.</summary>
    public static Tensor AdaptiveMax(int dimensions, Tensor x, int[] outputSize)
    {
        string name = $"AdaptiveMaxPool{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        return Max(name, x, image, Adaptive(name, image, outputSize));
    }

    private static Tensor Max(string name, Tensor x, ImageLayout image, Windows windows)
    {
        int[] places = new int[image.Planes * windows.Count];
        WindowMaximum.Find(x.Data, windows.Map(), image.Planes, image.Height * image.Width, windows.Count, places);
        var shape = image.With(image.Channels, windows.Rows, windows.Columns);
        return Pick.Apply(x, new Picks(name, x.Shape, shape, image.Planes, 1, places));
    }

    /// <summary>The mean of each window.</summary>
    public static Tensor Average(int dimensions, Tensor x, int[] kernelSize, int[]? stride, int[]? padding, bool ceilMode, bool countIncludePad)
    {
        string name = $"AvgPool{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        var windows = image.Sliding(Kernel(name, dimensions, kernelSize, stride, padding, null), ceilMode);
        return Average(name, x, image, windows, countIncludePad);
    }

    /// <summary>The means of windows that cover the image, so many in each dimension.</summary>
    public static Tensor AdaptiveAverage(int dimensions, Tensor x, int[] outputSize)
    {
        string name = $"AdaptiveAvgPool{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        return Average(name, x, image, Adaptive(name, image, outputSize), countPadding: false);
    }

    private static Windows Adaptive(string name, ImageLayout image, int[] outputSize)
    {
        int[] sizes = Sizes.Each(name, "OutputSize", outputSize ?? throw Errors.Null(name, "outputSize"), image.Dimensions, 1);
        if (image.Height == 0 || image.Width == 0)
            throw Errors.Empty(name, image.Shape);
        var rows = WindowAxis.Adaptive(image.Height, image.Dimensions == 1 ? 1 : sizes[0]);
        return new Windows(rows, WindowAxis.Adaptive(image.Width, sizes[^1]), image.Width);
    }

    private static Tensor Average(string name, Tensor x, ImageLayout image, Windows windows, bool countPadding)
    {
        var shape = image.With(image.Channels, windows.Rows, windows.Columns);
        int[] map = windows.Map();
        if ((long)image.Planes * map.Length <= Few)
        {
            // Sums and quotients at once, so that a gradient's terms are not rounded before they are added.
            var sizes = windows.Sizes(countPadding);
            double[] shares = [.. map.Select((_, i) => 1.0 / sizes.Data[i % windows.Count])];
            return Pick.Apply(x, new Picks(name, x.Shape, shape, image.Planes, 1, map, shares));
        }
        var parts = Pick.Apply(
            x, new Picks(name, x.Shape, new Shape(image.Planes, windows.Elements, windows.Count), image.Planes, 1, map));
        var means = parts.Sum(1) / windows.Sizes(countPadding);
        return means.Reshape(shape.ToArray());
    }

    private static (Kernel1d Rows, Kernel1d Columns) Kernel(
        string name, int dimensions, int[] kernelSize, int[]? stride, int[]? padding, int[]? dilation)
    {
        int[] length = Sizes.Each(name, "KernelSize", kernelSize, dimensions, 1);
        int[] steps = stride is null or [] ? length : Sizes.Each(name, "Stride", stride, dimensions, 1);
        int[] pad = Sizes.Each(name, "Padding", padding, dimensions, 0, 0), apart = Sizes.Each(name, "Dilation", dilation, dimensions, 1);
        for (int d = 0; d < dimensions; d++)
        {
            // A window of padding alone would have no element.
            if (pad[d] > length[d] / 2)
                throw Errors.PoolPadding(name, pad[d], length[d]);
        }
        return Sizes.Kernel(length, steps, pad, pad, apart);
    }
}
