namespace LinRegPS;

/// <summary>A named tensor of a model: one of torch's named_parameters, or named_buffers.</summary>
public sealed class ModelParameter(string name, Tensor value)
{
    /// <summary>The path of property names that leads to the tensor: <c>lin.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The tensor's shape.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The tensor itself, not a copy.</summary>
    public Tensor Value { get; } = value;

    /// <summary>The tensor's gradient, or null.</summary>
    public Tensor? Gradient => Value.Grad;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
