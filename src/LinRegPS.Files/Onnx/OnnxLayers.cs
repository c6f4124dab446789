using LinRegPS.Files.Models;

namespace LinRegPS.Files.Onnx;

/// <summary>What each layer is in ONNX.</summary>
internal static class OnnxLayers
{
    private const string NoCounterpart = "ONNX has no counterpart that is written here";

    private static readonly Dictionary<Type, string> s_same = new()
    {
        [typeof(ReLU)] = "Relu",
        [typeof(Tanh)] = "Tanh",
        [typeof(Sigmoid)] = "Sigmoid",
        [typeof(SELU)] = "Selu",
        [typeof(Softsign)] = "Softsign",
        [typeof(Hardswish)] = "HardSwish",
    };

    /// <summary>Adds a layer's nodes; why it can't be said, or null.</summary>
    public static string? Add(OnnxGraph graph, Module layer, OrderedDictionary<string, object?> arguments, string name, bool takesNumbers)
    {
        if (s_same.TryGetValue(layer.GetType(), out string? operation))
        {
            graph.Add(operation);
            return null;
        }
        switch (layer)
        {
            case Identity or Dropout:
                return null;
            case Linear linear:
                OnnxSequences.Linear(graph, linear.Weight, linear.Bias, name);
                return null;
            case Recurrent recurrent:
                return OnnxSequences.Recurrent(graph, recurrent, arguments, name);
            case MultiheadAttention attention:
                return OnnxSequences.Attention(graph, attention, arguments, name);
            case TransformerEncoderLayer encoder:
                return OnnxSequences.Encoder(graph, encoder, arguments, name, (inner, innerName) => Add(graph, inner, Architecture.Arguments(inner)!, innerName, takesNumbers));
            case GroupNorm norm:
                GroupNorm(graph, norm, arguments, name);
                return null;
            case Embedding embedding:
                Gather(graph, embedding.Weight, name, takesNumbers);
                return null;
            case EmbeddingBag bag:
                return Bag(graph, bag.Weight, arguments, name, takesNumbers);
            case Convolutional convolution:
                return OnnxWindows.Convolution(graph, convolution, arguments, name);
            case MaxPool1d or MaxPool2d or AvgPool1d or AvgPool2d or AdaptiveAvgPool1d or AdaptiveAvgPool2d:
                return OnnxWindows.Pool(graph, layer, arguments);
            case LPPool1d or LPPool2d:
                return OnnxWindows.PowerPool(graph, layer, arguments);
            case BatchNorm norm:
                return BatchNorm(graph, norm, (double)arguments["eps"]!, name);
            case InstanceNorm norm:
                graph.Add("InstanceNormalization", Affine(graph, name, norm.Weight, norm.Bias, [(int)arguments["numFeatures"]!]), ("epsilon", arguments["eps"]!));
                return null;
            case Scaling scaling:
                Scaling(graph, scaling, (bool)arguments["inverse"]!, name);
                return null;
            case LayerNorm norm:
                int[] shape = (int[])arguments["normalizedShape"]!;
                graph.Add("LayerNormalization", Affine(graph, name, norm.Weight, norm.Bias, shape), ("axis", -shape.Length), ("epsilon", arguments["eps"]!));
                return null;
            case Flatten:
                if ((arguments["startDim"], arguments["endDim"]) is not (1, -1))
                    return "only all dimensions behind the rows are made one";
                graph.Add("Flatten", null, ("axis", 1));
                return null;
            case Softmax:
                graph.Add("Softmax", null, ("axis", arguments["dim"]!));
                return null;
            case Softmin:
                graph.Add("Neg");
                graph.Add("Softmax", null, ("axis", arguments["dim"]!));
                return null;
            case LogSoftmax:
                graph.Add("LogSoftmax", null, ("axis", arguments["dim"]!));
                return null;
            default:
                return Activation(graph, layer, arguments, name);
        }
    }

    private static void Gather(OnnxGraph graph, Tensor weight, string name, bool takesNumbers)
    {
        if (!takesNumbers)
            graph.Add("Cast", null, ("to", 7));
        graph.Node("Gather", [graph.Constant(name + "weight", weight), graph.Value]);
    }

    private static string? Bag(OnnxGraph graph, Tensor weight, OrderedDictionary<string, object?> arguments, string name, bool takesNumbers)
    {
        if (arguments["paddingIdx"] is not null)
            return "what is padding in a bag is not said there";
        Gather(graph, weight, name, takesNumbers);
        string mode = (string)arguments["mode"]!;
        if (mode == "sum")
            graph.Add("ReduceSum", [graph.Whole(1)], ("keepdims", 0));
        else
            graph.Add(mode == "max" ? "ReduceMax" : "ReduceMean", null, ("axes", new[] { 1 }), ("keepdims", 0));
        return null;
    }

    // What the float32 numbers lack counts where a column is far from 0 for its spread.
    private static void Scaling(OnnxGraph graph, Scaling layer, bool inverse, string name)
    {
        string scale = graph.Constant(name + "scale", layer.Scale.Select(0, 0)), center = graph.Constant(name + "center", layer.Center.Select(0, 0)), rest = graph.Constant(name + "center_rest", layer.Center.Select(0, 1));
        if (inverse)
            graph.Add("Mul", [scale]);
        graph.Add(inverse ? "Add" : "Sub", [inverse ? rest : center]);
        graph.Add(inverse ? "Add" : "Sub", [inverse ? center : rest]);
        if (!inverse)
            graph.Add("Div", [scale]);
    }

