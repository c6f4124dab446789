namespace LinRegPS;

/// <summary>A model made of named layers and a function, for where a class can't be declared.</summary>
public sealed class CustomModel(IReadOnlyList<KeyValuePair<string, Module>> layers, Func<CustomModel, Tensor, Tensor> forward)
    : Module
{
    /// <summary>The layers, in the order of their names in the model's parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, Module>> Layers { get; } = layers;

    /// <summary>The function's result.</summary>
    public override Tensor Forward(Tensor x) => forward(this, x);

    private protected override IEnumerable<(string Name, object? Value)> Members() =>
        Layers.Select(layer => (layer.Key, (object?)layer.Value));
}
