namespace LinRegPS.Files.PyTorch;

/// <summary>The tensors in what PyTorch saved.</summary>
internal static class StateDictionary
{
    /// <summary>
    /// The tensors of a dictionary by name, one alone without. Of a checkpoint, a dictionary of several things, those under
    /// a key: <c>model_state_dict</c>.
    /// </summary>
    public static NamedTensors Tensors(object? saved, string? key)
    {
        if (key is not null)
        {
            foreach (string part in key.Split('/'))
                saved = saved is PythonDictionary dictionary && dictionary.TryGetValue(part, out object? value) ? value : throw new UnreadableException($"it has no '{key}'; {Describe(saved)}");
        }
        if (saved is Tensor alone)
            return NamedTensors.Of(alone);
        var tensors = new NamedTensors();
        foreach (var (name, value) in Items(saved))
        {
            if (value is not Tensor tensor)
                throw new UnreadableException($"it is no state_dict of tensors: {Describe(saved)}") { Key = StateKey(saved, key) };
            tensors.Add(name, tensor);
        }
        return tensors;
    }

    // The dictionary of tensors among several things; the model's, where the optimizer's has tensors too.
    private static string? StateKey(object? saved, string? key)
    {
        var states = saved is PythonDictionary dictionary
            ? dictionary.Where(item => item is { Key: string, Value: PythonDictionary { Count: > 0 } state } && state.Values.All(value => value is Tensor)).Select(item => (string)item.Key).ToList()
            : [];
        string? found = states.Find(name => name.Contains("model", StringComparison.OrdinalIgnoreCase)) ?? states.FirstOrDefault();
        return found is null || key is null ? found : $"{key}/{found}";
    }

    private static IEnumerable<(string Name, object? Value)> Items(object? saved) => saved switch
    {
        PythonDictionary dictionary => dictionary.Select(item => (FormattableString.Invariant($"{item.Key}"), item.Value)),
        List<object?> list => list.Select((item, i) => ($"{i}", item)),
        object?[] tuple => tuple.Select((item, i) => ($"{i}", item)),
        _ => throw new UnreadableException($"it is no state_dict of tensors: {Describe(saved)}"),
    };

    private static string Describe(object? value) => value switch
    {
        PythonDictionary dictionary => "it holds " + FileErrors.List([.. dictionary.Select(item => FormattableString.Invariant($"{item.Key} ({Kind(item.Value)})"))]),
        _ => "it is " + Kind(value),
    };

    private static string Kind(object? value) => value switch
    {
        Tensor tensor => $"a tensor {tensor.Shape}",
        PythonDictionary => "a dictionary",
        List<object?> or object?[] => "a list",
        null => "None",
        string => "text",
        bool or long or double => "a number",
        _ => "no data",
    };
}
