namespace LinRegPS.Files.Onnx;

/// <summary>Convolutions and pools in ONNX, whose pads stand for all dimensions' beginnings first and then for their ends.</summary>
internal static class OnnxWindows
{
    public static string? Convolution(OnnxGraph graph, Convolutional layer, OrderedDictionary<string, object?> arguments, string name)
    {
        int dimensions = layer.Weight.Rank - 2;
        int[] kernel = [.. layer.Weight.Shape.Skip(2)], dilation = Each(arguments["dilation"], dimensions, 1);
        var attributes = new List<(string, object)>
        {
            ("kernel_shape", kernel), ("strides", Each(arguments["stride"], dimensions, 1)), ("dilations", dilation), ("group", arguments["groups"]!),
            ("pads", Pads(arguments["padding"], kernel, dilation)),
        };
        bool isTransposed = arguments.TryGetValue("outputPadding", out object? added);
        if (isTransposed)
            attributes.Add(("output_padding", Each(added, dimensions, 0)));
        string weight = graph.Constant(name + "weight", layer.Weight);
        graph.Add(isTransposed ? "ConvTranspose" : "Conv", layer.Bias is null ? [weight] : [weight, graph.Constant(name + "bias", layer.Bias)], attributes);
        return null;
    }

    public static string? Pool(OnnxGraph graph, Module layer, OrderedDictionary<string, object?> arguments)
    {
        if (layer is AdaptiveAvgPool1d or AdaptiveAvgPool2d)
        {
            if (((int[])arguments["outputSize"]!).Any(size => size != 1))
                return "only one mean over all is written";
            graph.Add("GlobalAveragePool");
            return null;
        }
        bool isMax = layer is MaxPool1d or MaxPool2d;
        int dimensions = layer is MaxPool1d or AvgPool1d ? 1 : 2;
        int[] kernel = Each(arguments["kernelSize"], dimensions, 1), padding = Each(arguments["padding"], dimensions, 0);
        // Where the last window leaves the input, they divide by different numbers.
        if (!isMax && arguments["ceilMode"] is true)
            return "windows that leave the input are counted otherwise in ONNX";
        var attributes = new List<(string, object)>
        {
            ("kernel_shape", kernel), ("strides", arguments["stride"] is null or int[] { Length: 0 } ? kernel : Each(arguments["stride"], dimensions, 1)),
            ("pads", new[] { padding, padding }.SelectMany(pad => pad).ToArray()),
        };
        if (isMax)
            attributes.AddRange([("dilations", Each(arguments["dilation"], dimensions, 1)), ("ceil_mode", arguments["ceilMode"]!)]);
        else
            attributes.Add(("count_include_pad", arguments["countIncludePad"]!));
        graph.Add(isMax ? "MaxPool" : "AveragePool", null, attributes);
        return null;
    }

    /// <summary>Pooling by norms: the root of so many times the mean of powers; why it can't be said, or null.</summary>
    public static string? PowerPool(OnnxGraph graph, Module layer, OrderedDictionary<string, object?> arguments)
    {
        if (arguments["ceilMode"] is true)
            return "windows that leave the input are counted otherwise in ONNX";
        int dimensions = layer is LPPool1d ? 1 : 2;
        int[] kernel = Each(arguments["kernelSize"], dimensions, 1);
        double p = (double)arguments["normType"]!;
        graph.Add("Pow", [graph.Constant(p)]);
        graph.Add("AveragePool", null, ("kernel_shape", kernel), ("strides", arguments["stride"] is null or int[] { Length: 0 } ? kernel : Each(arguments["stride"], dimensions, 1)));
        graph.Add("Mul", [graph.Constant(kernel.Aggregate(1, (a, b) => a * b))]);
        graph.Add("Pow", [graph.Constant(1 / p)]);
        return null;
    }

    // "same" is odd at the end, as PyTorch pads.
    private static int[] Pads(object? padding, int[] kernel, int[] dilation)
    {
        if (padding is not string name)
            return [.. Each(padding, kernel.Length, 0), .. Each(padding, kernel.Length, 0)];
        int[] all = [.. kernel.Zip(dilation, (size, step) => name == "same" ? (size - 1) * step : 0)];
        return [.. all.Select(pad => pad / 2), .. all.Select(pad => pad - (pad / 2))];
    }

    // One number is that of each dimension.
    private static int[] Each(object? numbers, int dimensions, int usual) => numbers switch
    {
        null or int[] { Length: 0 } => [.. Enumerable.Repeat(usual, dimensions)],
        int[] { Length: 1 } one => [.. Enumerable.Repeat(one[0], dimensions)],
        _ => (int[])numbers,
    };
}
