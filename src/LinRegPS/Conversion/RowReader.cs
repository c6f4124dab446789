using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Reads numbers from records row by row. A column that is of no use in any row is one fault; else faults are told row by
/// row, up to ten, and no more than counted beyond.
/// </summary>
/// <param name="columns">The properties to read; one that is empty for records that are numbers themselves.</param>
/// <param name="read">Reads one of them from a record: record, property, and what the row is called.</param>
internal sealed class RowReader<T>(IReadOnlyList<string> columns, Func<object?, string, string, T> read)
{
    private const int Most = 10;

    private readonly List<Fault>[] _faults = [.. columns.Select(_ => new List<Fault>())];
    private readonly List<int>[] _faultyRows = [.. columns.Select(_ => new List<int>())];

    private sealed record Fault(LinRegException Error, object? Record, int Row);

    /// <summary>How many records were read.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether all of them could be.</summary>
    public bool IsSound => Array.TrueForAll(_faults, column => column.Count == 0);

    /// <summary>The numbers of a record; null where one of them can't be read.</summary>
    public T[]? Add(object? record)
    {
        string name = $"row {++Rows}";
        var row = new T[columns.Count];
        bool sound = true;
        for (int i = 0; i < row.Length; i++)
        {
            try
            {
                row[i] = read(record, columns[i], name);
            }
            catch (LinRegException error)
            {
                sound = false;
                _faultyRows[i].Add(Rows);
                if (_faults[i].Count < Most)
                    _faults[i].Add(new(error, record, Rows));
            }
        }
        return sound ? row : null;
    }

    /// <summary>What to report: faults of columns, then of rows.</summary>
    public IEnumerable<(LinRegException Error, object? Record)> Faults()
    {
        foreach (int column in Enumerable.Range(0, columns.Count).Where(IsUseless))
        {
            var first = _faults[column][0];
            yield return ((LinRegException)CallErrors.Column(columns[column], Rows, first.Error), first.Record);
        }
        foreach (var fault in Single(_faults).OrderBy(fault => fault.Row).DistinctBy(fault => fault.Row).Take(Most))
            yield return (fault.Error, fault.Record);
    }

    /// <summary>Rows with faults beyond those that <see cref="Faults"/> tells.</summary>
    public int Untold => Math.Max(Single(_faultyRows).Distinct().Count() - Most, 0);

    // Of the columns that are of use in some row.
    private IEnumerable<TItem> Single<TItem>(List<TItem>[] lists) => lists.Where((_, column) => !IsUseless(column)).SelectMany(list => list);

    // One row alone is no column.
    private bool IsUseless(int column) => Rows > 1 && _faultyRows[column].Count == Rows;
}
