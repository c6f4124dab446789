using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Tensors from what people type: numbers, arrays, nested arrays, ranges, text with numbers in invariant form. Errors
/// name the element by its indices.
/// </summary>
internal static class TensorConversion
{
    // Of float32; what is smaller has fewer digits.
    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>
    /// The tensor itself where the value is one, else a new one of the value's shape.
    /// </summary>
    /// <param name="value">A number or nested arrays of them.</param>
    /// <param name="what">What messages call it: the parameter, for instance.</param>
    /// <param name="allowNaN">Whether NaN and infinities are meant.</param>
    /// <param name="warn">Is told of columns in which different numbers became equal.</param>
    /// <param name="culture">The culture in which text was written; null for the invariant one.</param>
    public static Tensor From(object? value, string what, bool allowNaN = false, Action<string>? warn = null, CultureInfo? culture = null)
    {
        if ((Serialization.Tensor(value) ?? Wrapping.Unwrap(value)) is Tensor tensor)
            return tensor;
        var nested = new NestedNumbers(what, isSingle: true, allowNaN, culture);
        nested.Read(value);
        if (nested.Count == 0)
            throw CallErrors.NoData(what);
        if (nested.HasGraph)
            return Stacked(value, what, allowNaN, culture);
        if (warn is not null)
            WarnOfMerged(nested, what, warn);
        float[] elements = new float[nested.Count];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = (float)nested.Numbers[i];
        return nested.Sizes.Length == 0 ? Tensor.Scalar(elements[0]) : Tensor.From(elements, nested.Sizes);
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
        var nested = new NestedNumbers(what, isSingle: false, allowNaN: false);
        nested.Read(value);
        return (nested.Numbers[..nested.Count], nested.Sizes);
    }

    /// <summary>One number that float32 can hold, as it was before it is rounded to one.</summary>
    public static double Single(object? value, string what, string path, bool allowNaN, CultureInfo? culture = null)
    {
        double number = Read(value, what, path, culture);
        // Text beside the middle of two floats is a double in the middle: rounded at once, it is the nearest.
        if (IsBetween(number) && Wrapping.Unwrap(value) is string text)
            number = NumberText.Parse<float>(text, what, path, culture);
        if (float.IsFinite((float)number) || allowNaN)
            return number;
        throw double.IsFinite(number) ? CallErrors.TooLarge(what, path, number) : Errors.NotFinite(what, path, number);
    }

    /// <summary>One finite number, at the precision it has.</summary>
    public static double Double(object? value, string what, string path, CultureInfo? culture = null)
    {
        double number = Read(value, what, path, culture);
        return double.IsFinite(number) ? number : throw Errors.NotFinite(what, path, number);
    }

    /// <summary>The same of a number that may be NaN or infinite.</summary>
    public static double AnyDouble(object? value, string what, string path, CultureInfo? culture = null) => Read(value, what, path, culture);

    // As far from two floats, or possibly so; whole numbers are told where they are rounded, and no text of one is longer than it.
    private static bool IsBetween(double number) =>
        ((BitConverter.DoubleToInt64Bits(number) & 0x1FFFFFFF) == 0x10000000 && !double.IsInteger(number)) || (Math.Abs(number) < SmallestNormal && number != 0);

    // A column of a table, a matrix's or a vector.
    private static void WarnOfMerged(NestedNumbers nested, string what, Action<string> warn)
    {
        int columns = nested.Sizes.Length == 2 ? nested.Sizes[1] : 1;
        MergedNumbers.Warn(nested.Numbers, nested.Count, columns, column => columns == 1 ? what : $"{what}, column {column}", warn);
    }

    private static double Read(object? given, string what, string path, CultureInfo? culture)
    {
        object? value = Wrapping.Unwrap(given);
        return value switch
        {
            float f => f,
            double d => d,
            int i => i,
            string text => NumberText.Parse<double>(text, what, path, culture),
            bool b => b ? 1 : 0,
            long or short or byte or sbyte or uint or ulong or ushort or decimal =>
                Convert.ToDouble(value, CultureInfo.InvariantCulture),
            Half h => (double)h,
            System.Numerics.BigInteger big => (double)big,
            Tensor { Numel: 1 } one => one.Data[0],
            PSCustomObject => throw CallErrors.PropertyNeeded($"{what}: {path}", Records.Names(given)),
            _ => throw CallErrors.NotANumber(what, path, value),
        };
    }

    // Tensors among numbers and arrays, whose shapes have been looked at already, with what made them.
    private static Tensor Stacked(object? value, string what, bool allowNaN, CultureInfo? culture) => (Serialization.Tensor(value) ?? Wrapping.Unwrap(value)) switch
    {
        Tensor tensor => tensor,
        IEnumerable items and not string => Tensor.Stack([.. NestedNumbers.Rows(items).Select(item => Stacked(item, what, allowNaN, culture))]),
        var number => Tensor.Scalar(Single(number, what, "an element", allowNaN, culture)),
    };
}
