namespace LinRegPS;

/// <summary>A model made of named layers and a function, for where a class can't be declared.</summary>
public sealed class CustomModel(IReadOnlyList<KeyValuePair<string, Module>> layers, Func<CustomModel, Tensor, object?> forward)
    : Module
{
    // Far more than anybody nests, and few enough that a script's frames between them, and an error through all of them, have room.
    private const int MostNested = 64;

    [ThreadStatic]
    private static int s_nested;

    private readonly Func<CustomModel, Tensor, object?> _forward = Errors.Given(forward, nameof(CustomModel));

    /// <summary>The layers, in the order of their names in the model's parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, Module>> Layers { get; } = Errors.Given(layers, nameof(CustomModel));

    /// <summary>What tells the function from others, in words; null where nothing does.</summary>
    internal string? Setup { get; init; }

    /// <summary>The function's result.</summary>
    /// <exception cref="InvalidValueException">The function gives no tensor, or several; or it calls the model's own Forward without end.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (s_nested == MostNested)
            throw Errors.ForwardTooDeep(nameof(CustomModel));
        s_nested++;
        try
        {
            object? result = _forward(this, x);
            return WrapperAttribute.Unwrap(result) as Tensor ?? throw Errors.ForwardResult(nameof(CustomModel), result);
        }
        finally
        {
            s_nested--;
        }
    }

    internal override Member[] Members() => [.. Layers.Select(layer => new Member(layer.Key, layer.Value))];
}
