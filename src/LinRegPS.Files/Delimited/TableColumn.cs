using LinRegPS.Data;

namespace LinRegPS.Files.Delimited;

/// <summary>What becomes of a column.</summary>
internal enum ColumnKind
{
    Number,
    Code,
    OneHot,
}

/// <summary>A column that is read.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Field">Its place in a row.</param>
/// <param name="IsTarget">Whether it belongs to the target.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Categories">Its texts where they are categories.</param>
internal sealed record TableColumn(string Name, int Field, bool IsTarget, ColumnKind Kind, Categories? Categories)
{
    /// <summary>What missing values get: the value that was given when the table was read first, else the mean of its numbers there, or the number of its most frequent category; null where there are none.</summary>
    public float? Usual { get; init; }

    /// <summary>The names of the columns that it becomes.</summary>
    public IEnumerable<string> Names => Kind == ColumnKind.OneHot ? Categories!.Texts.Select(text => $"{Name}_{text}") : [Name];
}

/// <summary>The texts of a column of categories, and their numbers: in the order in which they come, until they are sorted.</summary>
internal sealed class Categories
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly bool _isFixed;

    public Categories() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Categories to which none is added.</summary>
    public Categories(IReadOnlyList<string> texts)
        : this()
    {
        foreach (string text in texts)
            _numbers.Add(text, _numbers.Count);
        (Texts, _isFixed) = (texts, true);
    }

    /// <summary>The texts by their numbers, once they are sorted.</summary>
    public IReadOnlyList<string> Texts { get; private set; } = [];

    /// <summary>The number of a text; -1 where it is none of those that are fixed.</summary>
    public int Number(ReadOnlySpan<char> text)
    {
        if (_lookup.TryGetValue(text, out int number))
            return number;
        if (_isFixed)
            return -1;
        _lookup[text] = _numbers.Count;
        return _numbers.Count - 1;
    }

    /// <summary>Sorts the texts by their characters, numbers by their size; gives the new number for each old one.</summary>
    public int[] Sort()
    {
        int[] order = new int[_numbers.Count];
        if (_isFixed)
            return [.. Enumerable.Range(0, order.Length)];
        Texts = ClassNames.Ordered(_numbers.Keys);
        for (int i = 0; i < Texts.Count; i++)
            order[_numbers[Texts[i]]] = i;
        return order;
    }
}
