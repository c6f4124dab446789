namespace LinRegPS.Plots.Terminal;

/// <summary>How a tensor is shown.</summary>
internal enum TensorPlotForm
{
    /// <summary>A point for each pair.</summary>
    Scatter,

    /// <summary>A line through points.</summary>
    Line,

    /// <summary>A bar for each part of the range.</summary>
    Histogram,

    /// <summary>Shades.</summary>
    Image,
}

/// <summary>A tensor in a terminal, in the form that its shape suggests, or in another.</summary>
/// <param name="tensor">What to show.</param>
/// <param name="style">What the terminal can show.</param>
internal sealed class TensorPlot(Tensor tensor, TextStyle style)
{
    // Pictures beyond it are pages of a terminal.
    private const int MostImages = 64;
    private const int MostPixels = 4096;

    /// <summary>What lies above; null where it is the tensor's own second column, or its elements by their number.</summary>
    public Tensor? Y { get; init; }

    /// <summary>The form; by the shape where it is not said.</summary>
    public TensorPlotForm? Form { get; init; }

    /// <summary>The rows of a plot with axes.</summary>
    public int Rows { get; init; } = 16;

    /// <summary>Into how many bars a histogram divides.</summary>
    public int? Bins { get; init; }

    /// <summary>The lines of text.</summary>
    public IEnumerable<string> Lines()
    {
        if (tensor.Numel == 0)
            throw PlotErrors.Nothing("Tensor plot", $"the tensor of shape {tensor.Shape} has no elements");
        var form = Form ?? Suggested();
        if (form == TensorPlotForm.Histogram)
            return PointText.Bars("value", Numbers(tensor), Bins, Rows, style);
        if (form == TensorPlotForm.Image)
            return ImageText.Draw(Images(), style);
        var (x, y) = Points();
        return form == TensorPlotForm.Scatter ? PointText.Scatter("x", "y", x, y, Rows, style) : PointText.Line(IsByNumber ? "element" : "x", IsByNumber ? "value" : "y", x, y, Rows, style);
    }

    private bool IsByNumber => Y is null && !IsPairs;

    private bool IsPairs => tensor.Rank == 2 && tensor.Shape[1] == 2;

    private TensorPlotForm Suggested() =>
        Y is not null || (IsPairs && tensor.Shape[0] > 2) ? TensorPlotForm.Scatter
        : tensor.Rank >= 2 && tensor.Shape[^1] > 1 && tensor.Shape[^2] > 1 ? TensorPlotForm.Image
        : TensorPlotForm.Line;

    private (double[] X, double[] Y) Points()
    {
        double[] numbers = Numbers(tensor);
        if (Y is { } above)
        {
            return above.Numel == tensor.Numel ? (numbers, Numbers(above)) : throw PlotErrors.Lengths("Tensor plot", tensor.Shape, above.Shape);
        }
        if (IsPairs)
            return ([.. numbers.Where((_, i) => i % 2 == 0)], [.. numbers.Where((_, i) => i % 2 == 1)]);
        if (Form == TensorPlotForm.Scatter && tensor.Rank > 1)
            throw PlotErrors.Shape("Scatter", tensor.Shape, "it takes x and y, or two columns");
        return ([.. Enumerable.Range(0, numbers.Length).Select(i => (double)i)], numbers);
    }

    // [rows, columns], [images, rows, columns] or [images, channels, rows, columns], of which channels are averaged.
    private List<double[,]> Images()
    {
        int rank = tensor.Rank;
        if (rank is < 2 or > 4)
            throw PlotErrors.Shape("Image", tensor.Shape, "an image is [rows, columns], several are [images, rows, columns] or [images, channels, rows, columns]");
        int rows = tensor.Shape[rank - 2], columns = tensor.Shape[rank - 1], channels = rank == 4 ? tensor.Shape[1] : 1;
        int images = rank == 2 ? 1 : tensor.Shape[0];
        if (images > MostImages || rows > MostPixels || columns > MostPixels)
            throw PlotErrors.Shape("Image", tensor.Shape, $"a terminal shows up to {MostImages} images of {MostPixels} by {MostPixels}; take some of it, as with [':10']");
        double[] numbers = Numbers(tensor);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double number in numbers)
        {
            if (double.IsFinite(number))
                (low, high) = (Math.Min(low, number), Math.Max(high, number));
        }
        var list = new List<double[,]>();
        for (int image = 0; image < images; image++)
        {
            double[,] pixels = new double[rows, columns];
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int channel = 0; channel < channels; channel++)
                        sum += numbers[((((image * channels) + channel) * rows) + row) * columns + column];
                    // What is the same everywhere is half bright.
                    double share = high > low ? ((sum / channels) - low) / (high - low) : 0.5;
                    pixels[row, column] = double.IsNaN(share) ? double.NaN : Math.Clamp(share, 0, 1);
                }
            }
            list.Add(pixels);
        }
        return list;
    }

    private static double[] Numbers(Tensor of) => of.DType == DType.Int64
        ? Array.ConvertAll(of.ToInt64Array(), whole => (double)whole)
        : Array.ConvertAll(of.ToArray(), number => (double)number);
}
