using LinRegPS.Kernels.Threading;

namespace LinRegPS.Data;

/// <summary>The columns of a table of numbers, one by one, at double precision.</summary>
internal static class ColumnNumbers
{
    /// <summary>Each column of [rows, columns], or the one of [rows].</summary>
    /// <exception cref="ShapeMismatchException">There are more dimensions, or none.</exception>
    public static IEnumerable<double[]> Of(Tensor table, string operation)
    {
        if (table.Rank is not (1 or 2))
            throw Errors.NoColumns(operation, table.Shape);
        return Each(table);
    }

    private static IEnumerable<double[]> Each(Tensor table)
    {
        int columns = table.Rank == 2 ? table.Shape[1] : 1, rows = table.Shape[0];
        // Whole numbers keep all of their digits.
        long[]? integers = table.DType == DType.Int64 ? table.ToInt64Array() : null;
        for (int column = 0; column < columns; column++)
        {
            Interruption.CheckLong();
            double[] numbers = new double[rows];
            if (integers is not null)
            {
                for (int i = 0; i < rows; i++)
                    numbers[i] = integers[(i * columns) + column];
            }
            else
                Copy(table, column, columns, numbers);
            yield return numbers;
        }
    }

    private static void Copy(Tensor table, int column, int columns, double[] numbers)
    {
        var elements = table.Data;
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = elements[(i * columns) + column];
    }
}
