using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LinRegPS.Files.Models;

/// <summary>
/// How a layer is made, as JSON: its class and the arguments of its constructor, which are its properties of the same names. A
/// file may name only layers of the engine; what a class of a script is made of is not in a file.
/// </summary>
internal static class Architecture
{
    private const string ClassKey = "class";
    private const int MostNested = 64;

    /// <summary>The text of a model; null where it, or a layer in it, is of a class of its own or made by more than its properties.</summary>
    public static string? Describe(Module model) => Node(model)?.ToJsonString();

    /// <summary>The model of a text, its parameters yet to be loaded.</summary>
    public static Module Build(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Build(json.RootElement, 0);
    }

    private static JsonObject? Node(Module module)
    {
        var (type, node) = (module.GetType(), new JsonObject());
        if (Constructor(type) is not { } constructor)
            return null;
        node[ClassKey] = type.Name;
        foreach (var parameter in constructor.GetParameters().Where(IsWritten))
        {
            if (Property(type, parameter.Name!) is not { } property || Value(property.GetValue(module), parameter.ParameterType) is not { } value)
                return null;
            node[parameter.Name!] = value;
        }
        return node;
    }

    // Null where a value can't be written. Whether there is a bias is asked of the bias.
    private static JsonNode? Value(object? value, Type wanted) => value switch
    {
        null or Tensor when wanted == typeof(bool) => value is not null,
        bool flag when wanted == typeof(bool) => flag,
        int number when wanted == typeof(int) => number,
        long number when wanted == typeof(long) => number,
        double number when wanted == typeof(double) && double.IsFinite(number) => number,
        string text when wanted == typeof(string) => text,
        Enum name when wanted == name.GetType() => name.ToString(),
        IEnumerable<int> numbers when wanted == typeof(int[]) => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        IEnumerable<Module> layers when wanted == typeof(Module[]) && layers.Select(Node).ToArray() is var nodes && Array.TrueForAll(nodes, node => node is not null) => new JsonArray(nodes),
        _ => null,
    };

    private static Module Build(JsonElement node, int depth)
    {
        if (depth > MostNested || node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(ClassKey, out var name) || name.ValueKind != JsonValueKind.String)
            throw new UnreadableException("its architecture is none of this project's");
        var type = typeof(Module).Assembly.GetType($"{nameof(LinRegPS)}.{name.GetString()}");
        if (type is null || !type.IsSubclassOf(typeof(Module)) || Constructor(type) is not { } constructor)
            throw new UnreadableException($"its architecture has a layer {name.GetString()}, which there is none of");
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => Argument(node, parameter, type, depth))];
        return (Module)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static object? Argument(JsonElement node, ParameterInfo parameter, Type type, int depth)
    {
        if (!IsWritten(parameter))
            return null;
        if (!node.TryGetProperty(parameter.Name!, out var value))
            throw new UnreadableException($"its architecture does not say {parameter.Name} of a {type.Name}");
        try
        {
            return parameter.ParameterType switch
            {
                var t when t == typeof(Module[]) => value.EnumerateArray().Select(layer => Build(layer, depth + 1)).ToArray(),
                { IsEnum: true } t => Enum.Parse(t, value.GetString()!),
                var t => value.Deserialize(t),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or JsonException or ArgumentException)
        {
            throw new UnreadableException($"its architecture says of a {type.Name} that {parameter.Name} is {value}");
        }
    }

    // Of the engine's own, the one that says the most.
    private static ConstructorInfo? Constructor(Type type) => type.Assembly == typeof(Module).Assembly && type.Namespace == nameof(LinRegPS)
        ? type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
        : null;

    // Where random numbers come from does not matter: the parameters are loaded.
    private static bool IsWritten(ParameterInfo parameter) => parameter.ParameterType != typeof(Generator);

    private static PropertyInfo? Property(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
}
