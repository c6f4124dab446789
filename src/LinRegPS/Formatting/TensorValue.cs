using System.Globalization;
using System.Text;

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
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, Tensor.ToTypedArray(), 0, 0);
        return text.ToString();
    }

    private void Append(StringBuilder text, Array elements, int start, int dimension)
    {
        if (dimension == Tensor.Rank)
        {
            // A truth value as JSON has it.
            text.Append(elements.GetValue(start) is bool flag ? flag ? "true" : "false" : Convert.ToString(elements.GetValue(start), CultureInfo.InvariantCulture));
            return;
        }
        int size = Tensor.Shape[dimension], stride = Tensor.Shape.Product(dimension + 1, Tensor.Rank);
        text.Append('[');
        for (int i = 0; i < size; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, elements, start + (i * stride), dimension + 1);
        }
        text.Append(']');
    }
}
