using System.Collections;
using System.Globalization;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Numbers read from nested arrays, depth first: the first element at each depth decides the size there, and all others must
/// agree. No list of numbers: the runtime would compile one while a first tensor waits.
/// </summary>
/// <param name="what">What messages call the data.</param>
/// <param name="isSingle">Whether each number must be one of single precision.</param>
/// <param name="allowNaN">Whether NaN and infinities are meant.</param>
/// <param name="culture">The culture in which text was written; null for the invariant one.</param>
internal sealed class NestedNumbers(string what, bool isSingle, bool allowNaN, CultureInfo? culture = null)
{
    /// <summary>How deep arrays may be nested: PyTorch's limit of dimensions.</summary>
    public const int MostDimensions = 64;

    // Where the reader is, and the size at each depth that was entered.
    private readonly int[] _path = new int[MostDimensions + 1], _sizes = new int[MostDimensions + 1];
    private int _depths;

    /// <summary>The numbers read, and room for more.</summary>
    public double[] Numbers { get; private set; } = new double[4];

    /// <summary>How many were read.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a tensor among them requires a gradient. What a training has computed may be NaN; what is typed beside it may not.</summary>
    public bool HasGraph { get; private set; }

    /// <summary>The sizes of the dimensions, outermost first; none for a number alone.</summary>
    public int[] Sizes
    {
        get
        {
            int[] sizes = new int[_depths];
            Array.Copy(_sizes, sizes, _depths);
            return sizes;
        }
    }

    /// <summary>Reads a number, or arrays of them.</summary>
    public void Read(object? value) => Read(value, 0);

    private void Read(object? given, int depth)
    {
        object? value = Serialization.Tensor(given) ?? Wrapping.Unwrap(given);
        // An array may contain itself.
        if (depth > MostDimensions)
            throw CallErrors.NestedTooDeep(what, MostDimensions);
        HasGraph |= value is Tensor { RequiresGrad: true };
        if (value is Tensor { Rank: > 0 } tensor)
            value = tensor.ToNestedArrays();
        if (value is not IEnumerable items || value is string or IDictionary)
        {
            if (depth < _depths)
                throw CallErrors.Ragged(what, Element(depth), "a number", $"arrays of {_sizes[depth]}");
            Add(value, given, depth);
            return;
        }
        object?[] elements = value as object?[] ?? [.. Rows(items)];
        if (depth < _depths && _sizes[depth] != elements.Length)
            throw CallErrors.Ragged(what, Element(depth), $"an array of {elements.Length}", $"arrays of {_sizes[depth]}");
        if (depth == _depths && Count > 0)
            throw CallErrors.Ragged(what, Element(depth), $"an array of {elements.Length}", "numbers");
        if (depth == _depths)
            _sizes[_depths++] = elements.Length;
        for (int i = 0; i < elements.Length; i++)
        {
            _path[depth] = i;
            Read(elements[i], depth + 1);
        }
    }

    // Where it stands is put in words only for what is no plain number.
    private void Add(object? value, object? given, int depth)
    {
        double number = value switch
        {
            double d => d,
            int i => i,
            float f => f,
            _ => double.NaN,
        };
        if (!float.IsFinite((float)number))
        {
            number = isSingle
                ? TensorConversion.Single(given, what, Element(depth), allowNaN || HasGraph, culture)
                : TensorConversion.Double(given, what, Element(depth), culture);
        }
        if (Count == Numbers.Length)
        {
            double[] larger = new double[Math.Min(Array.MaxLength, Count * 2L)];
            Array.Copy(Numbers, larger, Count);
            Numbers = larger;
        }
        Numbers[Count++] = number;
    }

    /// <summary>What an array holds: of a rectangular one, which enumerates flat, its rows.</summary>
    public static IEnumerable<object?> Rows(IEnumerable items) =>
        items is Array { Rank: > 1 } array ? RectangularRows(array, []) : Records.Items(items);

    // Arrays need not begin at 0.
    private static IEnumerable<object?> RectangularRows(Array array, int[] prefix)
    {
        int first = array.GetLowerBound(prefix.Length);
        for (int i = first; i < first + array.GetLength(prefix.Length); i++)
        {
            int[] index = [.. prefix, i];
            yield return index.Length == array.Rank ? array.GetValue(index) : RectangularRows(array, index);
        }
    }

    private string Element(int depth) => depth == 0 ? "the value" : $"element [{string.Join(",", _path[..depth])}]";
}
