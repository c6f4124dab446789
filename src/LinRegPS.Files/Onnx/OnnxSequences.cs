namespace LinRegPS.Files.Onnx;

/// <summary>Layers over sequences in ONNX: recurrent ones by its own operations, whose gates stand in another order; attention by products and softmax.</summary>
internal static class OnnxSequences
{
    private const int AllAsBefore = 0, TheRest = -1;

    /// <summary>A recurrent layer: its outputs of all steps.</summary>
    public static string? Recurrent(OnnxGraph graph, Recurrent layer, OrderedDictionary<string, object?> arguments, string name)
    {
        int size = (int)arguments["hiddenSize"]!, directions = arguments["bidirectional"] is true ? 2 : 1;
        bool isBatchFirst = arguments["batchFirst"] is true;
        var state = layer.StateDict();
        // Input, output, forget, cell; update, reset, made.
        var (operation, order) = layer switch
        {
            LSTM => ("LSTM", new[] { 0, 3, 1, 2 }),
            GRU => ("GRU", new[] { 1, 0, 2 }),
            _ => ("RNN", new[] { 0 }),
        };
        if (isBatchFirst)
            graph.Add("Transpose", null, ("perm", new[] { 1, 0, 2 }));
        for (int i = 0; i < (int)arguments["numLayers"]!; i++)
        {
            string[] ends = directions == 2 ? [$"_l{i}", $"_l{i}_reverse"] : [$"_l{i}"];
            var more = new List<string>
            {
                graph.Constant($"{name}weight_ih_l{i}", Stacked("weight_ih", ends)),
                graph.Constant($"{name}weight_hh_l{i}", Stacked("weight_hh", ends)),
            };
            if (arguments["bias"] is true)
                more.Add(graph.Constant($"{name}bias_l{i}", Tensor.Cat([Stacked("bias_ih", ends), Stacked("bias_hh", ends)], 1)));
            var attributes = new List<(string, object)> { ("hidden_size", size), ("direction", directions == 2 ? "bidirectional" : "forward") };
            if (layer is GRU)
                attributes.Add(("linear_before_reset", 1));
            if (layer is RNN)
                attributes.Add(("activations", Enumerable.Repeat(arguments["nonlinearity"] is "relu" ? "Relu" : "Tanh", directions).ToArray()));
            graph.Add(operation, more, attributes);
            // [steps,directions,rows,size] to [steps,rows,directions * size].
            graph.Add("Transpose", null, ("perm", new[] { 0, 2, 1, 3 }));
            graph.Add("Reshape", [graph.Whole(AllAsBefore, AllAsBefore, TheRest)]);
        }
        if (isBatchFirst)
            graph.Add("Transpose", null, ("perm", new[] { 1, 0, 2 }));
        return null;

        Tensor Stacked(string what, string[] ends) => Tensor.Stack([.. ends.Select(end => Ordered(state[what + end].Detach()))]);

        Tensor Ordered(Tensor gates) => Tensor.Cat([.. order.Select(gate => gates.Slice(0, gate * size, (gate + 1) * size))], 0);
    }

    /// <summary>Attention of a sequence to itself.</summary>
    public static string? Attention(OnnxGraph graph, MultiheadAttention layer, OrderedDictionary<string, object?> arguments, string name)
    {
        int size = (int)arguments["embedDim"]!, heads = (int)arguments["numHeads"]!;
        bool isBatchFirst = arguments["batchFirst"] is true;
        if (!isBatchFirst)
            graph.Add("Transpose", null, ("perm", new[] { 1, 0, 2 }));
        string input = graph.Value, query = Part("q", 0), key = Part("k", 1), value = Part("v", 2);
        graph.Node("MatMul", [query, graph.Node("Transpose", [key], ("perm", new[] { 0, 1, 3, 2 }))]);
        graph.Add("Mul", [graph.Constant(1 / Math.Sqrt(size / heads))]);
        graph.Add("Softmax", null, ("axis", -1));
        graph.Add("MatMul", [value]);
        graph.Add("Transpose", null, ("perm", new[] { 0, 2, 1, 3 }));
        graph.Add("Reshape", [graph.Whole(AllAsBefore, AllAsBefore, size)]);
        Linear(graph, layer.OutProj.Weight, layer.OutProj.Bias, name + "out_proj.");
        if (!isBatchFirst)
            graph.Add("Transpose", null, ("perm", new[] { 1, 0, 2 }));
        return null;

        // [rows,heads,length,part].
        string Part(string which, int part)
        {
            graph.Back(input);
            Linear(graph, layer.InProjWeight.Slice(0, part * size, (part + 1) * size), layer.InProjBias?.Slice(0, part * size, (part + 1) * size), $"{name}{which}_");
            graph.Add("Reshape", [graph.Whole(AllAsBefore, AllAsBefore, heads, size / heads)]);
            return graph.Add("Transpose", null, ("perm", new[] { 0, 2, 1, 3 }));
        }
    }

    /// <summary>A layer of a transformer's encoder; adds what stands in it by another's hand.</summary>
    public static string? Encoder(OnnxGraph graph, TransformerEncoderLayer layer, OrderedDictionary<string, object?> arguments, string name, Func<Module, string, string?> add)
    {
        var members = layer.Members().ToDictionary(member => member.Name, member => (Module)member.Value!);
        bool isNormFirst = arguments["normFirst"] is true;
        return Block("norm1", ["self_attn"]) ?? Block("norm2", ["linear1", "activation", "linear2"]);

        // x + f(norm(x)), or norm(x + f(x)).
        string? Block(string norm, string[] inside)
        {
            string before = graph.Value;
            string?[] reasons = [isNormFirst ? Member(norm) : null, .. inside.Select(Member)];
            graph.Add("Add", [before]);
            return Array.Find(reasons, reason => reason is not null) ?? (isNormFirst ? null : Member(norm));
        }

        string? Member(string key) => key == "activation"
            ? add(arguments["activation"] is "gelu" ? new GELU() : new ReLU(), name)
            : add(members[key], $"{name}{key}.");
    }

    /// <summary>x W' + b.</summary>
    public static void Linear(OnnxGraph graph, Tensor weight, Tensor? bias, string name)
    {
        graph.Add("MatMul", [graph.Constant(name + "weight", weight.Detach().Transpose(0, 1))]);
        if (bias is not null)
            graph.Add("Add", [graph.Constant(name + "bias", bias.Detach())]);
    }
}
