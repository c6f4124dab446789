using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace LinRegPS;

/// <summary>A named tensor that training changes; one of torch's named_parameters.</summary>
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

/// <summary>
/// A model; torch.nn.Module. A derived class holds its layers and parameters in public properties, which are found by
/// name, and computes its output in <see cref="Forward"/>:
/// <code>
/// class LinearRegression : Module {
///     [Linear]$lin = [Linear]::new(1, 1)
///     [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) }
/// }
/// </code>
/// </summary>
public abstract class Module
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    // The models whose text is being made on this thread: one that holds itself is not printed in itself.
    [ThreadStatic]
    private static HashSet<object>? s_printing;

    /// <summary>
    /// Takes off what a host language wraps its values in, so that a model in an array of script objects is seen. Set
    /// once, by the host.
    /// </summary>
    internal static Func<object?, object?> Unwrap { get; set; } = value => value;

    /// <summary>The model's output for an input.</summary>
    public virtual Tensor Forward(Tensor x) => throw Errors.NoForward(GetType().Name);

    /// <summary><see cref="Forward"/>, checked: a Forward written in a script may return nothing.</summary>
    public Tensor Invoke(Tensor x) => Forward(x) ?? throw Errors.ForwardResult(GetType().Name, null);

    /// <summary>All parameters of this model and the models in it, each once, in the order of the properties.</summary>
    public IReadOnlyList<ModelParameter> NamedParameters()
    {
        var found = new List<ModelParameter>();
        Collect(string.Empty, found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    /// <summary>All parameters' tensors; torch's parameters().</summary>
    public IReadOnlyList<Tensor> Parameters() => [.. NamedParameters().Select(p => p.Value)];

    /// <summary>Forgets the gradients of all parameters; torch's zero_grad.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters())
            parameter.Grad = null;
    }

    /// <summary>What PyTorch prints of a model: its class, and each layer by name.</summary>
    public override string ToString()
    {
        s_printing ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (!s_printing.Add(this))
            return GetType().Name + "(...)";
        try
        {
            var layers = Members().Select(m => (m.Name, Value: Unwrap(m.Value))).Where(m => m.Value is Module)
                .Select(m => $"\n  ({m.Name}): {m.Value!.ToString()!.Replace("\n", "\n  ")}");
            string text = string.Concat(layers);
            return $"{GetType().Name}({Description}{text}{(text.Length > 0 ? "\n" : string.Empty)})";
        }
        finally
        {
            s_printing.Remove(this);
        }
    }

    /// <summary>Whether nothing of what a forward pass makes is kept or shown to others, so that its memory can be used again.</summary>
    internal virtual bool KeepsNothing => false;

    /// <summary>What stands in the parentheses of a layer without layers.</summary>
    private protected virtual string Description => string.Empty;

    /// <summary>What the model is made of, by name: its public properties, in the order of their declaration.</summary>
    private protected virtual IEnumerable<(string Name, object? Value)> Members() =>
        s_properties.GetOrAdd(GetType(), FindProperties).Select(p => (p.Name, p.GetValue(this)));

    private void Collect(string prefix, List<ModelParameter> found, HashSet<object> seen)
    {
        seen.Add(this);
        foreach (var (name, value) in Members())
            CollectFrom(prefix + name, value, found, seen);
    }

    private static void CollectFrom(string path, object? value, List<ModelParameter> found, HashSet<object> seen)
    {
        value = Unwrap(value);
        if (value is null or string || !seen.Add(value))
            return;
        switch (value)
        {
            case Tensor { RequiresGrad: true, IsLeaf: true } parameter:
                found.Add(new ModelParameter(path, parameter));
                break;
            case Module module:
                module.Collect(path + ".", found, seen);
                break;
            case IEnumerable items and not Array { Rank: > 1 }:
                int index = 0;
                foreach (object? item in items)
                    CollectFrom($"{path}.{index++}", item, found, seen);
                break;
        }
    }

    private static PropertyInfo[] FindProperties(Type type)
    {
        // A base class's properties come first, as PyTorch's attributes do when __init__ calls super().
        var lineage = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(Module); t = t.BaseType)
            lineage.Push(t);
        return [.. lineage.SelectMany(t => t
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0)
            .OrderBy(p => p.MetadataToken))];
    }
}
