namespace LinRegPS.Formatting;

/// <summary>
/// A tensor in a table of results. Unlike a tensor's, its text is all of it at full precision, as nested arrays that
/// ConvertFrom-Json reads, so that no file loses anything: neither CSV, nor JSON, nor Clixml.
/// </summary>
public sealed class TensorValue
{
    internal TensorValue(Tensor tensor) => Tensor = tensor;

    /// <summary>The text, for files of properties (JSON).</summary>
    public string Text => ToString();

    internal Tensor Tensor { get; }

    /// <summary><c>[[0.1,0.2],[0.3,0.4]]</c>.</summary>
    public override string ToString() => NumberList.Text(Tensor.Values);
}
