namespace LinRegPS;

/// <summary>
/// A model; torch.nn.Module. A derived class holds its layers and tensors in public properties, which are found by
/// name, and computes its output in <see cref="Forward"/>:
/// <code>
/// class LinearRegression : Module {
///     [Linear]$lin = [Linear]::new(1, 1)
///     [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) }
/// }
/// </code>
/// Layers may also be held in lists and dictionaries. A tensor is a parameter if it requires a gradient, or ever did, and
/// else a buffer; a layer written in C# says which (<see cref="LayerParameterAttribute"/>, <see cref="LayerBufferAttribute"/>).
/// </summary>
public abstract partial class Module
{
    // The models whose text is being made on this thread: one that holds itself is not printed in itself.
    [ThreadStatic]
    private static HashSet<object>? s_printing;

    /// <summary>What the columns and classes of the data are called that it was trained with, by which others are taken; null where that is not known.</summary>
    internal DataNames? Names { get; set; }

    /// <summary>The model's output for an input.</summary>
    /// <exception cref="InvalidValueException">The class has no Forward of its own.</exception>
    public virtual Tensor Forward(Tensor x) => throw Errors.NoForward(GetType().Name);

    /// <summary><see cref="Forward"/>, checked: a Forward written in a script may return nothing.</summary>
    /// <exception cref="InvalidValueException">Forward returned nothing.</exception>
    public Tensor Invoke(Tensor x) => Forward(x) ?? throw Errors.ForwardResult(GetType().Name, null);

    /// <summary>Forgets the gradients of all parameters; torch's zero_grad.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in NamedParameters())
            parameter.Value.Grad = null;
    }

    /// <summary>Sets whether all parameters require a gradient, and gives the model: $false freezes it; torch's requires_grad_.</summary>
    public Module RequiresGrad_(bool requiresGrad = true)
    {
        foreach (var parameter in NamedParameters())
            parameter.Value.RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>What PyTorch prints of a model: its class, and each layer by name.</summary>
    public override string ToString()
    {
        s_printing ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (!s_printing.Add(this))
            return GetType().Name + "(...)";
        try
        {
            var layers = Members().Select(m => (m.Name, Value: WrapperAttribute.Unwrap(m.Value))).Where(m => m.Value is Module)
                .Select(m => $"\n  ({m.Name}): {m.Value!.ToString()!.Replace("\n", "\n  ")}");
            string text = string.Concat(layers);
            return $"{GetType().Name}({Description}{text}{(text.Length > 0 ? "\n" : string.Empty)})";
        }
        finally
        {
            s_printing.Remove(this);
        }
    }

    /// <summary>What stands in the parentheses of a layer without layers.</summary>
    private protected virtual string Description => string.Empty;

    /// <summary>
    /// The values with which its constructor makes the same layer again, but for where random numbers come from, in the order of the
    /// parameters; null where that can't be said.
    /// </summary>
    internal virtual object?[]? Arguments => null;

    /// <summary>What the model is made of, by name.</summary>
    internal virtual Member[] Members() => Member.Of(this);
}
