using System.Collections;

namespace LinRegPS;

/// <summary>
/// All that a model holds, found by walking its members: models, and their tensors by the path that leads to each.
/// Lists are walked by number and dictionaries by key. What is held twice is found once, or under each of its names; circles end.
/// </summary>
internal sealed class ModuleContents
{
    // Few are compared faster than they are hashed.
    private const int Few = 8;

    private readonly List<Found> _tensors = [];
    private readonly List<Module> _modules = [];
    private readonly List<object> _seen = [];
    private readonly bool _byAllNames;
    private HashSet<object>? _manySeen;

    /// <summary>What a model holds.</summary>
    /// <param name="module">The model.</param>
    /// <param name="byAllNames">Whether what is held twice is found under both names, as in torch's state_dict.</param>
    public ModuleContents(Module module, bool byAllNames = false)
    {
        _byAllNames = byAllNames;
        IsNew(module);
        Enter(module, string.Empty);
    }

    /// <summary>The model itself and the models in it.</summary>
    public IReadOnlyList<Module> Modules => _modules;

    /// <summary>Parameters and buffers, in the order in which they were found.</summary>
    public IEnumerable<ModelParameter> State => _tensors.Select(t => t.Entry);

    /// <summary>The tensors that are learned, or else the others.</summary>
    public IReadOnlyList<ModelParameter> Tensors(bool areParameters)
    {
        var found = new List<ModelParameter>(_tensors.Count);
        foreach (var tensor in _tensors)
        {
            if (tensor.IsParameter == areParameters)
                found.Add(tensor.Entry);
        }
        return found;
    }

    private void Enter(Module module, string prefix)
    {
        _modules.Add(module);
        foreach (var (name, value, isParameter) in module.Members())
            Visit(prefix + name, value, isParameter);
    }

    private void Visit(string path, object? value, bool? isParameter = null)
    {
        value = WrapperAttribute.Unwrap(value);
        if (value is null or string || (value is not Tensor && value.GetType().IsPrimitive) || !(_byAllNames ? IsFound(value) : IsNew(value)))
            return;
        switch (value)
        {
            case Tensor tensor when isParameter is not null || tensor.IsLeaf:
                _tensors.Add(new Found(new ModelParameter(path, tensor), isParameter ?? tensor.IsParameter));
                break;
            case Module module:
                Enter(module, path + ".");
                break;
            case IDictionary entries:
                foreach (var (key, item) in InOrder(entries))
                    Visit($"{path}.{key}", item);
                break;
            case IEnumerable items when !IsOfNumbers(items):
                int index = 0;
                foreach (object? item in items)
                    Visit($"{path}.{index++}", item);
                break;
        }
        if (_byAllNames && value is not Tensor)
            _seen.RemoveAt(_seen.Count - 1);
    }

    // A tensor always, all else unless the way leads through it already.
    private bool IsFound(object value)
    {
        if (value is Tensor)
            return true;
        if (_seen.Exists(seen => ReferenceEquals(seen, value)))
            return false;
        _seen.Add(value);
        return true;
    }

    private bool IsNew(object value)
    {
        if (_manySeen is not null)
            return _manySeen.Add(value);
        foreach (object seen in _seen)
        {
            if (ReferenceEquals(seen, value))
                return false;
        }
        _seen.Add(value);
        if (_seen.Count == Few)
            _manySeen = new HashSet<object>(_seen, ReferenceEqualityComparer.Instance);
        return true;
    }

    // A plain hashtable has no order to keep.
    private static IEnumerable<(string Key, object? Value)> InOrder(IDictionary entries)
    {
        var all = new List<(string Key, object? Value)>(entries.Count);
        foreach (DictionaryEntry entry in entries)
            all.Add(($"{entry.Key}", entry.Value));
        return entries is Hashtable ? all.OrderBy(entry => entry.Key, StringComparer.Ordinal) : all;
    }

    private static bool IsOfNumbers(IEnumerable items) => items is Array array && (array.Rank > 1 || array.GetType().GetElementType()!.IsPrimitive);

    // No tuple: lists of those are compiled while a first training step waits.
    private sealed record Found(ModelParameter Entry, bool IsParameter);
}
