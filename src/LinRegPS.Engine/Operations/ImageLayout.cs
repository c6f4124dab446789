using System.Collections;
using System.Globalization;

namespace LinRegPS.Operations;

/// <summary>
/// Images as operations take them: [rows,channels,height,width] or [channels,height,width]; sequences, [rows,channels,length] or
/// [channels,length], are images of height 1.
/// </summary>
/// <param name="Operation">The operation, for errors.</param>
/// <param name="Shape">The shape that is given.</param>
/// <param name="Dimensions">1 for sequences, 2 for images.</param>
internal readonly record struct ImageLayout(string Operation, Shape Shape, int Dimensions)
{
    public bool IsBatched => Shape.Rank == Dimensions + 2;

    public int Rows => IsBatched ? Shape[0] : 1;

    public int Channels => Shape[-Dimensions - 1];

    public int Height => Dimensions == 1 ? 1 : Shape[^2];

    public int Width => Shape[^1];

    public int Planes => Rows * Channels;

    /// <summary>The layout of an input of the right rank.</summary>
    public static ImageLayout Of(string operation, Tensor x, int dimensions)
    {
        if (x is null)
            throw Errors.Null(operation, "the input");
        return x.Rank == dimensions + 1 || x.Rank == dimensions + 2
            ? new(operation, x.Shape, dimensions)
            : throw Errors.ImageRank(operation, x.Shape, dimensions);
    }

    /// <summary>The shape of images of other channels and sizes.</summary>
    public Shape With(int channels, int height, int width)
    {
        int[] image = Dimensions == 1 ? [channels, width] : [channels, height, width];
        return IsBatched ? new Shape([Rows, .. image]) : new Shape(image);
    }

    /// <summary>The windows of a kernel that slides over the images.</summary>
    public Windows Sliding((Kernel1d Rows, Kernel1d Columns) kernel, bool ceil = false)
    {
        var (rows, columns) = Fitting(kernel, ceil);
        return new(WindowAxis.Sliding(Height, kernel.Rows, rows), WindowAxis.Sliding(Width, kernel.Columns, columns), Width);
    }

    /// <summary>How many windows of a kernel there are down and across, one at least.</summary>
    public (int Rows, int Columns) Fitting((Kernel1d Rows, Kernel1d Columns) kernel, bool ceil = false)
    {
        int rows = kernel.Rows.Windows(Height, ceil), columns = kernel.Columns.Windows(Width, ceil);
        return rows >= 1 && columns >= 1 ? (rows, columns)
            : throw Errors.KernelTooLarge(Operation, Shape, Dimensions == 1 ? [kernel.Columns.Extent] : [kernel.Rows.Extent, kernel.Columns.Extent]);
    }
}

/// <summary>Sizes of kernels, strides, paddings: one number for all dimensions, or one for each.</summary>
internal static class Sizes
{
    /// <summary>A number for each dimension, each at least the least.</summary>
    public static int[] Each(string operation, string name, int[]? given, int dimensions, int least, int otherwise = 1)
    {
        int[] sizes = given is null or [] ? [otherwise] : given;
        if (sizes.Length != 1 && sizes.Length != dimensions)
            throw Errors.SizeCount(operation, name, sizes, dimensions);
        foreach (int size in sizes)
        {
            if (size < least)
                throw Errors.SizeTooSmall(operation, name, size, least);
        }
        return sizes.Length == dimensions ? sizes : [.. Enumerable.Repeat(sizes[0], dimensions)];
    }

    /// <summary>Whole numbers that a script may give: one, or several.</summary>
    public static int[]? Read(string operation, string name, object? given)
    {
        return WrapperAttribute.Unwrap(given) switch
        {
            null => null,
            int[] sizes => sizes,
            IEnumerable items and not string => [.. items.Cast<object?>().Select(One)],
            var item => [One(item)],
        };

        int One(object? item) => WrapperAttribute.Unwrap(item) switch
        {
            int number => number,
            long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
            string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
            var other => throw Errors.SizeText(operation, name, other),
        };
    }

    /// <summary>A window that slides over images.</summary>
    public static (Kernel1d Rows, Kernel1d Columns) Window(string operation, int[] kernelSize, int[]? dilation, int[]? padding, int[]? stride)
    {
        int[] pad = Each(operation, "Padding", padding, 2, 0, 0);
        return Kernel(
            Each(operation, "KernelSize", kernelSize, 2, 1), Each(operation, "Stride", stride, 2, 1), pad, pad, Each(operation, "Dilation", dilation, 2, 1));
    }

    /// <summary>A kernel over images; of sequences the rows' is of length 1.</summary>
    public static (Kernel1d Rows, Kernel1d Columns) Kernel(int[] length, int[] stride, int[] before, int[] after, int[] dilation)
    {
        return length.Length == 1 ? (new Kernel1d(1, 1, 0, 0, 1), Along(0)) : (Along(0), Along(1));

        Kernel1d Along(int d) => new(length[d], stride[d], before[d], after[d], dilation[d]);
    }
}
