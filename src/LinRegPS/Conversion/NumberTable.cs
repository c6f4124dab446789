using LinRegPS.Reporting;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Conversion;

/// <summary>Rows of numbers at the precision they have, from tensors and arrays.</summary>
internal static class NumberTable
{
    /// <summary>A row for each observation, and the relative rounding of the numbers.</summary>
    public static (IReadOnlyList<double[]> Rows, double Precision) Rows(object? value, string what)
    {
        if (Wrapping.Unwrap(value) is Tensor tensor)
            return tensor.Rank is 1 or 2 ? (new TensorRows(tensor), DesignMatrix.SinglePrecision) : throw CallErrors.NotATable(what, Text([.. tensor.Shape]));
        var (numbers, sizes) = TensorConversion.Doubles(value, what);
        return sizes.Length is 1 or 2
            ? (Split(numbers, sizes.Length == 2 ? sizes[1] : 1), DesignMatrix.DoublePrecision)
            : throw CallErrors.NotATable(what, Text(sizes));
    }

    /// <summary>One number for each row.</summary>
    public static double[] Column(object? value, string what)
    {
        var (numbers, sizes) = TensorConversion.Doubles(value, what);
        if (sizes.Length == 2 && sizes[1] != 1)
            throw CallErrors.SeveralTargets(Text(sizes));
        return sizes.Length is 1 or 2 ? numbers : throw CallErrors.NotATable(what, Text(sizes));
    }

    /// <summary>Numbers in rows of so many.</summary>
    public static IReadOnlyList<double[]> Split(double[] numbers, int columns) => columns == 0 ? [] : [.. numbers.Chunk(columns)];

    private static string Text(int[] sizes) => $"[{string.Join(",", sizes)}]";
}
