namespace LinRegPS.Data;

/// <summary>What one pass or two over the numbers of a column tell; those that are NaN are missing.</summary>
internal readonly record struct ColumnMoments(int Count, double Mean, double SquaredDeviations, double Minimum, double Maximum)
{
    /// <summary>The moments of a column.</summary>
    public static ColumnMoments Of(ReadOnlySpan<double> numbers)
    {
        int count = 0;
        double sum = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double number in numbers)
        {
            if (double.IsNaN(number))
                continue;
            count++;
            sum += number;
            least = Math.Min(least, number);
            greatest = Math.Max(greatest, number);
        }
        if (count == 0)
            return new(0, double.NaN, double.NaN, double.NaN, double.NaN);
        // What is the same in every row deviates by nothing, whatever its sum was rounded to.
        double mean = least == greatest ? least : sum / count, squares = 0, rest = 0;
        foreach (double number in numbers)
        {
            double deviation = number - mean;
            squares += double.IsNaN(number) ? 0 : deviation * deviation;
            rest += double.IsNaN(number) ? 0 : deviation;
        }
        return new(count, mean, least == greatest ? 0 : squares - (rest * rest / count), least, greatest);
    }
}
