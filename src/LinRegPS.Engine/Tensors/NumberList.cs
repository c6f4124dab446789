using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;

namespace LinRegPS;

/// <summary>
/// The numbers of a tensor, or the rows of one, to be taken as an array is; but its text, in a cell of a CSV file or of a page of
/// HTML for instance, is all of them at full precision: <c>[[0.1,0.2],[0.3,0.4]]</c>, as JSON has arrays.
/// </summary>
/// <typeparam name="T">float, long or bool; of rows, the rows.</typeparam>
/// <param name="items">The numbers, or the rows.</param>
public sealed class NumberList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    /// <summary>How many there are, by the name that an array has for it.</summary>
    public int Length => Count;

    /// <summary>All of them.</summary>
    public override string ToString() => $"[{string.Join(',', Items.Select(item => NumberList.Text(item)))}]";
}

/// <summary>Numbers as lists, and as text.</summary>
internal static class NumberList
{
    /// <summary>A tensor's numbers: one number, a list, or lists in lists.</summary>
    public static object Of(Tensor tensor) => Of(tensor.ToNestedArrays());

    /// <summary>The text of a number, or of a list of them.</summary>
    public static string Text(object? item) => item is bool flag ? flag ? "true" : "false" : Convert.ToString(item, CultureInfo.InvariantCulture)!;

    private static object Of(object numbers) => numbers switch
    {
        float[] row => new NumberList<float>(row),
        long[] row => new NumberList<long>(row),
        bool[] row => new NumberList<bool>(row),
        IEnumerable rows => new NumberList<object>([.. rows.Cast<object>().Select(Of)]),
        var number => number,
    };
}
