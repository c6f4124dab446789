namespace LinRegPS;

/// <summary>A named tensor of a model: one of torch's named_parameters, or named_buffers.</summary>
public sealed class ModelParameter(string name, Tensor value) : IComparable
{
    /// <summary>The path of property names that leads to the tensor: <c>lin.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The tensor's shape.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The tensor itself, not a copy.</summary>
    public Tensor Value { get; } = Errors.Given(value, nameof(ModelParameter));

    /// <summary>The tensor's gradient, or null.</summary>
    public Tensor? Gradient => Value.Grad;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";

    /// <summary>By name, then as tensors are ordered.</summary>
    public int CompareTo(object? obj) => obj is ModelParameter other ? Compare([this], [other]) : 1;

    /// <summary>By the number of parameters, then by the first that differ.</summary>
    internal static int Compare(ModelParameter[] a, ModelParameter[] b)
    {
        int order = a.Length.CompareTo(b.Length);
        for (int i = 0; order == 0 && i < a.Length; i++)
        {
            order = string.CompareOrdinal(a[i].Name, b[i].Name);
            if (order == 0)
                order = a[i].Value.CompareTo(b[i].Value);
        }
        return order;
    }
}
