using System.Globalization;
using LinRegPS.Data;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Conversion;

/// <summary>The columns of a table of text as observations, read by the rules for objects that Import-Csv would give: a pass is one over the file.</summary>
internal sealed class TableObservations : ObservationSource
{
    private readonly string _path;
    private readonly TableOptions _options;
    private readonly CultureInfo? _culture;
    private readonly bool _omits;
    private readonly VariableColumn[] _variables;
    private readonly LevelTexts[] _texts;
    private IReadOnlyList<long>? _omitted;
    private (long Length, DateTime Written)? _file;

    /// <summary>Columns of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The columns to explain the target by.</param>
    /// <param name="target">The target's.</param>
    /// <param name="factors">Which of the columns are factors, whatever is in them.</param>
    /// <param name="culture">How numbers are written; invariant where null.</param>
    /// <param name="omits">Whether rows with a missing value are left out.</param>
    public TableObservations(string path, IReadOnlyList<string> names, string target, IReadOnlyList<string> factors, CultureInfo? culture, bool omits)
    {
        (_path, Names, TargetName, _culture, _omits) = (path, names, target, culture, omits);
        _options = new TableOptions { Culture = culture ?? CultureInfo.InvariantCulture, Delimiter = TensorFile.FormatOf(path) == TensorFormat.Tsv ? '\t' : null };
        _variables = [.. names.Select(name => new VariableColumn(name, factors.Contains(name, StringComparer.OrdinalIgnoreCase), culture))];
        _texts = [.. names.Select(_ => new LevelTexts())];
    }

    public override IReadOnlyList<string> Names { get; }

    public override string TargetName { get; }

    public override bool IsSinglePrecision => false;

    public override IReadOnlyList<long> OmittedRows => _omitted ?? [];

    public override IReadOnlyList<string>? Levels(int variable) => _variables[variable].IsFactor == true ? _variables[variable].Levels : null;

    /// <summary>Of each variable that has such, texts that differ and are one level.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Merged)> Merged => Names.Select((name, i) => (name, _variables[i].Merged));

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        RequireUnchanged();
        var omitted = new List<long>();
        var block = new ObservationBlock(Names.Count);
        long row = 0;
        bool areNumbers = false;
        foreach (var rows in SafeFile.Each(_path, stream => new TableReader(_path, _options).ReadNumbers(stream, Fields, cancellation)))
        {
            for (int i = 0; i < rows.Count;)
            {
                int plain = areNumbers ? Math.Min(rows.Unusual(i) - i, ObservationBlock.Capacity - block.Count) : 0;
                if (plain > 0)
                {
                    Take(rows, i, plain, block);
                    row += plain;
                    i += plain;
                }
                else
                {
                    row++;
                    if (Read(rows, i++, block))
                        block.Count++;
                    else
                        omitted.Add(row);
                    // What a column is its first value tells.
                    areNumbers = Array.TrueForAll(_variables, variable => variable.IsFactor == false);
                }
                if (block.Count < ObservationBlock.Capacity)
                    continue;
                yield return block;
                block.Count = 0;
            }
        }
        // They are the same in each pass, and a pass may be left before its end.
        _omitted ??= omitted;
        if (block.Count > 0)
            yield return block;
    }

    private int[] Fields(string[] names) => TableReader.Find(_path, names, [.. Names, TargetName]);

    private static void Take(TableRows rows, int first, int count, ObservationBlock block)
    {
        for (int i = 0; i < block.Columns.Length; i++)
            rows.Numbers(i).Slice(first, count).CopyTo(block.Columns[i].AsSpan(block.Count));
        block.Count += count;
    }

    // False where a value is missing, and its row to be left out.
    private bool Read(TableRows rows, int row, ObservationBlock block)
    {
        for (int i = 0; i <= Names.Count; i++)
        {
            double number;
            if (i == Names.Count || _variables[i].IsFactor == false ? !rows.TryNumber(row, i, out number) : !_texts[i].TryGet(rows.Field(row, i), out number))
            {
                var text = rows.Field(row, i);
                if (_omits && MissingText.Is(text.Trim()))
                    return false;
                number = ReadUnusual(i, text.ToString(), $"'{_path}', line {rows.Line(row)}");
            }
            block.Columns[i][block.Count] = number;
        }
        return true;
    }

    private double ReadUnusual(int variable, string text, string place)
    {
        if (variable == Names.Count)
            return TensorConversion.Double(text, string.Empty, $"{place}, column '{TargetName}'", _culture);
        double value = _variables[variable].Read(text, place);
        if (_variables[variable].IsFactor == true)
            _texts[variable].Add(text, value);
        return value;
    }

    private void RequireUnchanged()
    {
        var file = new FileInfo(_path);
        // Who opens it says what is wrong with one that is not there.
        if (!file.Exists)
            return;
        var now = (file.Length, file.LastWriteTimeUtc);
        if (_file is { } before && before != now)
            throw FileErrors.Changed(_path);
        _file = now;
    }

    // Texts of a factor that have come, and the numbers of their levels; several may be one, as 1 and 1.0.
    private sealed class LevelTexts
    {
        private const int Most = 10_000;

        private readonly Dictionary<string, double> _texts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> _lookup;

        public LevelTexts() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

        public bool TryGet(ReadOnlySpan<char> text, out double level) => _lookup.TryGetValue(text, out level);

        public void Add(string text, double level)
        {
            if (_texts.Count < Most)
                _texts[text] = level;
        }
    }
}
