using System.Collections;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>What the leaves of a graph are called: by their model's names, and by those of a hashtable.</summary>
internal static class LeafNames
{
    /// <summary>Names by the tensors themselves; those of the hashtable come first.</summary>
    public static Dictionary<object, string> Of(Module? model, IDictionary? named)
    {
        var names = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, value) in Records.Entries(named ?? new Hashtable()))
            names[Wrapping.Unwrap(value) as Tensor ?? throw CallErrors.NotALeaf(name, Wrapping.Unwrap(value))] = name;
        foreach (var entry in model is null ? [] : model.NamedParameters().Concat(model.NamedBuffers()))
            names.TryAdd(entry.Value, entry.Name);
        return names;
    }
}
