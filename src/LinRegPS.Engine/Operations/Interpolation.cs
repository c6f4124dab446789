namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.interpolate: images and sequences of another size.</summary>
internal static class Interpolation
{
    private const string Name = "Interpolate";
    private static readonly string[] s_modes = ["nearest", "linear", "bilinear", "area"];

    /// <summary>Resizes x by one of the modes.</summary>
    public static Tensor Apply(Tensor x, int[]? size, double[]? scaleFactor, string mode, bool alignCorners)
    {
        mode = Mode(mode, alignCorners);
        var image = ImageLayout.Of(Name, x, mode == "linear" || (mode != "bilinear" && x.Rank == 3) ? 1 : 2);
        if (!image.IsBatched && mode is "linear" or "bilinear")
            throw Errors.ImageRank(Name, x.Shape, image.Dimensions);
        if (x.Numel == 0)
            throw Errors.Empty(Name, x.Shape);
        var (sizes, factors) = NewSizes(image, size, scaleFactor);
        int height = image.Dimensions == 1 ? 1 : sizes[0], width = sizes[^1];
        if (mode == "area")
            return Pooling.AdaptiveAverage(image.Dimensions, x, sizes);
        var to = image.With(image.Channels, height, width);
        double? rowFactor = image.Dimensions == 1 ? null : factors?[0];
        if (mode == "nearest")
        {
            var places = new Windows(WindowAxis.Nearest(image.Height, height, rowFactor), WindowAxis.Nearest(image.Width, width, factors?[^1]), image.Width);
            return Pick.Apply(x, new Picks(Name, x.Shape, to, image.Planes, 1, places.Map()));
        }
        var (rows, rowShares) = Between(image.Height, height, rowFactor, alignCorners);
        var (columns, columnShares) = Between(image.Width, width, factors?[^1], alignCorners);
        return Pick.Apply(x, Taps(x, to, image, image.Dimensions == 1 ? 1 : 2, (rows, rowShares), (columns, columnShares)));
    }

    /// <summary>A mode as it is known, that may have its corners aligned or need not.</summary>
    public static string Mode(string mode, bool alignCorners)
    {
        string known = mode?.ToLowerInvariant() ?? throw Errors.Null(Name, "the mode");
        if (!s_modes.Contains(known))
            throw Errors.NoSuchName("mode of Interpolate", mode, s_modes);
        return alignCorners && known is "nearest" or "area" ? throw Errors.NoCorners(known) : known;
    }

    private static (int[] Sizes, double[]? Factors) NewSizes(ImageLayout image, int[]? size, double[]? factor)
    {
        if (size is null or [] == (factor is null or []))
            throw Errors.SizeOrFactor(Name);
        if (size is not (null or []))
            return (Sizes.Each(Name, "Size", size, image.Dimensions, 1), null);
        double[] factors = factor!.Length == 1 ? [.. Enumerable.Repeat(factor[0], image.Dimensions)] : factor;
        if (factors.Length != image.Dimensions)
            throw Errors.SizeCount(Name, "ScaleFactor", [factors.Length], image.Dimensions);
        int[] from = image.Dimensions == 1 ? [image.Width] : [image.Height, image.Width], sizes = new int[from.Length];
        for (int d = 0; d < sizes.Length; d++)
        {
            if (!(factors[d] * from[d] is >= 1 and <= int.MaxValue))
                throw Errors.OutOfRange("ScaleFactor", factors[d], $"such that {from[d]} elements become one or more");
            sizes[d] = (int)(from[d] * factors[d]);
        }
        return (sizes, factors);
    }

    // For each of so many the two elements that it lies between, and the second's share.
    private static (int[] Places, double[] Shares) Between(int size, int count, double? factor, bool alignCorners)
    {
        int[] places = new int[2 * count];
        double[] shares = new double[count];
        double scale = alignCorners ? (count > 1 ? (size - 1.0) / (count - 1) : 0) : factor is { } f ? 1 / f : (double)size / count;
        for (int i = 0; i < count; i++)
        {
            double at = count == size ? i : alignCorners ? scale * i : Math.Max(0, (scale * (i + 0.5)) - 0.5);
            int first = Math.Min((int)at, size - 1);
            (places[2 * i], places[(2 * i) + 1], shares[i]) = (first, Math.Min(first + (count == size ? 0 : 1), size - 1), Math.Min(at - first, 1));
        }
        return (places, shares);
    }

    private static Picks Taps(Tensor x, Shape to, ImageLayout image, int rowTaps, (int[] Places, double[] Shares) rows, (int[] Places, double[] Shares) columns)
    {
        int height = rows.Shares.Length, width = columns.Shares.Length, at = 0;
        int[] map = new int[rowTaps * 2 * height * width];
        double[] weights = new double[map.Length];
        for (int r = 0; r < rowTaps; r++)
        {
            for (int c = 0; c < 2; c++)
            {
                for (int i = 0; i < height; i++)
                {
                    for (int j = 0; j < width; j++, at++)
                    {
                        map[at] = (rows.Places[(2 * i) + r] * image.Width) + columns.Places[(2 * j) + c];
                        weights[at] = (r == 0 ? 1 - rows.Shares[i] : rows.Shares[i]) * (c == 0 ? 1 - columns.Shares[j] : columns.Shares[j]);
                    }
                }
            }
        }
        return new Picks(Name, x.Shape, to, image.Planes, 1, map, weights);
    }
}
