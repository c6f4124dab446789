namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Parts of a map of places in which one follows the other, or which point nowhere (-1): windows over images have long ones.</summary>
internal sealed class PlaceRuns
{
    // Shorter ones are not worth their loop.
    private const int WorthwhileLength = 4;

    private PlaceRuns(Run[] all) => All = all;

    /// <summary>The parts, in the map's order.</summary>
    public Run[] All { get; }

    /// <summary>The parts of a map; null where they are too short to be of use.</summary>
    public static PlaceRuns? Of(ReadOnlySpan<int> map)
    {
        int count = 0;
        for (int i = 0; i < map.Length; i++)
            count += Begins(map, i) ? 1 : 0;
        if ((long)count * WorthwhileLength > map.Length)
            return null;
        var runs = new Run[count];
        for (int i = 0, run = -1; i < map.Length; i++)
        {
            if (Begins(map, i))
                runs[++run] = new(i, map[i], 1);
            else
                runs[run] = runs[run] with { Length = runs[run].Length + 1 };
        }
        return new(runs);
    }

    private static bool Begins(ReadOnlySpan<int> map, int i) =>
        i == 0 || map[i] != (map[i] < 0 || map[i - 1] < 0 ? map[i - 1] : map[i - 1] + 1);

    /// <summary>Elements from a start on and the place of the first; of those that point nowhere -1.</summary>
    internal readonly record struct Run(int Start, int Place, int Length);
}
