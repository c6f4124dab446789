namespace LinRegPS.Conversion;

/// <summary>
/// What float32 loses of numbers: those that differ and become one, far from 0 beside how much they vary, as times and large sums do; and
/// whole numbers that become others, as those of customers do.
/// </summary>
internal static class MergedNumbers
{
    // Of more numbers, so many are looked at first.
    private const int Sample = 512;

    // Of so few, each counts.
    private const int Few = 8;

    // Whole numbers to 2^24 are float32 numbers, and to 2^53 those of double.
    private const double MostSingle = 1 << 24, MostDouble = 1L << 53;

    // What float32 holds whatever the number is.
    private const double Digits = 1e7;

    /// <summary>What to do about numbers that only tell rows apart.</summary>
    public const string OfIds = " Where a column only tells rows apart, leave it out";

    /// <summary>What is said of whole numbers that are rounded.</summary>
    /// <param name="first">The first of them: where it is, and how it is written.</param>
    /// <param name="count">How many there are.</param>
    public static string Rounded(string first, long count) => FormattableString.Invariant(
        $"{first}{(count == 1 ? " becomes its" : $" and {count - 1:N0} more whole number{(count == 2 ? "" : "s")} become their")} nearest float32, which has about 7 digits.");

    /// <summary>Warns of each column in which numbers became equal, and of whole numbers of more than 7 digits that are rounded in the others.</summary>
    /// <param name="numbers">The numbers as they were given, row by row.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="columns">How many are in a row.</param>
    /// <param name="what">What the warning calls a column.</param>
    /// <param name="warn">Takes the warning.</param>
    public static void Warn(double[] numbers, int count, int columns, Func<int, string> what, Action<string> warn)
    {
        int rounded = 0, first = 0;
        for (int column = 0; column < columns; column++)
        {
            if (Describe(numbers, count, column, columns) is { } facts)
            {
                warn($"{what(column)}: {facts} Subtract the mean, or the first of them, before converting; "
                    + "or give Measure-LinearModel the objects or numbers themselves, which it takes in double precision.");
                continue;
            }
            for (int i = column; i < count; i += columns)
            {
                if ((float)numbers[i] == numbers[i] || !IsRoundedWhole(numbers[i]))
                    continue;
                first = rounded++ == 0 ? i : first;
            }
        }
        if (rounded > 0)
            warn($"{Rounded(FormattableString.Invariant($"{what(first % columns)}, row {(first / columns) + 1}: '{numbers[first]}'"), rounded)}{OfIds}.");
    }

    // What was computed or measured as 1e11 is no number of a customer.
    private static bool IsRoundedWhole(double number)
    {
        double size = Math.Abs(number);
        if (!(size is > MostSingle and < MostDouble) || Math.Floor(size) != size)
            return false;
        while (size >= Digits && size % 10 == 0)
            size /= 10;
        return size >= Digits;
    }

    private static string? Describe(double[] numbers, int count, int first, int step)
    {
        int rows = (count - first + step - 1) / step;
        if (rows < 2 || AreSingle(numbers, count, first, step))
            return null;
        double[] sample = Take(numbers, first, step, rows, Math.Min(rows, Sample));
        if (rows > Sample && !(IsFar(sample) && MayMeet(sample, rows)))
            return null;
        double[] all = rows > Sample ? Take(numbers, first, step, rows, rows) : sample;
        int distinct = 0, left = 0;
        (double A, double B)? pair = null;
        for (int i = 0; i < all.Length; i++)
        {
            if (i > 0 && all[i] == all[i - 1])
                continue;
            distinct++;
            if (i == 0 || (float)all[i] != (float)all[i - 1])
                left++;
            else
                pair ??= (all[i - 1], all[i]);
        }
        int lost = distinct - left;
        // Now and then two of many random numbers meet: there is nothing in it.
        bool counts = lost > 0 && (distinct <= Few || 20L * lost >= distinct);
        return counts
            ? FormattableString.Invariant($"of {distinct} distinct numbers float32, which holds about 7 digits, leaves {left}: {pair!.Value.A:R} and {pair.Value.B:R} become {(double)(float)pair.Value.A:R}.")
            : null;
    }

    private static bool AreSingle(double[] numbers, int count, int first, int step)
    {
        for (int i = first; i < count; i += step)
        {
            if ((float)numbers[i] != numbers[i])
                return false;
        }
        return true;
    }

    // Some of the rows, evenly, in order of size; without those that are no numbers.
    private static double[] Take(double[] numbers, int first, int step, int rows, int some)
    {
        double[] taken = new double[some];
        int finite = 0;
        for (int i = 0; i < some; i++)
        {
            double number = numbers[first + ((int)((long)i * rows / some) * step)];
            if (double.IsFinite(number))
                taken[finite++] = number;
        }
        Array.Resize(ref taken, finite);
        Array.Sort(taken);
        return taken;
    }

    // Whether as many numbers as there are rows, spread as the sample is, come so near to each other: all are put in order only then.
    private static bool MayMeet(double[] sorted, int rows)
    {
        float middle = (float)Math.Abs(sorted[sorted.Length / 2]);
        double ulp = (double)MathF.BitIncrement(middle) - middle, least = double.PositiveInfinity;
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            double gap = sorted[i] - sorted[i - 1];
            if (gap <= 0)
                continue;
            distinct++;
            least = Math.Min(least, gap);
        }
        // Where they repeat, the sample has seen how near they come.
        return 10 * distinct < 9 * sorted.Length
            ? least < ulp
            : sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4] < 20 * ulp * rows / 2;
    }

    // Whether the middle half spreads little beside how far from 0 it is.
    private static bool IsFar(double[] sorted) => sorted.Length > 0
        && sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4] < Math.Abs(sorted[sorted.Length / 2]) / 8;
}
