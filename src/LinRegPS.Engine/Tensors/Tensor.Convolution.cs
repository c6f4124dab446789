using LinRegPS.Operations;

namespace LinRegPS;

// Windows over sequences and images: convolution, pooling, and what they are made of.
public sealed partial class Tensor
{
    /// <summary>
    /// The convolution of sequences [rows,channels,length], or [channels,length], with a weight [out,channels/groups,kernel];
    /// torch.nn.functional.conv1d.
    /// </summary>
    /// <param name="weight">[out,channels/groups,kernel].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">How far the kernel steps.</param>
    /// <param name="padding">Zeros on both sides; or "same", for an output of the input's length at stride 1, or "valid", for none.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">Into how many groups the channels fall, each convolved by itself.</param>
    /// <exception cref="ShapeMismatchException">Input, weight and bias do not fit, or the kernel is larger than the input.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor Conv1d(
        Tensor weight, Tensor? bias = null, int[]? stride = null, object? padding = null, int[]? dilation = null, int groups = 1) =>
        Convolution.Apply(1, this, weight, bias, stride, padding, dilation, groups);

    /// <summary>
    /// The convolution of images [rows,channels,height,width], or [channels,height,width], with a weight
    /// [out,channels/groups,height,width]; torch.nn.functional.conv2d.
    /// </summary>
    /// <param name="weight">[out,channels/groups,height,width].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">How far the kernel steps: one number, or one for each dimension.</param>
    /// <param name="padding">Zeros on all sides, one number or one for each dimension; or "same", for an output of the input's size at stride 1, or "valid", for none.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">Into how many groups the channels fall, each convolved by itself.</param>
    /// <exception cref="ShapeMismatchException">Input, weight and bias do not fit, or the kernel is larger than the input.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor Conv2d(
        Tensor weight, Tensor? bias = null, int[]? stride = null, object? padding = null, int[]? dilation = null, int groups = 1) =>
        Convolution.Apply(2, this, weight, bias, stride, padding, dilation, groups);

    /// <summary>The transpose of a convolution of sequences, the gradient of one by its input; torch.nn.functional.conv_transpose1d.</summary>
    /// <param name="weight">[channels,out/groups,kernel].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">How far the kernel steps in the output.</param>
    /// <param name="padding">What is cut off on both sides of the output.</param>
    /// <param name="outputPadding">What is added behind.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <exception cref="ShapeMismatchException">Input, weight and bias do not fit, or there is no output.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor ConvTranspose1d(
        Tensor weight, Tensor? bias = null, int[]? stride = null, int[]? padding = null, int[]? outputPadding = null, int groups = 1, int[]? dilation = null) =>
        Convolution.Transposed(1, this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>The transpose of a convolution of images, the gradient of one by its input; torch.nn.functional.conv_transpose2d.</summary>
    /// <param name="weight">[channels,out/groups,height,width].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">How far the kernel steps in the output.</param>
    /// <param name="padding">What is cut off on all sides of the output.</param>
    /// <param name="outputPadding">What is added behind.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <exception cref="ShapeMismatchException">Input, weight and bias do not fit, or there is no output.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, int[]? stride = null, int[]? padding = null, int[]? outputPadding = null, int groups = 1, int[]? dilation = null) =>
        Convolution.Transposed(2, this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>The greatest element of each window of sequences; torch.nn.functional.max_pool1d. The first of equals gets the gradient.</summary>
    /// <param name="kernelSize">The window.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="padding">What the input is widened by on both sides, at most half a window; it never wins.</param>
    /// <param name="dilation">The distance of the window's elements.</param>
    /// <param name="ceilMode">Whether a last window counts that reaches beyond the input.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor MaxPool1d(int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? dilation = null, bool ceilMode = false) =>
        Pooling.Max(1, this, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>The greatest element of each window of images; torch.nn.functional.max_pool2d. The first of equals gets the gradient.</summary>
    /// <param name="kernelSize">The window: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="padding">What the input is widened by on all sides, at most half a window; it never wins.</param>
    /// <param name="dilation">The distance of the window's elements.</param>
    /// <param name="ceilMode">Whether last windows count that reach beyond the input.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor MaxPool2d(int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? dilation = null, bool ceilMode = false) =>
        Pooling.Max(2, this, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>The mean of each window of sequences; torch.nn.functional.avg_pool1d.</summary>
    /// <param name="kernelSize">The window.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="padding">Zeros on both sides, at most half a window.</param>
    /// <param name="ceilMode">Whether a last window counts that reaches beyond the input.</param>
    /// <param name="countIncludePad">Whether a mean is over the zeros too.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor AvgPool1d(int[] kernelSize, int[]? stride = null, int[]? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        Pooling.Average(1, this, kernelSize, stride, padding, ceilMode, countIncludePad);

    /// <summary>The mean of each window of images; torch.nn.functional.avg_pool2d.</summary>
    /// <param name="kernelSize">The window: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="padding">Zeros on all sides, at most half a window.</param>
    /// <param name="ceilMode">Whether last windows count that reach beyond the input.</param>
    /// <param name="countIncludePad">Whether a mean is over the zeros too.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor AvgPool2d(int[] kernelSize, int[]? stride = null, int[]? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        Pooling.Average(2, this, kernelSize, stride, padding, ceilMode, countIncludePad);

    /// <summary>So many means over sequences, each over its share; torch.nn.functional.adaptive_avg_pool1d.</summary>
    /// <param name="outputSize">How many.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public Tensor AdaptiveAvgPool1d(params int[] outputSize) => Pooling.AdaptiveAverage(1, this, outputSize);

    /// <summary>So many means over images, each over its share; torch.nn.functional.adaptive_avg_pool2d.</summary>
    /// <param name="outputSize">How many: one number, or one for each dimension.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public Tensor AdaptiveAvgPool2d(params int[] outputSize) => Pooling.AdaptiveAverage(2, this, outputSize);

    /// <summary>The greatest of so many parts of sequences that cover them; torch.nn.functional.adaptive_max_pool1d.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public Tensor AdaptiveMaxPool1d(params int[] outputSize) => Pooling.AdaptiveMax(1, this, outputSize);

    /// <summary>The greatest of so many parts of images that cover them; torch.nn.functional.adaptive_max_pool2d.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public Tensor AdaptiveMaxPool2d(params int[] outputSize) => Pooling.AdaptiveMax(2, this, outputSize);

    /// <summary>The windows of images side by side, [rows,channels*kernel,windows]; torch.nn.functional.unfold.</summary>
    /// <param name="kernelSize">The window: one number, or one for each dimension.</param>
    /// <param name="dilation">The distance of the window's elements.</param>
    /// <param name="padding">Zeros on all sides.</param>
    /// <param name="stride">How far the window steps.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor Unfold(int[] kernelSize, int[]? dilation = null, int[]? padding = null, int[]? stride = null)
    {
        var image = ImageLayout.Of("Unfold", this, 2);
        var windows = image.Sliding(Sizes.Window("Unfold", kernelSize, dilation, padding, stride));
        int[] columns = [image.Channels * windows.Elements, windows.Count];
        var shape = image.IsBatched ? new Shape([image.Rows, .. columns]) : new Shape(columns);
        return Operations.Pick.Apply(this, new Picks("Unfold", Shape, shape, image.Planes, 1, windows.Map()));
    }

    /// <summary>Windows side by side added up to images; torch.nn.functional.fold, the reverse of <see cref="Unfold"/>.</summary>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">The window: one number, or one for each dimension.</param>
    /// <param name="dilation">The distance of the window's elements.</param>
    /// <param name="padding">What is cut off on all sides.</param>
    /// <param name="stride">How far the window steps.</param>
    /// <exception cref="ShapeMismatchException">The windows are not those of such images.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor Fold(int[] outputSize, int[] kernelSize, int[]? dilation = null, int[]? padding = null, int[]? stride = null)
    {
        int[] size = Sizes.Each("Fold", "OutputSize", outputSize, 2, 1);
        var (rows, columns) = Sizes.Window("Fold", kernelSize, dilation, padding, stride);
        int elements = rows.Length * columns.Length, windows = rows.Windows(size[0]) * columns.Windows(size[1]);
        if (Rank is not (2 or 3) || Shape[^1] != windows || Shape[^2] % elements != 0 || Numel == 0)
            throw Errors.FoldInput(Shape, elements, windows);
        int channels = Shape[^2] / elements, planes = (Rank == 3 ? Shape[0] : 1) * channels;
        int[] image = [channels, size[0], size[1]];
        var to = Rank == 3 ? new Shape([Shape[0], .. image]) : new Shape(image);
        var places = new Windows(WindowAxis.Sliding(size[0], rows), WindowAxis.Sliding(size[1], columns), size[1]);
        return Spread.Apply(this, new Picks("Unfold", to, Shape, planes, 1, places.Map()));
    }

    /// <summary>Images or sequences of another size; torch.nn.functional.interpolate.</summary>
    /// <param name="size">The new sizes: one number, or one for each dimension behind the channels.</param>
    /// <param name="scaleFactor">Instead of sizes, by how much each dimension grows.</param>
    /// <param name="mode">
    /// Nearest, or nearest-exact by the middles of elements; linear for sequences [rows,channels,length] and bilinear for images
    /// [rows,channels,height,width], between two neighbours in each dimension; bicubic for images, between four; or area, means of what becomes one.
    /// </param>
    /// <param name="alignCorners">Linear, bilinear and bicubic: whether the first and the last elements stay where they are, rather than the borders.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank.</exception>
    /// <exception cref="InvalidValueException">
    /// Neither sizes nor factors or both, one that leaves no element, another mode, one that has no corners to align, or an input without elements.
    /// </exception>
    public Tensor Interpolate(int[]? size = null, double[]? scaleFactor = null, string mode = "nearest", bool alignCorners = false) =>
        Interpolation.Apply(this, size, scaleFactor, mode, alignCorners);

    /// <summary>Images or sequences of another size, of the nearest elements; torch.nn.functional.interpolate with mode nearest.</summary>
    /// <param name="size">The new sizes: one number, or one for each dimension behind the channels.</param>
    /// <exception cref="ShapeMismatchException">An input without rows and channels, or with more than two dimensions behind them.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public Tensor InterpolateNearest(params int[] size) => Interpolate(size);
}
