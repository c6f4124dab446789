using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LinRegPS.Files.Models;

/// <summary>
/// How a layer is made, as JSON: its class and the arguments of its constructor by name. A file may name only layers of the engine;
/// what a class of a script is made of is not in a file.
/// </summary>
internal static class Architecture
{
    private const string ClassKey = "class";
    private const int MostNested = 64;
    private static readonly Type[] s_plain = [typeof(bool), typeof(int), typeof(int?), typeof(double), typeof(double?), typeof(string), typeof(int[]), typeof(double[])];

    /// <summary>The text of a model; null where it, or a layer in it, is of a class of its own or stands at two places.</summary>
    public static string? Describe(Module model)
    {
        try
        {
            return Node(model, new HashSet<object>(ReferenceEqualityComparer.Instance), 0).ToJsonString();
        }
        catch (IndescribableException)
        {
            return null;
        }
    }

    /// <summary>The model of a text, its parameters yet to be loaded.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">How many numbers there are for its parameters and buffers: it is made of no more.</param>
    public static Module Build(string text, long numbers)
    {
        using var json = JsonDocument.Parse(text);
        return LayerBudget.Within(numbers, () => Build(json.RootElement, 0));
    }

    /// <summary>The values with which a layer's constructor makes it again, by the parameters' names; null where that can't be said.</summary>
    public static OrderedDictionary<string, object?>? Arguments(Module module)
    {
        var type = module.GetType();
        object?[]? values = module.Arguments;
        bool isNamed = values?.Any(value => value is IDictionary) == true;
        if (!IsOwn(type) || Constructor(type, isNamed) is not { } constructor || Written(constructor) is var parameters && (values?.Length ?? 0) != parameters.Count)
            return null;
        return new(parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name!, values![i])));
    }

    private static JsonObject Node(Module module, HashSet<object> seen, int depth)
    {
        // What has numbers and stands at two places would come back as two.
        if (depth > MostNested || (module.StateDict().Count > 0 && !seen.Add(module)) || Arguments(module) is not { } arguments)
            throw new IndescribableException();
        var node = new JsonObject { [ClassKey] = module.GetType().Name };
        foreach (var (name, value) in arguments)
            node[name] = Value(value, seen, depth + 1);
        return node;
    }

    private static JsonNode? Value(object? value, HashSet<object> seen, int depth) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        double number when double.IsFinite(number) => number,
        string text => text,
        int[] numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        double[] numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        Module layer => new JsonArray(Node(layer, seen, depth)),
        Module[] layers => new JsonArray([.. layers.Select(layer => Node(layer, seen, depth))]),
        IReadOnlyDictionary<string, Module> layers => new JsonObject(layers.Select(layer => KeyValuePair.Create(layer.Key, (JsonNode?)Node(layer.Value, seen, depth)))),
        _ => throw new IndescribableException(),
    };

    private static Module Build(JsonElement node, int depth)
    {
        if (depth > MostNested || node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(ClassKey, out var name) || name.ValueKind != JsonValueKind.String)
            throw new UnreadableException("its architecture is none of this project's");
        var type = typeof(Module).Assembly.GetType($"{nameof(LinRegPS)}.{name.GetString()}");
        bool isNamed = node.EnumerateObject().Any(property => property.Value.ValueKind == JsonValueKind.Object);
        if (type is null || !IsOwn(type) || Constructor(type, isNamed) is not { } constructor)
            throw new UnreadableException($"its architecture has a layer {name.GetString()}, which there is none of");
        var written = Written(constructor);
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => written.Contains(parameter) ? Argument(node, parameter, type, depth) : null)];
        try
        {
            return (Module)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
        }
        catch (LinRegException error)
        {
            throw new UnreadableException($"its architecture has a {type.Name} that can't be made: {error.Facts.TrimEnd('.')}");
        }
    }

    private static object? Argument(JsonElement node, ParameterInfo parameter, Type type, int depth)
    {
        if (!node.TryGetProperty(parameter.Name!, out var value))
            throw new UnreadableException($"its architecture does not say {parameter.Name} of a {type.Name}");
        try
        {
            return parameter.ParameterType switch
            {
                var t when t == typeof(Module[]) => value.EnumerateArray().Select(layer => Build(layer, depth + 1)).ToArray(),
                // One layer among other settings: an array of one, as layers by name are objects.
                var t when t.IsAssignableTo(typeof(Module)) && value.ValueKind == JsonValueKind.Null && IsOptional(parameter) => null,
                var t when t.IsAssignableTo(typeof(Module)) => Build(value.EnumerateArray().Single(), depth + 1) is var layer && t.IsInstanceOfType(layer) ? layer : throw new JsonException(),
                var t when t == typeof(IDictionary) => new OrderedDictionary<string, Module>(
                    value.EnumerateObject().Select(layer => KeyValuePair.Create(layer.Name, Build(layer.Value, depth + 1))), StringComparer.Ordinal),
                // A convolution's padding: by name or by numbers.
                var t when t == typeof(object) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.Deserialize<int[]>(),
                var t when s_plain.Contains(t) => value.Deserialize(t) ?? (IsOptional(parameter) ? null : throw new JsonException()),
                _ => throw new JsonException(),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or JsonException or ArgumentException)
        {
            throw new UnreadableException($"its architecture says of a {type.Name} that {parameter.Name} is {value}");
        }
    }

    private static bool IsOwn(Type type) => type.Assembly == typeof(Module).Assembly && type.Namespace == nameof(LinRegPS) && type.IsSubclassOf(typeof(Module)) && !type.IsAbstract;

    // The one that says the most; with layers by name where they have names.
    private static ConstructorInfo? Constructor(Type type, bool isNamed) => type.GetConstructors()
        .Where(constructor => isNamed == Array.Exists(constructor.GetParameters(), parameter => parameter.ParameterType == typeof(IDictionary)))
        .MaxBy(constructor => constructor.GetParameters().Length);

    // Where random numbers come from does not matter: the parameters are loaded.
    private static List<ParameterInfo> Written(ConstructorInfo constructor) => [.. constructor.GetParameters().Where(parameter => parameter.ParameterType != typeof(Generator))];

    private static bool IsOptional(ParameterInfo parameter) =>
        parameter is { HasDefaultValue: true, DefaultValue: null } || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    private sealed class IndescribableException : Exception;
}
