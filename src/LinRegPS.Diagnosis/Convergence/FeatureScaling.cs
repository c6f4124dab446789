namespace LinRegPS.Diagnosis.Convergence;

/// <summary>The design matrix as it would be with its features centred or scaled.</summary>
internal static class FeatureScaling
{
    /// <summary>Every feature less its mean; the ones at the end stay.</summary>
    public static double[,] Centre(double[,] design) => ForEachFeature(design, bias: true, column =>
    {
        double mean = column.Average();
        return [.. column.Select(x => x - mean)];
    });

    /// <summary>Every feature divided by its root mean square: its standard deviation, where it is centred. One of zeros stays.</summary>
    public static double[,] Scale(double[,] design, bool bias) => ForEachFeature(design, bias, column =>
    {
        double size = Math.Sqrt(column.Average(x => x * x));
        return size == 0 ? column : [.. column.Select(x => x / size)];
    });

    private static double[,] ForEachFeature(double[,] design, bool bias, Func<double[], double[]> change)
    {
        var changed = (double[,])design.Clone();
        int samples = design.GetLength(0), features = design.GetLength(1) - (bias ? 1 : 0);
        for (int j = 0; j < features; j++)
        {
            double[] column = change([.. Enumerable.Range(0, samples).Select(row => design[row, j])]);
            for (int row = 0; row < samples; row++)
                changed[row, j] = column[row];
        }
        return changed;
    }
}
