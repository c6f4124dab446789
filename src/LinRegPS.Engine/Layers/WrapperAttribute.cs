using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace LinRegPS;

/// <summary>
/// Says of an assembly's language that it wraps values in objects of a type, and which property gives the value, so that
/// a model which a script holds in an untyped property or an array is found. The engine need not know the language.
/// </summary>
/// <param name="type">The type of the wrapping objects.</param>
/// <param name="property">The property of theirs that holds the value.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class WrapperAttribute(Type type, string property) : Attribute
{
    // By the type of a value, what takes it out of itself; null for values that hold no other.
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> s_properties = new();

    /// <summary>The type of the wrapping objects.</summary>
    public Type Type { get; } = type;

    /// <summary>The property of theirs that holds the value.</summary>
    public string Property { get; } = property;

    /// <summary>The value itself, without a wrapper.</summary>
    internal static object? Unwrap(object? value) =>
        value is null or Tensor or Module or string || s_properties.GetOrAdd(value.GetType(), Find) is not { } property
            ? value
            : property.GetValue(value);

    /// <summary>A dictionary whose values, and those of dictionaries and lists in it, are without wrappers.</summary>
    internal static IDictionary UnwrapAll(IDictionary dictionary)
    {
        var plain = new OrderedDictionary<object, object?>();
        foreach (DictionaryEntry entry in dictionary)
            plain[entry.Key] = All(entry.Value);
        return plain;

        static object? All(object? value) => Unwrap(value) switch
        {
            IDictionary inner => UnwrapAll(inner),
            IEnumerable items and not (string or Module) => items.Cast<object?>().Select(All).ToArray(),
            var other => other,
        };
    }

    private static PropertyInfo? Find(Type type) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic)
        .SelectMany(assembly => assembly.GetCustomAttributes<WrapperAttribute>())
        .Where(wrapper => wrapper.Type == type)
        .Select(wrapper => type.GetProperty(wrapper.Property))
        .FirstOrDefault();
}
