using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LinRegPS;

/// <summary>One of the things that a model is made of, by its name: a model, a tensor, or a list or dictionary of such.</summary>
/// <param name="Name">A part of the path that names a parameter.</param>
/// <param name="Value">What the property holds now.</param>
/// <param name="IsParameter">Whether a tensor is a parameter; where it is not declared, it decides by itself.</param>
internal readonly record struct Member(string Name, object? Value, bool? IsParameter = null)
{
    private static readonly ConcurrentDictionary<Type, Property[]> s_properties = new();

    /// <summary>A model's public properties, in the order of their declaration, base class first.</summary>
    public static Member[] Of(Module module) =>
        Array.ConvertAll(s_properties.GetOrAdd(module.GetType(), Find), p => new Member(p.Name, p.Info.GetValue(module), p.IsParameter));

    private static Property[] Find(Type type)
    {
        // A base class's properties come first, as PyTorch's attributes do when __init__ calls super().
        var lineage = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(Module); t = t.BaseType)
            lineage.Push(t);
        return [.. lineage.SelectMany(t => t
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsPrimitive && p.PropertyType != typeof(string))
            .OrderBy(p => p.MetadataToken)
            .Select(Describe))];
    }

    private static Property Describe(PropertyInfo property)
    {
        bool? isParameter = property.IsDefined(typeof(LayerParameterAttribute)) ? true
            : property.IsDefined(typeof(LayerBufferAttribute)) ? false
            : null;
        return new(isParameter is null ? property.Name : SnakeCase(property.Name), property, isParameter);
    }

    private static string SnakeCase(string name) => Regex.Replace(name, "(?<=[a-z0-9])[A-Z]", "_$0").ToLowerInvariant();

    private sealed record Property(string Name, PropertyInfo Info, bool? IsParameter);
}
