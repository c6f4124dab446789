using System.Globalization;

namespace LinRegPS.Plots.Drawing;

/// <summary>A place on an axis that has a label.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What stands there.</param>
/// <param name="Power">Where the label is a power of ten, its exponent.</param>
internal readonly record struct Tick(double Value, string Label, int? Power = null)
{
    // Of a decade that is divided.
    private static readonly int[] s_parts = [1, 2, 5];

    /// <summary>Ticks at multiples of 1, 2 or 5 times a power of ten, about so many at most.</summary>
    public static Tick[] Linear(double low, double high, int most)
    {
        var ticks = Multiples(low, high, most);
        // One alone says nothing of the scale.
        for (int more = 2 * most; ticks.Length < 2 && more <= 16 * most; more *= 2)
            ticks = Multiples(low, high, more);
        return ticks;
    }

    /// <summary>Ticks at powers of ten, and between them where there are few.</summary>
    public static Tick[] Logarithmic(double low, double high, int most)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9), last = (int)Math.Floor(Math.Log10(high) + 1e-9), decades = last - first + 1;
        if (decades >= 3)
        {
            int step = (decades + most - 1) / most;
            return [.. Enumerable.Range(first, decades).Where(power => power % step == 0).Select(power => new Tick(Math.Pow(10, power), Short(Math.Pow(10, power)), power))];
        }
        var divided = Enumerable.Range(first - 1, decades + 2).SelectMany(power => s_parts.Select(part => part * Math.Pow(10, power)))
            .Where(value => value >= low && value <= high).Select(value => new Tick(value, Short(value))).ToArray();
        return divided.Length >= 2 ? divided : Linear(low, high, most);
    }

    /// <summary>Ticks at whole numbers alone, of what is counted.</summary>
    public static Tick[] Whole(double low, double high, int most) =>
    [
        .. Multiples(low, high, most).Where(tick => tick.Value == Math.Round(tick.Value))
            .Select(tick => Math.Abs(tick.Value) < 1e9 ? tick with { Label = (tick.Value + 0.0).ToString("F0", CultureInfo.InvariantCulture) } : tick),
    ];

    /// <summary>A number in few characters: 0.05, 30, 1E-06.</summary>
    public static string Short(double value) => value != 0 && (Math.Abs(value) < 1e-3 || Math.Abs(value) >= 1e6)
        ? value.ToString("0.###E+0", CultureInfo.InvariantCulture)
        : value.ToString("0.######", CultureInfo.InvariantCulture);

    private static Tick[] Multiples(double low, double high, int most)
    {
        // Divided first: the difference may be beyond double.
        double step = NiceStep((high / most) - (low / most));
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9), largest = Math.Max(Math.Abs(low), Math.Abs(high));
        var ticks = new List<Tick>();
        for (double i = first; i <= last && ticks.Count <= 4 * most; i++)
            ticks.Add(new Tick(i * step, Written(i * step, step, largest)));
        return [.. ticks];
    }

    private static double NiceStep(double rough)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        // A subnormal unit is none.
        if (!(unit > 0))
            return double.Epsilon;
        double factor = rough / unit;
        return unit * (factor <= 1 + 1e-9 ? 1 : factor <= 2 + 1e-9 ? 2 : factor <= 5 + 1e-9 ? 5 : 10);
    }

    // As many decimals as the step has; where a power of ten is shorter, as many digits as tell neighbours apart.
    private static string Written(double value, double step, double largest)
    {
        if (Math.Abs(value) < step / 2)
            return "0";
        int place = (int)Math.Floor(Math.Log10(step) + 1e-9);
        int power = (int)Math.Floor(Math.Log10(largest) + 1e-9), digits = Math.Clamp(power - place, 0, 15);
        bool isShort = largest < 1e6 || (largest < 1e15 && power + Math.Max(0, -place) <= digits + 4);
        if (isShort && place >= -5)
            return value.ToString("F" + Math.Max(0, -place), CultureInfo.InvariantCulture);
        return value.ToString($"0{(digits > 0 ? "." : string.Empty)}{new string('#', digits)}E+0", CultureInfo.InvariantCulture);
    }
}
