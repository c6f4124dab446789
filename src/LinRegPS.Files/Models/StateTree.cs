using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LinRegPS.Files.Models;

/// <summary>
/// A state of dictionaries, lists, numbers, text and tensors, as <c>StateDict</c> gives it: JSON in which each value has its type
/// beside it, and the tensors by the paths that lead to them.
/// </summary>
internal static class StateTree
{
    private const int MostNested = 64;

    private static readonly (string Name, Type Type)[] s_plain =
    [
        ("text", typeof(string)), ("bool", typeof(bool)), ("int", typeof(int)), ("long", typeof(long)), ("float", typeof(float)), ("double", typeof(double)),
        ("texts", typeof(string[])), ("ints", typeof(int[])), ("floats", typeof(float[])), ("doubles", typeof(double[])), ("bytes", typeof(byte[])),
    ];

    // NaN and infinities are settings of some schedules.
    private static readonly JsonSerializerOptions s_options = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The JSON of a state; its tensors are put among others.</summary>
    public static JsonArray Write(object? value, string path, NamedTensors tensors)
    {
        switch (value)
        {
            case null:
                return ["null"];
            case Tensor tensor:
                tensors.Add(path, tensor);
                return ["tensor", path];
            case Enum name:
                return ["enum", name.GetType().FullName, name.ToString()];
            case IDictionary dictionary:
                var node = new JsonObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    string key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
                    node[key] = Write(entry.Value, path.Length == 0 ? key : $"{path}.{key}", tensors);
                }
                return ["dictionary", node];
        }
        foreach (var (name, type) in s_plain)
        {
            if (value.GetType() == type)
                return [name, JsonSerializer.SerializeToNode(value, type, s_options)];
        }
        return value is IEnumerable items
            ? ["list", new JsonArray([.. items.Cast<object?>().Select((item, i) => (JsonNode)Write(item, $"{path}.{i}", tensors))])]
            : throw new NotSupportedException($"a state has a {value.GetType().Name} at {path}");
    }

    /// <summary>The state that was written.</summary>
    public static object? Read(JsonElement node, NamedTensors tensors, int depth = 0)
    {
        if (depth > MostNested || node.ValueKind != JsonValueKind.Array || node.GetArrayLength() is not (1 or 2 or 3) || node[0].ValueKind != JsonValueKind.String)
            throw Broken();
        string kind = node[0].GetString()!;
        if (kind == "null")
            return null;
        if (node.GetArrayLength() == 1)
            throw Broken();
        var value = node[1];
        try
        {
            switch (kind)
            {
                case "tensor":
                    return tensors.TryGetValue(value.GetString()!, out var tensor) ? tensor : throw Broken();
                case "enum":
                    var type = typeof(Module).Assembly.GetType(value.GetString()!);
                    return type is { IsEnum: true } && node.GetArrayLength() == 3 ? Enum.Parse(type, node[2].GetString()!) : throw Broken();
                case "dictionary":
                    var dictionary = new OrderedDictionary<string, object?>();
                    foreach (var property in value.EnumerateObject())
                        dictionary.Add(property.Name, Read(property.Value, tensors, depth + 1));
                    return dictionary;
                case "list":
                    return value.EnumerateArray().Select(item => Read(item, tensors, depth + 1)).ToArray();
                default:
                    return value.Deserialize(s_plain.First(plain => plain.Name == kind).Type, s_options);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or JsonException or FormatException)
        {
            throw Broken();
        }
    }

    private static UnreadableException Broken() => new("its state is not as this project writes it");
}
