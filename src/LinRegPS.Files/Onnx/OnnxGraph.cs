using LinRegPS.Files.Formats;

namespace LinRegPS.Files.Onnx;

/// <summary>A graph of ONNX in the making: nodes one after the other, each of which takes what came before, and constants. The numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph(string input)
{
    private const int Float = 1, Int = 2, Text = 3, Ints = 7, Texts = 8;
    private readonly List<ProtobufMessage> _nodes = [], _constants = [];
    private int _values;

    /// <summary>What the last node gives.</summary>
    public string Value { get; private set; } = input;

    /// <summary>Adds a node that takes the last value, and constants or other values after it; gives what it gives.</summary>
    public string Add(string operation, IEnumerable<string>? more = null, params IEnumerable<(string Name, object Value)> attributes) =>
        Node(operation, [Value, .. more ?? []], attributes);

    /// <summary>Adds a node of these inputs.</summary>
    public string Node(string operation, IEnumerable<string> inputs, params IEnumerable<(string Name, object Value)> attributes)
    {
        var node = new ProtobufMessage();
        foreach (string name in inputs)
            node.Add(1, name);
        Value = $"value{++_values}";
        node.Add(2, Value).Add(3, $"{operation}{_values}").Add(4, operation);
        foreach (var (name, value) in attributes)
            node.Add(5, Attribute(name, value));
        _nodes.Add(node);
        return Value;
    }

    /// <summary>A tensor that does not change.</summary>
    public string Constant(string name, Tensor tensor)
    {
        var constant = new ProtobufMessage();
        foreach (int size in tensor.Shape)
            constant.Add(1, size);
        _constants.Add(constant.Add(2, ElementType(tensor.DType)).Add(8, name).Add(9, StoredArray.Bytes(tensor)));
        return name;
    }

    /// <summary>A number that does not change.</summary>
    public string Constant(double number) => Constant($"number{_constants.Count}", Tensor.Scalar((float)number));

    /// <summary>Whole numbers that do not change: a shape.</summary>
    public string Whole(params long[] numbers) => Constant($"number{_constants.Count}", Tensor.FromInt64(numbers));

    /// <summary>Lets the next node take an earlier value.</summary>
    public void Back(string value) => Value = value;

    /// <summary>The whole model, whose result is the last value.</summary>
    public ProtobufMessage ToModel(string input, DType inputType, string output)
    {
        Node("Identity", [Value]);
        var graph = new ProtobufMessage();
        foreach (var node in _nodes)
            graph.Add(1, node);
        graph.Add(1, new ProtobufMessage().Add(1, Value).Add(2, output).Add(3, output).Add(4, "Identity"));
        graph.Add(2, "LinRegPS");
        foreach (var constant in _constants)
            graph.Add(5, constant);
        graph.Add(11, ValueInfo(input, inputType)).Add(12, ValueInfo(output, DType.Float32));
        const int irVersion = 8, operations = 17;
        return new ProtobufMessage().Add(1, irVersion).Add(2, "LinRegPS").Add(7, graph).Add(8, new ProtobufMessage().Add(1, string.Empty).Add(2, operations));
    }

    // Of any shape: what is not said is not checked.
    private static ProtobufMessage ValueInfo(string name, DType type) =>
        new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, ElementType(type))));

    private static int ElementType(DType type) => type switch
    {
        DType.Int64 => 7,
        DType.Bool => 9,
        _ => 1,
    };

    private static ProtobufMessage Attribute(string name, object value)
    {
        var attribute = new ProtobufMessage().Add(1, name);
        switch (value)
        {
            case double number:
                return attribute.Add(2, (float)number).Add(20, Float);
            case int number:
                return attribute.Add(3, number).Add(20, Int);
            case string text:
                return attribute.Add(4, text).Add(20, Text);
            case string[] texts:
                foreach (string text in texts)
                    attribute.Add(9, text);
                return attribute.Add(20, Texts);
            case bool flag:
                return attribute.Add(3, flag ? 1 : 0).Add(20, Int);
            default:
                foreach (int number in (int[])value)
                    attribute.Add(8, number);
                return attribute.Add(20, Ints);
        }
    }
}
