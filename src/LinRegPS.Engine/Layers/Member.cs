using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace LinRegPS;

/// <summary>One of the things that a model is made of, by its name: a model, a tensor, or a list or dictionary of such.</summary>
/// <param name="Name">A part of the path that names a parameter.</param>
/// <param name="Value">What the property holds now.</param>
/// <param name="IsParameter">Whether a tensor is a parameter; where it is not declared, it decides by itself.</param>
internal sealed record Member(string Name, object? Value, bool? IsParameter = null)
{
    private static readonly ConcurrentDictionary<Type, Property[]> s_properties = new();
    private static readonly MethodInfo s_typed = typeof(Member).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>A model's public properties, in the order of their declaration, base class first.</summary>
    public static Member[] Of(Module module) =>
        Array.ConvertAll(s_properties.GetOrAdd(module.GetType(), Find), p => new Member(p.Name, p.Get(module), p.IsParameter));

    private static Property[] Find(Type type)
    {
        // A base class's properties come first, as PyTorch's attributes do when __init__ calls super().
        var lineage = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(Module); t = t.BaseType)
            lineage.Push(t);
        var found = new List<Property>();
        foreach (var t in lineage)
        {
            var declared = t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);
            Array.Sort(declared, (a, b) => a.MetadataToken.CompareTo(b.MetadataToken));
            foreach (var p in declared)
            {
                if (p.CanRead && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsPrimitive && p.PropertyType != typeof(string))
                    found.Add(Describe(p));
            }
        }
        return [.. found];
    }

    private static Property Describe(PropertyInfo property)
    {
        bool? isParameter = property.IsDefined(typeof(LayerParameterAttribute)) ? true
            : property.IsDefined(typeof(LayerBufferAttribute)) ? false
            : null;
        return new(isParameter is null ? property.Name : SnakeCase(property.Name), Getter(property), isParameter);
    }

    // A delegate: reflection's own way to a value compiles code after the second call.
    private static Func<Module, object?> Getter(PropertyInfo property) => property.PropertyType.IsValueType
        ? property.GetValue
        : (Func<Module, object?>)s_typed.MakeGenericMethod(property.DeclaringType!, property.PropertyType).Invoke(null, [property.GetMethod])!;

    private static Func<Module, object?> Typed<TModule, TValue>(MethodInfo getter)
        where TModule : Module
        where TValue : class
    {
        var get = getter.CreateDelegate<Func<TModule, TValue?>>();
        return module => get((TModule)module);
    }

    // Without a regular expression, whose machinery a first training step would wait for.
    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private sealed record Property(string Name, Func<Module, object?> Get, bool? IsParameter);
}
