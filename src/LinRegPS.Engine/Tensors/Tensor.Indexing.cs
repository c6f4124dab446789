using System.Runtime.CompilerServices;

namespace LinRegPS;

// Parts by index.
public sealed partial class Tensor
{
    /// <summary>
    /// One element, row or slice of the first dimension: <c>$t[0]</c>, <c>$t[-1]</c>, <c>$t['1:3']</c>, <c>$t['::2']</c>,
    /// a view, as in PyTorch.
    /// </summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object index] => At(index);

    /// <summary>An index or slice for each of the first two dimensions: <c>$t[0, 1]</c>, <c>$t[':', 0]</c>.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object first, object second] => At(first, second);

    /// <summary>An index or slice for each of the first three dimensions.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object first, object second, object third] => At(first, second, third);

    /// <summary>An index or slice for each of the first dimensions, any number of them: <c>$t.At(0, ':', 2, -1)</c>.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    public Tensor At(params object[] index)
    {
        if (index.Length > Rank)
            throw Errors.TooManyIndices(index.Length, Shape);
        var result = this;
        int dimension = 0;
        bool isListed = false;
        for (int d = 0; d < index.Length; d++)
        {
            object? given = WrapperAttribute.Unwrap(index[d]);
            if (given is string text && text.Contains(':'))
                result = result.Slice(dimension++, text);
            else if (Listed(given) is var (indices, shape))
            {
                result = isListed ? throw Errors.SeveralIndexLists() : result.Pick(dimension, indices, shape);
                dimension += shape.Rank;
                isListed = true;
            }
            else if (!TryInt(given, out int i))
                throw Errors.IndexText(given);
            else if (i < -Shape[d] || i >= Shape[d])
                throw Errors.Index(i, d, Shape);
            else
                result = result.Select(dimension, i);
        }
        return result;
    }

    private Tensor Slice(int dimension, string text)
    {
        string[] parts = text.Split(':');
        int?[] numbers = new int?[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3)
                throw Errors.IndexText(text);
            if (!string.IsNullOrWhiteSpace(parts[i]))
                numbers[i] = TryInt(parts[i], out int number) ? number : throw Errors.IndexText(text);
        }
        return Slice(dimension, numbers[0], numbers[1], numbers[2] ?? 1);
    }
}