    private static string? Activation(OnnxGraph graph, Module layer, OrderedDictionary<string, object?> arguments, string name)
    {
        string x = graph.Value;
        double Number(string argument) => (double)arguments[argument]!;
        switch (layer)
        {
            case ReLU6:
                graph.Add("Clip", [graph.Constant(0), graph.Constant(6)]);
                return null;
            case Hardtanh:
                graph.Add("Clip", [graph.Constant(Number("minVal")), graph.Constant(Number("maxVal"))]);
                return null;
            case LeakyReLU:
                graph.Add("LeakyRelu", null, ("alpha", Number("negativeSlope")));
                return null;
            case ELU:
                graph.Add("Elu", null, ("alpha", Number("alpha")));
                return null;
            case CELU:
                graph.Add("Celu", null, ("alpha", Number("alpha")));
                return null;
            case Hardshrink:
                graph.Add("Shrink", null, ("lambd", Number("lambd")));
                return null;
            case Softshrink:
                graph.Add("Shrink", null, ("lambd", Number("lambd")), ("bias", Number("lambd")));
                return null;
            case Hardsigmoid:
                graph.Add("HardSigmoid", null, ("alpha", 1.0 / 6), ("beta", 0.5));
                return null;
            case PReLU { Weight.Numel: 1 } slope:
                graph.Add("PRelu", [graph.Constant(name + "weight", slope.Weight)]);
                return null;
            case PReLU:
                return "a slope for each channel depends on the input's dimensions";
            case Threshold:
                string above = graph.Add("Greater", [graph.Constant(Number("threshold"))]);
                graph.Node("Where", [above, x, graph.Constant(Number("value"))]);
                return null;
            case LogSigmoid:
                graph.Add("Neg");
                graph.Add("Softplus");
                graph.Add("Neg");
                return null;
            case Softplus when Number("threshold") >= 20:
                graph.Add("Mul", [graph.Constant(Number("beta"))]);
                graph.Add("Softplus");
                graph.Add("Div", [graph.Constant(Number("beta"))]);
                return null;
            case Softplus:
                return "its threshold is below 20";
            case SiLU:
                graph.Add("Sigmoid");
                graph.Add("Mul", [x]);
                return null;
            case Mish:
                graph.Add("Softplus");
                graph.Add("Tanh");
                graph.Add("Mul", [x]);
                return null;
            case Tanhshrink:
                graph.Node("Sub", [x, graph.Add("Tanh")]);
                return null;
            case GELU:
                Gelu(graph, x, isTanh: arguments["approximate"] is "tanh");
                return null;
            default:
                return NoCounterpart;
        }
    }

    // x/2 (1 + erf(x/√2)), or x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
    private static void Gelu(OnnxGraph graph, string x, bool isTanh)
    {
        if (isTanh)
        {
            graph.Add("Pow", [graph.Constant(3)]);
            graph.Add("Mul", [graph.Constant(0.044715)]);
            graph.Add("Add", [x]);
            graph.Add("Mul", [graph.Constant(Math.Sqrt(2 / Math.PI))]);
            graph.Add("Tanh");
        }
        else
        {
            graph.Add("Mul", [graph.Constant(Math.Sqrt(0.5))]);
            graph.Add("Erf");
        }
        graph.Add("Add", [graph.Constant(1)]);
        graph.Add("Mul", [x]);
        graph.Add("Mul", [graph.Constant(0.5)]);
    }

    private static string[] Affine(OnnxGraph graph, string name, Tensor? weight, Tensor? bias, int[] shape) =>
        [graph.Constant(name + "weight", weight ?? Tensor.Ones(shape)), graph.Constant(name + "bias", bias ?? Tensor.Zeros(shape))];

    // Each group is normalised as one channel of all that lies in it, which InstanceNormalization does; then each channel has its own scale.
    private static void GroupNorm(OnnxGraph graph, GroupNorm norm, OrderedDictionary<string, object?> arguments, string name)
    {
        int groups = (int)arguments["numGroups"]!;
        string input = graph.Value, shape = graph.Add("Shape");
        graph.Node("Reshape", [input, graph.Whole(0, groups, -1)]);
        graph.Add("InstanceNormalization", Affine(graph, $"{name}groups.", null, null, [groups]), ("epsilon", arguments["eps"]!));
        if (norm.Weight is not null)
        {
            int channels = norm.Weight.Numel;
            graph.Add("Reshape", [graph.Whole(0, channels, -1)]);
            graph.Add("Mul", [graph.Constant(name + "weight", norm.Weight.Detach().Reshape(channels, 1))]);
            graph.Add("Add", [graph.Constant(name + "bias", norm.Bias!.Detach().Reshape(channels, 1))]);
        }
        graph.Add("Reshape", [shape]);
    }

    private static string? BatchNorm(OnnxGraph graph, BatchNorm norm, double eps, string name)
    {
        if (norm.RunningMean is null || norm.RunningVar is null)
            return "it has no running mean and variance";
        var size = norm.RunningMean.Shape.ToArray();
        graph.Add(
            "BatchNormalization",
            [
                .. Affine(graph, name, norm.Weight, norm.Bias, size),
                graph.Constant(name + "running_mean", norm.RunningMean), graph.Constant(name + "running_var", norm.RunningVar),
            ],
            ("epsilon", eps));
        return null;
    }
}
