namespace LinRegPS;

/// <summary>What a misspelt name was meant to be.</summary>
internal static class NearNames
{
    /// <summary>The names that there are, before them the one that is near the given: a letter wrong, missing, too many, or two swapped, in every three.</summary>
    public static string Choice(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string list = $"There are: {string.Join(", ", all)}.";
        return Nearest(name, all) is { } near ? $"Did you mean {near}? {list}" : list;
    }

    private static string? Nearest(string name, string[] names)
    {
        // Longer names are no slips of the hand, and would take their time.
        const int longest = 40;
        var (near, distance) = names.Length == 0 || name.Length is 0 or > longest ? (null, 0)
            : names.Where(known => known.Length <= longest).Select(known => (known, Distance(name.ToUpperInvariant(), known.ToUpperInvariant()))).MinBy(pair => pair.Item2);
        return near is not null && distance <= Math.Max(name.Length, near.Length) / 3 ? near : null;
    }

    // Insertions, deletions, substitutions, and swaps of neighbours; each letter is part of one.
    private static int Distance(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }
                int same = a[i - 1] == b[j - 1] ? 0 : 1;
                int least = Math.Min(edits[i - 1, j - 1] + same, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                edits[i, j] = isSwap ? Math.Min(least, edits[i - 2, j - 2] + 1) : least;
            }
        }
        return edits[a.Length, b.Length];
    }
}
