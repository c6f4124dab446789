namespace LinRegPS.Files;

/// <summary>The tensors of a file by name, in its order; one without a name under the empty text. And what else the file says.</summary>
internal sealed class NamedTensors : OrderedDictionary<string, Tensor>
{
    public NamedTensors(IReadOnlyDictionary<string, string>? metadata = null)
        : base(StringComparer.Ordinal) => Metadata = metadata ?? new Dictionary<string, string>();

    /// <summary>Texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The whole numbers that are not what the file says.</summary>
    public RoundedNumbers Rounded { get; init; } = new();

    /// <summary>One tensor without a name.</summary>
    public static NamedTensors Of(Tensor tensor) => new() { [string.Empty] = tensor };
}
