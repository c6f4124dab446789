namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Names places in a tensor.</summary>
internal static class GradientIndex
{
    /// <summary>The indices of an element counted row by row: <c>[0,2]</c>.</summary>
    public static string Text(Shape shape, int element)
    {
        int[] index = new int[shape.Rank];
        for (int dimension = shape.Rank - 1; dimension >= 0; dimension--)
            (element, index[dimension]) = Math.DivRem(element, shape[dimension]);
        return $"[{string.Join(",", index)}]";
    }

    /// <summary>
    /// The one element, row or column that holds all of the given elements and in which they are more than half; null
    /// where there is none, or nothing else besides.
    /// </summary>
    public static (GradientDifference Kind, string Name)? Place(Shape shape, int[] elements)
    {
        if (elements.Length == 1)
            return (GradientDifference.Element, $"the element {Text(shape, elements[0])}");
        if (shape.Rank != 2 || elements.Length == 0)
            return null;
        int rows = shape[0], columns = shape[1], row = elements[0] / columns, column = elements[0] % columns;
        if (rows > 1 && elements.Length * 2 > columns && Array.TrueForAll(elements, element => element / columns == row))
            return (GradientDifference.Row, $"row {row}");
        if (columns > 1 && elements.Length * 2 > rows && Array.TrueForAll(elements, element => element % columns == column))
            return (GradientDifference.Column, $"column {column}");
        return null;
    }
}
