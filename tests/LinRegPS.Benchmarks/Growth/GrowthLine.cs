namespace LinRegPS.Benchmarks.Growth;

/// <summary>
/// What time would be if it grew linearly: so much for a row, so much for an element of it. Fitted to the sizes above the cache by least
/// squares of the relative errors.
/// </summary>
/// <param name="PerRow">Seconds for a row, whatever its columns.</param>
/// <param name="PerElement">Seconds for an element of X.</param>
internal sealed record GrowthLine(double PerRow, double PerElement)
{
    /// <summary>The line nearest to these sizes; through the origin where all have as many columns.</summary>
    public static GrowthLine Through(IReadOnlyCollection<GrowthSize> sizes)
    {
        double rowRow = 0, rowElement = 0, elementElement = 0, row = 0, element = 0;
        foreach (var size in sizes)
        {
            // Both sides divided by the time: 1 = PerRow * r + PerElement * e.
            double r = size.Rows / size.Best, e = r * size.Columns;
            (rowRow, rowElement, elementElement) = (rowRow + (r * r), rowElement + (r * e), elementElement + (e * e));
            (row, element) = (row + r, element + e);
        }
        double determinant = (rowRow * elementElement) - (rowElement * rowElement);
        return sizes.Select(s => s.Columns).Distinct().Count() == 1
            ? new GrowthLine(0, element / elementElement)
            : new GrowthLine(
                ((row * elementElement) - (element * rowElement)) / determinant,
                ((element * rowRow) - (row * rowElement)) / determinant);
    }

    /// <summary>Seconds by the line.</summary>
    public double At(GrowthSize size) => (PerRow * size.Rows) + (PerElement * size.Rows * size.Columns);

    /// <summary>How far a size is from the line, relative to it.</summary>
    public double Deviation(GrowthSize size) => (size.Best / At(size)) - 1;
}
