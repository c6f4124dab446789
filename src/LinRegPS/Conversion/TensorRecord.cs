using System.Collections;
using System.Globalization;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>What becomes of a tensor in a file or a job: an object with its properties, its numbers among them; and the way back.</summary>
internal static class TensorRecord
{
    private const string What = "A tensor's record", Shape = "Shape", Values = "Values", Kind = "DType";

    /// <summary>Whether a record is one of a tensor: it has a shape, and what its elements are.</summary>
    public static bool Is(object? record) => Records.Has(record, Shape) && Records.Has(record, Kind);

    /// <summary>The tensor, of the same shape and bits. What was cut off on the way is an error.</summary>
    public static Tensor Read(object? record)
    {
        int[] sizes = [.. Numbers(Get(record, Shape)).Select(size => (int)Whole(size))];
        // Of a number alone CSV has its text.
        object[] elements = sizes.Length == 0 && Get(record, Values) is string { Length: > 0 } alone ? [alone] : [.. Numbers(Get(record, Values))];
        if (elements.LongLength != sizes.Aggregate(1L, (product, size) => product * size))
            throw CallErrors.NumbersLost();
        var tensor = !Enum.TryParse($"{Get(record, Kind)}", out DType kind) ? throw CallErrors.NumbersLost() : kind switch
        {
            DType.Int64 => Tensor.FromInt64(Array.ConvertAll(elements, Whole), sizes),
            DType.Bool => Tensor.FromBool(Array.ConvertAll(elements, element => element is bool flag ? flag : bool.Parse($"{element}")), sizes),
            _ => Tensor.From(Array.ConvertAll(elements, Single), sizes),
        };
        return tensor.RequiresGrad_(IsTrue(record, "RequiresGrad") && IsTrue(record, "IsLeaf"));
    }

    private static object? Get(object? record, string name) =>
        Records.Has(record, name) ? Wrapping.Unwrap(Records.Get(record, name, What)) : throw CallErrors.NumbersLost();

    private static bool IsTrue(object? record, string name) =>
        Records.Has(record, name) && "true".Equals($"{Records.Get(record, name, What)}", StringComparison.OrdinalIgnoreCase);

    // Numbers, lists in lists, or the text of a list. Where JSON has been cut off there is text as well: numbers with blanks between them, and not all of their digits.
    private static IEnumerable<object> Numbers(object? value) => Wrapping.Unwrap(value) switch
    {
        "NaN" or "Infinity" or "-Infinity" => [value!],
        string text when text.StartsWith('[') && !text.Contains(' ') => text.Split(['[', ']', ','], StringSplitOptions.RemoveEmptyEntries),
        IEnumerable items and not string => Records.Items(items).SelectMany(Numbers),
        ValueType number => [number],
        _ => throw CallErrors.NumbersLost(),
    };

    private static long Whole(object number) => number is string text
        ? NumberText.Parse<long>(text, What, Values)
        : number is long or int or short or byte ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : throw CallErrors.NotWhole(What, Values, number);

    // NaN and infinities are words in JSON.
    private static float Single(object number) => number switch
    {
        float single => single,
        "NaN" => float.NaN,
        "Infinity" => float.PositiveInfinity,
        "-Infinity" => float.NegativeInfinity,
        double wide when !double.IsFinite(wide) => (float)wide,
        _ => (float)TensorConversion.Single(number, What, Values, allowNaN: false),
    };
}
