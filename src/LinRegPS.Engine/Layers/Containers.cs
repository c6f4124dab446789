using System.Collections;

namespace LinRegPS;

/// <summary>Layers one after the other: each takes what the one before gave; torch.nn.Sequential.</summary>
public sealed class Sequential : Module
{
    private readonly KeyValuePair<string, Module>[] _layers;

    /// <summary>Layers by number, from 0.</summary>
    /// <exception cref="InvalidValueException">One is null.</exception>
    public Sequential(params Module[] layers) => _layers = ModuleList.Numbered(nameof(Sequential), layers);

    /// <summary>Layers with names of their own; a hashtable, or an ordered one.</summary>
    /// <exception cref="InvalidValueException">One is no model.</exception>
    public Sequential(IDictionary layers) => _layers = ModuleDict.Named(nameof(Sequential), layers);

    /// <summary>How many there are.</summary>
    public int Count => _layers.Length;

    /// <summary>A layer by its number; negative ones count from the end.</summary>
    public Module this[int index] => _layers[index < 0 ? index + _layers.Length : index].Value;

    /// <summary>The last layer's output; the input itself where there is none.</summary>
    public override Tensor Forward(Tensor x)
    {
        int i = 0;
        try
        {
            for (; i < _layers.Length; i++)
                x = _layers[i].Value.Invoke(x);
        }
        catch (Exception error) when (error.GetBaseException() is LinRegException inner && inner.Within(_layers[i].Key))
        {
            // Never: the error passes as it is.
        }
        return x;
    }

    internal override object?[] Arguments => [ModuleDict.Layers(_layers)];

    internal override Member[] Members() => [.. _layers.Select(layer => new Member(layer.Key, layer.Value))];
}

/// <summary>Layers in a list, whose parameters are found; what is done with them is up to who holds it; torch.nn.ModuleList.</summary>
public sealed class ModuleList : Module
{
    private readonly List<Module> _layers = [];

    /// <summary>A list of layers.</summary>
    /// <exception cref="InvalidValueException">One is null.</exception>
    public ModuleList(params Module[] layers) => _layers.AddRange(Numbered(nameof(ModuleList), layers).Select(layer => layer.Value));

    /// <summary>How many there are.</summary>
    public int Count => _layers.Count;

    /// <summary>A layer by its number; negative ones count from the end.</summary>
    public Module this[int index] => _layers[index < 0 ? index + _layers.Count : index];

    /// <summary>Puts a layer at the end; torch's append. Gives the list.</summary>
    /// <exception cref="InvalidValueException">It is null.</exception>
    public ModuleList Add(Module layer)
    {
        _layers.Add(layer ?? throw Errors.Null(nameof(ModuleList), "the layer"));
        return this;
    }

    /// <summary>The layers in their order.</summary>
    public Module[] ToArray() => [.. _layers];

    /// <summary>Not to be had: call the layers.</summary>
    /// <exception cref="InvalidValueException">Always.</exception>
    public override Tensor Forward(Tensor x) => throw Errors.NoForwardOfSeveral(nameof(ModuleList));

    internal override object?[] Arguments => [ToArray()];

    internal override Member[] Members() => [.. _layers.Select((layer, i) => new Member($"{i}", layer))];

    internal static KeyValuePair<string, Module>[] Numbered(string name, Module[] layers) =>
        [.. Errors.Given(layers, name).Select((layer, i) => KeyValuePair.Create($"{i}", layer ?? throw Errors.Null(name, $"layer {i}")))];
}

/// <summary>Layers by name, whose parameters are found; what is done with them is up to who holds it; torch.nn.ModuleDict.</summary>
public sealed class ModuleDict : Module
{
    private readonly KeyValuePair<string, Module>[] _layers;

    /// <summary>Layers by name; a hashtable's in the order of their names, an ordered dictionary's in its own.</summary>
    /// <exception cref="InvalidValueException">One is no model.</exception>
    public ModuleDict(IDictionary layers) => _layers = Named(nameof(ModuleDict), layers);

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Keys => [.. _layers.Select(layer => layer.Key)];

    /// <summary>The layer of a name.</summary>
    /// <exception cref="InvalidValueException">There is none.</exception>
    public Module this[string name] => Array.Find(_layers, layer => layer.Key == name).Value ?? throw Errors.NoSuchName("layer", name, Keys);

    internal override object?[] Arguments => [Dictionary(_layers)];

    internal override Member[] Members() => [.. _layers.Select(layer => new Member(layer.Key, layer.Value))];

    /// <summary>Layers by name in their order; an array of them where the names are their numbers.</summary>
    internal static object Layers(KeyValuePair<string, Module>[] layers) =>
        layers.Index().All(layer => layer.Item.Key == $"{layer.Index}") ? Array.ConvertAll(layers, layer => layer.Value) : Dictionary(layers);

    internal static KeyValuePair<string, Module>[] Named(string name, IDictionary layers)
    {
        var named = Errors.Given(layers, name).Keys.Cast<object>().Select(key => KeyValuePair.Create(
            $"{key}", WrapperAttribute.Unwrap(layers[key]) as Module ?? throw Errors.Null(name, $"layer {key}")));
        // A plain hashtable has no order to keep.
        return layers is Hashtable ? [.. named.OrderBy(layer => layer.Key, StringComparer.Ordinal)] : [.. named];
    }

    private static OrderedDictionary<string, Module> Dictionary(KeyValuePair<string, Module>[] layers) => new(layers, StringComparer.Ordinal);
}
