using System.Collections;
using System.Globalization;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Tensors from what people type: numbers, arrays, nested arrays, ranges, text with numbers in invariant form. Errors
/// name the element by its indices.
/// </summary>
internal static class TensorConversion
{
    /// <summary>How deep arrays may be nested: PyTorch's limit of dimensions.</summary>
    public const int MostDimensions = 64;

    /// <summary>
    /// The tensor itself where the value is one, else a new one of the value's shape.
    /// </summary>
    /// <param name="value">A number or nested arrays of them.</param>
    /// <param name="what">What messages call it: the parameter, for instance.</param>
    /// <param name="allowNaN">Whether NaN and infinities are meant.</param>
    public static Tensor From(object? value, string what, bool allowNaN = false)
    {
        value = Wrapping.Unwrap(value);
        if (value is Tensor tensor)
            return tensor;
        var sizes = new List<int>();
        var numbers = new List<float>();
        Collect(value, what, (number, path) => Number(number, what, path, allowNaN), [], sizes, numbers);
        if (numbers.Count == 0)
            throw CallErrors.NoData(what);
        return sizes.Count == 0 ? Tensor.Scalar(numbers[0]) : Tensor.From([.. numbers], [.. sizes]);
    }

    /// <summary>The same as numbers of double precision, with their sizes, each of them finite.</summary>
    public static (double[] Numbers, int[] Sizes) Doubles(object? value, string what)
    {
        // At once, unless an error has to name an element.
        if (Wrapping.Unwrap(value) is Tensor { Numel: > 0 } tensor && Finite.All(tensor.Data))
        {
            var elements = tensor.Data;
            double[] all = GC.AllocateUninitializedArray<double>(elements.Length);
            for (int i = 0; i < all.Length; i++)
                all[i] = elements[i];
            return (all, tensor.Shape.ToArray());
        }
        var sizes = new List<int>();
        var numbers = new List<double>();
        Collect(value, what, (number, path) => Double(number, what, path), [], sizes, numbers);
        return ([.. numbers], [.. sizes]);
    }

    /// <summary>One number as float32.</summary>
    public static float Number(object? value, string what, string path, bool allowNaN)
    {
        double number = Read(value, what, path);
        float single = (float)number;
        if (float.IsFinite(single) || allowNaN)
            return single;
        throw double.IsFinite(number) ? CallErrors.TooLarge(what, path, number) : Errors.NotFinite(what, path, number);
    }

    /// <summary>One finite number, at the precision it has.</summary>
    public static double Double(object? value, string what, string path)
    {
        double number = Read(value, what, path);
        return double.IsFinite(number) ? number : throw Errors.NotFinite(what, path, number);
    }

    private static double Read(object? value, string what, string path)
    {
        value = Wrapping.Unwrap(value);
        return value switch
        {
            float f => f,
            double d => d,
            int i => i,
            string text => NumberText.Parse<double>(text, what, path),
            bool b => b ? 1 : 0,
            long or short or byte or sbyte or uint or ulong or ushort or decimal =>
                Convert.ToDouble(value, CultureInfo.InvariantCulture),
            Half h => (double)h,
            System.Numerics.BigInteger big => (double)big,
            Tensor { Numel: 1 } one => one.Item(),
            _ => throw CallErrors.NotANumber(what, path, value),
        };
    }

    // Depth first; the first element at each depth decides the size there, and all others must agree.
    private static void Collect<T>(
        object? value, string what, Func<object?, string, T> read, int[] path, List<int> sizes, List<T> numbers)
    {
        value = Wrapping.Unwrap(value);
        int depth = path.Length;
        // An array may contain itself.
        if (depth > MostDimensions)
            throw CallErrors.NestedTooDeep(what, MostDimensions);
        if (value is Tensor { Rank: > 0 } tensor)
            value = tensor.ToNestedArrays();
        if (value is not IEnumerable items || value is string or IDictionary)
        {
            if (depth < sizes.Count)
                throw CallErrors.Ragged(what, Element(path), "a number", $"arrays of {sizes[depth]}");
            numbers.Add(read(value, Element(path)));
            return;
        }
        object?[] elements = [.. Rows(items)];
        if (depth < sizes.Count && sizes[depth] != elements.Length)
            throw CallErrors.Ragged(what, Element(path), $"an array of {elements.Length}", $"arrays of {sizes[depth]}");
        if (depth == sizes.Count && numbers.Count > 0)
            throw CallErrors.Ragged(what, Element(path), $"an array of {elements.Length}", "numbers");
        if (depth == sizes.Count)
            sizes.Add(elements.Length);
        for (int i = 0; i < elements.Length; i++)
            Collect(elements[i], what, read, [.. path, i], sizes, numbers);
    }

    // A rectangular array enumerates flat; its rows are wanted.
    private static IEnumerable<object?> Rows(IEnumerable items) =>
        items is Array { Rank: > 1 } array ? RectangularRows(array, []) : items.Cast<object?>();

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

    private static string Element(int[] path) => path.Length == 0 ? "the value" : $"element [{string.Join(",", path)}]";
}
