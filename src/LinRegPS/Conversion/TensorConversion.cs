using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>
/// Tensors from what people type: numbers, arrays, nested arrays, ranges, text with numbers in invariant form. Errors
/// name the element by its indices.
/// </summary>
internal static class TensorConversion
{
    /// <summary>
    /// The tensor itself where the value is one, else a new one of the value's shape.
    /// </summary>
    /// <param name="value">A number or nested arrays of them.</param>
    /// <param name="what">What messages call it: the parameter, for instance.</param>
    /// <param name="allowNaN">Whether NaN and infinities are meant.</param>
    public static Tensor From(object? value, string what, bool allowNaN = false)
    {
        value = Unwrap(value);
        if (value is Tensor tensor)
            return tensor;
        var sizes = new List<int>();
        var numbers = new List<float>();
        Collect(value, what, allowNaN, 0, [], sizes, numbers);
        if (numbers.Count == 0)
            throw Errors.NoData(what);
        return Tensor.From([.. numbers], [.. sizes]) is var made && sizes.Count == 0 ? made.Reshape() : made;
    }

    /// <summary>One number as float32.</summary>
    public static float Number(object? value, string what, string path, bool allowNaN)
    {
        value = Unwrap(value);
        double number = value switch
        {
            float f => f,
            double d => d,
            int i => i,
            string text => Parse(text, what, path),
            bool b => b ? 1 : 0,
            long or short or byte or sbyte or uint or ulong or ushort or decimal or Half or System.Numerics.BigInteger
                => Convert.ToDouble(value is Half h ? (float)h : value is System.Numerics.BigInteger big ? (double)big : value, CultureInfo.InvariantCulture),
            Tensor { Numel: 1 } one => one.Item(),
            _ => throw Errors.NotANumber(what, path, value),
        };
        float single = (float)number;
        if (float.IsFinite(single) || allowNaN)
            return single;
        throw double.IsFinite(number) ? Errors.TooLarge(what, path, number) : Errors.NotFinite(what, path, number);
    }

    private static void Collect(
        object? value, string what, bool allowNaN, int depth, int[] path, List<int> sizes, List<float> numbers)
    {
        value = Unwrap(value);
        if (value is Tensor { Rank: > 0 } tensor)
            value = tensor.ToNestedArrays();
        if (value is not IEnumerable items || value is string or IDictionary)
        {
            if (depth < sizes.Count)
                throw Errors.Ragged(what, Text(sizes), Element(path), "[]");
            numbers.Add(Number(value, what, Element(path), allowNaN));
            return;
        }
        bool first = depth == sizes.Count;
        if (first && numbers.Count > 0)
            throw Errors.Ragged(what, Text(sizes), Element(path), "one more dimension");
        int place = sizes.Count;
        if (first)
            sizes.Add(-1);
        int count = 0;
        foreach (object? item in Rows(items))
            Collect(item, what, allowNaN, depth + 1, [.. path, count++], sizes, numbers);
        if (first)
            sizes[place] = count;
        else if (sizes[depth] != count)
            throw Errors.Ragged(what, Text(sizes[depth..]), Element(path), $"[{count}]");
    }

    // A rectangular array enumerates flat; its rows are wanted.
    private static IEnumerable Rows(IEnumerable items) =>
        items is Array { Rank: > 1 } array ? RectangularRows(array, []) : items;

    private static IEnumerable<object?> RectangularRows(Array array, int[] prefix)
    {
        for (int i = 0; i < array.GetLength(prefix.Length); i++)
        {
            int[] index = [.. prefix, i];
            yield return index.Length == array.Rank ? array.GetValue(index) : RectangularRows(array, index);
        }
    }

    private static double Parse(string text, string what, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Errors.NotANumber(what, path, text);

    private static string Element(int[] path) => path.Length == 0 ? "the value" : $"element [{string.Join(",", path)}]";

    private static string Text(List<int> sizes) => $"[{string.Join(",", sizes.Select(s => s < 0 ? "?" : s.ToString(CultureInfo.InvariantCulture)))}]";

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
