namespace LinRegPS.Conversion;

/// <summary>The state of a model or an optimizer as the property that they have in PowerShell: in a table of text it says what it holds, not its type.</summary>
internal sealed class SavedState : OrderedDictionary<string, object?>
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this.Select(entry => entry.Value is Tensor tensor ? $"{entry.Key} {tensor.Shape}" : entry.Key));
}
