using System.Collections;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>What an optimizer is to step, where that is no single model: tensors, parameters and models, in lists or by name.</summary>
internal static class ParameterArgument
{
    /// <summary>Whether an argument is that: a tensor, a parameter, or a collection.</summary>
    public static bool Holds(object? argument) => Wrapping.Unwrap(argument) is Tensor or ModelParameter or (IEnumerable and not (string or Module));

    /// <summary>Whether nothing in it has a name of its own.</summary>
    public static bool IsNameless(IReadOnlyList<object?> items) => items.All(item => Wrapping.Unwrap(item) is Tensor);

    /// <summary>The items of an argument, those of lists in lists too.</summary>
    public static IEnumerable<object?> Items(object? argument, string parameter, int depth = 0)
    {
        // An array may contain itself.
        if (depth > NestedNumbers.MostDimensions)
            throw CallErrors.NestedTooDeep(parameter, NestedNumbers.MostDimensions);
        return Wrapping.Unwrap(argument) is IEnumerable items and not (string or Module or IDictionary)
            ? Records.Items(items).SelectMany(item => Items(item, parameter, depth + 1))
            : [argument];
    }

    /// <summary>
    /// The parameters by name: a hashtable's by its keys, a parameter's own, those of the only model by their own, and of several by the
    /// model's number too, as in a list of layers: 0.weight.
    /// </summary>
    public static IReadOnlyList<ModelParameter> Named(IReadOnlyList<object?> items) =>
        [.. items.Index().SelectMany(item => Of(item.Item, items.Count > 1 ? $"{item.Index}" : string.Empty))];

    private static IEnumerable<ModelParameter> Of(object? item, string path) => Wrapping.Unwrap(item) switch
    {
        Tensor tensor => [new ModelParameter(path.Length > 0 ? path : "0", tensor)],
        ModelParameter parameter => [parameter],
        Module model => model.NamedParameters().Select(p => new ModelParameter(path.Length > 0 ? $"{path}.{p.Name}" : p.Name, p.Value)),
        IDictionary named => Records.InOrder(named)
            .SelectMany(entry => Wrapping.Unwrap(entry.Value) is IDictionary ? throw CallErrors.NotAParameter(entry.Value) : Of(entry.Value, entry.Key)),
        var other => throw CallErrors.NotAParameter(other),
    };
}
