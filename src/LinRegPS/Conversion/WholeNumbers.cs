using System.Collections;
using System.Globalization;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Tensors of int64 from what people type, with all digits: by way of float64 numbers some would be lost.</summary>
internal sealed class WholeNumbers
{
    private readonly string _what;
    private readonly long[] _numbers;
    private int _count;

    private WholeNumbers(string what, int count) => (_what, _numbers) = (what, new long[count]);

    /// <summary>A tensor of the value's shape.</summary>
    /// <param name="value">A whole number or nested arrays of them.</param>
    /// <param name="what">What messages call it.</param>
    public static Tensor From(object? value, string what)
    {
        value = Serialization.Tensor(value) ?? Wrapping.Unwrap(value);
        if (value is Tensor tensor)
            return tensor.Long();
        // Which finds what is no number, and arrays of different lengths.
        var nested = new NestedNumbers(what, isSingle: false, allowNaN: false);
        nested.Read(value);
        if (nested.Count == 0)
            throw CallErrors.NoData(what);
        var whole = new WholeNumbers(what, nested.Count);
        whole.Read(value);
        return Tensor.FromInt64(whole._numbers, nested.Sizes);
    }

    private void Read(object? value)
    {
        value = Serialization.Tensor(value) ?? Wrapping.Unwrap(value);
        if (value is Tensor tensor)
            value = tensor.Long().ToInt64Array();
        if (value is IEnumerable items and not string)
        {
            foreach (object? item in Records.Items(items))
                Read(item);
            return;
        }
        _numbers[_count] = Whole(value);
        _count++;
    }

    private long Whole(object? value)
    {
        switch (value)
        {
            case string text:
                return NumberText.Parse<long>(text, _what, Path);
            case float or double or Half:
                double number = Convert.ToDouble(value is Half half ? (float)half : value, CultureInfo.InvariantCulture);
                return Math.Floor(number) == number && number is >= -9223372036854775808.0 and < 9223372036854775808.0
                    ? (long)number
                    : throw CallErrors.NotWhole(_what, Path, value);
            case decimal or ulong or System.Numerics.BigInteger:
                var big = value is decimal d && d == decimal.Truncate(d) ? new System.Numerics.BigInteger(d)
                    : value is ulong u ? u : value is System.Numerics.BigInteger b ? b : throw CallErrors.NotWhole(_what, Path, value);
                return big >= long.MinValue && big <= long.MaxValue ? (long)big : throw CallErrors.NotWhole(_what, Path, value);
            default:
                return Convert.ToInt64(value, CultureInfo.InvariantCulture);
        }
    }

    private string Path => _numbers.Length == 1 ? "the value" : $"number {_count}";
}
