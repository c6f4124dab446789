using LinRegPS.Kernels.LinearAlgebra.Convolutions;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.conv1d, conv2d and their transposes: windows over the images, side by side, and a matrix product with the
/// weight. Each is an operation of its own, so that gradients of any order follow; of small ones both are one. Of large ones no windows
/// are made.
/// </summary>
internal static class Convolution
{
    /// <summary>The convolution of x with a weight [out, in / groups, kernel...].</summary>
    public static Tensor Apply(
        int dimensions, Tensor x, Tensor weight, Tensor? bias, int[]? stride, object? padding, int[]? dilation, int groups)
    {
        string name = $"Conv{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        CheckWeight(name, weight, dimensions, groups);
        int output = weight.Shape[0], channels = weight.Shape[1];
        if (image.Channels != channels * groups)
            throw Errors.ConvolutionInput(name, image.Shape, weight.Shape, groups, channels * groups);
        if (output % groups != 0)
            throw Errors.Groups(name, "out channels", output, groups);
        CheckBias(name, bias, output);
        int[] length = [.. weight.Shape.Skip(2)];
        int[] steps = Sizes.Each(name, "Stride", stride, dimensions, 1), apart = Sizes.Each(name, "Dilation", dilation, dimensions, 1);
        var (before, after) = Padding(name, padding, dimensions, length, steps, apart);
        var kernel = Sizes.Kernel(length, steps, before, after, apart);
        var (down, across) = image.Fitting(kernel);
        var setting = Large(
            name, dimensions, new(image.Rows, groups, channels, output / groups, kernel.Rows.Over(image.Height, down), kernel.Columns.Over(image.Width, across)),
            weight.Shape, x.Shape, image.With(output, down, across));
        if (setting is not null)
            return Correlation.Apply(setting, weight, x, bias);
        var windows = image.Sliding(kernel);
        int inner = channels * windows.Elements;
        var picks = new Picks(name, x.Shape, new Shape(image.Rows, groups, inner, windows.Count), image.Planes, 1, windows.Map());
        var matrices = weight.Reshape(groups, output / groups, inner);
        var products = WindowProduct.IsSmall(matrices.Shape, picks) ? WindowProduct.Apply(matrices, x, picks) : matrices.MatMul(Pick.Apply(x, picks));
        return WithBias(products.Reshape(image.With(output, windows.Rows, windows.Columns).ToArray()), bias, dimensions);
    }

    /// <summary>The transpose of a convolution: x with a weight [in, out / groups, kernel...].</summary>
    public static Tensor Transposed(
        int dimensions, Tensor x, Tensor weight, Tensor? bias, int[]? stride, int[]? padding, int[]? outputPadding, int groups, int[]? dilation)
    {
        string name = $"ConvTranspose{dimensions}d";
        var image = ImageLayout.Of(name, x, dimensions);
        CheckWeight(name, weight, dimensions, groups);
        int output = weight.Shape[1] * groups;
        if (image.Channels != weight.Shape[0])
            throw Errors.ConvolutionInput(name, image.Shape, weight.Shape, groups, weight.Shape[0]);
        if (image.Channels % groups != 0)
            throw Errors.Groups(name, "in channels", image.Channels, groups);
        CheckBias(name, bias, output);
        int[] length = [.. weight.Shape.Skip(2)];
        int[] steps = Sizes.Each(name, "Stride", stride, dimensions, 1), apart = Sizes.Each(name, "Dilation", dilation, dimensions, 1);
        int[] pad = Sizes.Each(name, "Padding", padding, dimensions, 0, 0), more = Sizes.Each(name, "OutputPadding", outputPadding, dimensions, 0, 0);
        for (int d = 0; d < dimensions; d++)
        {
            if (more[d] >= Math.Max(steps[d], apart[d]))
                throw Errors.OutputPadding(name, more[d], steps[d], apart[d]);
        }
        var (rows, columns) = Sizes.Kernel(length, steps, pad, pad, apart);
        int height = dimensions == 1 ? 1 : Size(image.Height, rows, more[0]), width = Size(image.Width, columns, more[^1]);
        if (height < 1 || width < 1)
            throw Errors.KernelTooLarge(name, image.Shape, length);
        var setting = Large(
            name, dimensions, new(image.Rows, groups, weight.Shape[1], image.Channels / groups, rows.Over(height, image.Height), columns.Over(width, image.Width)),
            weight.Shape, image.With(output, height, width), x.Shape);
        if (setting is not null)
            return WithBias(Correlation.Transposed(setting, weight, x), bias, dimensions);
        var windows = new Windows(WindowAxis.Sliding(height, rows, image.Height), WindowAxis.Sliding(width, columns, image.Width), width);
        int inner = weight.Shape[1] * windows.Elements;
        var matrices = weight.Reshape(groups, image.Channels / groups, inner);
        var parts = x.Reshape(image.Rows, groups, image.Channels / groups, windows.Count);
        var picks = new Picks(name, image.With(output, height, width), new Shape(image.Rows, groups, inner, windows.Count), image.Rows * output, 1, windows.Map());
        var sums = WindowProduct.IsSmall(matrices.Shape, picks)
            ? WindowProduct.Apply(matrices, parts, picks, transposed: true)
            : Spread.Apply(matrices.Transpose(-1, -2).MatMul(parts), picks);
        return WithBias(sums, bias, dimensions);

        static int Size(int size, Kernel1d kernel, int more) => ((size - 1) * kernel.Stride) - kernel.Before - kernel.After + kernel.Extent + more;
    }

    // Of small convolutions the windows are put side by side.
    private static Correlation.Setting? Large(string name, int dimensions, ConvolutionShape convolution, Shape weight, Shape x, Shape y) =>
        convolution is { Images: > 0, Inner: > 0, Outer: > 0, IsDirect: true } ? new(name, dimensions, convolution, weight, x, y) : null;

    private static void CheckWeight(string name, Tensor weight, int dimensions, int groups)
    {
        if (weight is null)
            throw Errors.Null(name, "the weight");
        if (groups < 1)
            throw Errors.NotPositive("Groups", groups);
        if (weight.Rank != dimensions + 2 || weight.Numel == 0)
            throw Errors.ConvolutionWeight(name, weight.Shape, dimensions);
    }

    private static void CheckBias(string name, Tensor? bias, int output)
    {
        if (bias is not null && !bias.Shape.Equals(new Shape(output)))
            throw Errors.ParameterShape($"{name}: Bias", new Shape(output), bias.Shape);
    }

    private static Tensor WithBias(Tensor y, Tensor? bias, int dimensions) =>
        bias is null ? y : y + bias.Reshape([bias.Numel, .. Enumerable.Repeat(1, dimensions)]);

    // "same" keeps the sizes, with one more behind where it does not come out even, as PyTorch does.
    private static (int[] Before, int[] After) Padding(string name, object? given, int dimensions, int[] length, int[] stride, int[] dilation)
    {
        switch (WrapperAttribute.Unwrap(given))
        {
            case string text when text.Equals("valid", StringComparison.OrdinalIgnoreCase):
                given = null;
                break;
            case string text when text.Equals("same", StringComparison.OrdinalIgnoreCase):
                if (Array.Exists(stride, s => s != 1))
                    throw Errors.SamePadding(name, stride);
                int[] total = [.. Enumerable.Range(0, dimensions).Select(d => dilation[d] * (length[d] - 1))];
                return ([.. total.Select(t => t / 2)], [.. total.Select(t => t - (t / 2))]);
        }
        int[] pad = Sizes.Each(name, "Padding", Sizes.Read(name, "Padding", given), dimensions, 0, 0);
        return (pad, pad);
    }
}
