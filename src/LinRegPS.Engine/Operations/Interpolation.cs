namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.interpolate: images and sequences of another size.</summary>
internal static class Interpolation
{
    private const string Name = "Interpolate";
    private static readonly string[] s_modes = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "area"];

    /// <summary>Resizes x by one of the modes.</summary>
    public static Tensor Apply(Tensor x, int[]? size, double[]? scaleFactor, string mode, bool alignCorners)
    {
        mode = Mode(mode, alignCorners);
        var image = ImageLayout.Of(Name, x, mode == "linear" || (mode is not ("bilinear" or "bicubic") && x.Rank == 3) ? 1 : 2);
        if (!image.IsBatched && mode is "linear" or "bilinear" or "bicubic")
            throw Errors.ImageRank(Name, x.Shape, image.Dimensions);
        if (x.Numel == 0)
            throw Errors.Empty(Name, x.Shape);
        var (sizes, factors) = NewSizes(image, size, scaleFactor);
        int height = image.Dimensions == 1 ? 1 : sizes[0], width = sizes[^1];
        if (mode == "area")
            return Pooling.AdaptiveAverage(image.Dimensions, x, sizes);
        var to = image.With(image.Channels, height, width);
        double? rowFactor = image.Dimensions == 1 ? null : factors?[0];
        if (mode is "nearest" or "nearest-exact")
        {
            bool exact = mode != "nearest";
            var places = new Windows(
                WindowAxis.Nearest(image.Height, height, rowFactor, exact), WindowAxis.Nearest(image.Width, width, factors?[^1], exact), image.Width);
            return Pick.Apply(x, new Picks(Name, x.Shape, to, image.Planes, 1, places.Map()));
        }
        Func<int, int, double?, bool, Axis> between = mode == "bicubic" ? Cubic : Between;
        var rows = image.Dimensions == 1 ? new Axis(1, [0], [1]) : between(image.Height, height, rowFactor, alignCorners);
        return Pick.Apply(x, Taps(x, to, image, rows, between(image.Width, width, factors?[^1], alignCorners)));
    }

    /// <summary>A mode as it is known, that may have its corners aligned or need not.</summary>
    public static string Mode(string mode, bool alignCorners)
    {
        string known = mode?.ToLowerInvariant() ?? throw Errors.Null(Name, "the mode");
        if (!s_modes.Contains(known))
            throw Errors.NoSuchName("mode of Interpolate", mode, s_modes);
        return alignCorners && known is "nearest" or "nearest-exact" or "area" ? throw Errors.NoCorners(known) : known;
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

    // Where each of so many lies.
    private static double At(int i, int size, int count, double? factor, bool alignCorners) => count == size ? i
        : alignCorners ? (count > 1 ? (size - 1.0) / (count - 1) : 0) * i
        : ((factor is { } f ? 1 / f : (double)size / count) * (i + 0.5)) - 0.5;

    // For each of so many the two elements that it lies between, and their shares.
    private static Axis Between(int size, int count, double? factor, bool alignCorners)
    {
        int[] places = new int[2 * count];
        double[] shares = new double[places.Length];
        for (int i = 0; i < count; i++)
        {
            double at = Math.Max(0, At(i, size, count, factor, alignCorners));
            int first = Math.Min((int)at, size - 1);
            double second = Math.Min(at - first, 1);
            (places[2 * i], places[(2 * i) + 1]) = (first, Math.Min(first + (count == size ? 0 : 1), size - 1));
            (shares[2 * i], shares[(2 * i) + 1]) = (1 - second, second);
        }
        return new(2, places, shares);
    }

    // For each of so many the two elements before it and the two behind, those at the border for those beyond; Keys' cubic of a = -0.75.
    private static Axis Cubic(int size, int count, double? factor, bool alignCorners)
    {
        const double a = -0.75;
        int[] places = new int[4 * count];
        double[] shares = new double[places.Length];
        for (int i = 0; i < count; i++)
        {
            double at = At(i, size, count, factor, alignCorners), first = Math.Floor(at), t = at - first;
            for (int tap = 0; tap < 4; tap++)
                places[(4 * i) + tap] = (int)Math.Clamp(first - 1 + tap, 0, size - 1);
            (shares[4 * i], shares[(4 * i) + 1], shares[(4 * i) + 2], shares[(4 * i) + 3]) = (Far(t + 1), Near(t), Near(1 - t), Far(2 - t));
        }
        return new(4, places, shares);

        static double Near(double d) => ((((a + 2) * d) - (a + 3)) * d * d) + 1;

        static double Far(double d) => (((((a * d) - (5 * a)) * d) + (8 * a)) * d) - (4 * a);
    }

    private static Picks Taps(Tensor x, Shape to, ImageLayout image, Axis rows, Axis columns)
    {
        int height = rows.Places.Length / rows.Taps, width = columns.Places.Length / columns.Taps, at = 0;
        int[] map = new int[rows.Taps * columns.Taps * height * width];
        double[] weights = new double[map.Length];
        for (int r = 0; r < rows.Taps; r++)
        {
            for (int c = 0; c < columns.Taps; c++)
            {
                for (int i = 0; i < height; i++)
                {
                    for (int j = 0; j < width; j++, at++)
                    {
                        int row = (rows.Taps * i) + r, column = (columns.Taps * j) + c;
                        map[at] = (rows.Places[row] * image.Width) + columns.Places[column];
                        weights[at] = rows.Shares[row] * columns.Shares[column];
                    }
                }
            }
        }
        return new Picks(Name, x.Shape, to, image.Planes, 1, map, weights);
    }

    /// <summary>The elements that each place along a dimension takes, so many one behind the other, and what each counts.</summary>
    private sealed record Axis(int Taps, int[] Places, double[] Shares);
}
