using System.Globalization;
using LinRegPS.Data;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Conversion;

/// <summary>The columns of a table of text as observations, read by the rules for objects that Import-Csv would give: a pass is one over the file.</summary>
internal sealed class TableObservations : ObservationSource
{
    private readonly string _path;
    private readonly TableOptions _options;
    private readonly CultureInfo? _culture;
    private readonly bool _omits;
    private readonly DoubleText _number;
    private readonly VariableColumn[] _variables;
    private readonly LevelTexts[] _texts;
    // The levels in the rows that are fitted.
    private readonly HashSet<double>[] _used;
    private IReadOnlyList<int>? _omitted;
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
        _number = new DoubleText(_options.Culture);
        _variables = [.. names.Select(name => new VariableColumn(name, factors.Contains(name, StringComparer.OrdinalIgnoreCase), culture))];
        _texts = [.. names.Select(_ => new LevelTexts())];
        _used = [.. names.Select(_ => new HashSet<double>())];
    }

    public override IReadOnlyList<string> Names { get; }

    public override string TargetName { get; }

    public override bool IsSinglePrecision => false;

    public override IReadOnlyList<int> OmittedRows => _omitted ?? [];

    public override IReadOnlyList<string>? Levels(int variable) => _variables[variable].IsFactor == true ? _variables[variable].Levels : null;

    /// <summary>The variables that the rows told.</summary>
    public IReadOnlyList<ModelVariable> Variables(bool intercept)
    {
        var variables = new List<ModelVariable>();
        // R's way: without intercept the first factor has a column for each level.
        foreach (var (i, column) in _variables.Index())
            variables.Add(column.ToVariable(_used[i], hasFirst: !intercept && !variables.Exists(variable => variable.IsFactor)));
        return variables;
    }

    /// <summary>Of each variable that has such, texts that differ and are one level.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Merged)> Merged => Names.Select((name, i) => (name, _variables[i].Merged));

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        RequireUnchanged();
        var omitted = new List<int>();
        var block = new ObservationBlock(Names.Count);
        int row = 0;
        foreach (var batch in SafeFile.Each(_path, stream => new TableReader(_path, _options).ReadRows(stream, Fields, cancellation)))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                row++;
                if (!Read(batch, i, block))
                {
                    omitted.Add(row);
                    continue;
                }
                block.Rows[block.Count] = row;
                if (++block.Count < ObservationBlock.Capacity)
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

    // False where a value is missing, and its row to be left out.
    private bool Read(RowBatch batch, int row, ObservationBlock block)
    {
        int fields = Names.Count + 1, field = row * fields, start = field == 0 ? 0 : batch.Ends[field - 1];
        for (int i = 0; i < fields; i++, field++)
        {
            var text = batch.Text.AsSpan(start, batch.Ends[field] - start);
            start = batch.Ends[field];
            double number = 0;
            bool isPlain = i == Names.Count || _variables[i].IsFactor == false ? _number.TryParse(text, out number) : _texts[i].TryGet(text, out number);
            if (!isPlain)
            {
                if (_omits && MissingText.Is(text.Trim()))
                    return false;
                number = ReadUnusual(i, text.ToString(), $"'{_path}', line {batch.Line(row)}");
            }
            block.Columns[i][block.Count] = number;
        }
        for (int i = 0; i < _used.Length; i++)
        {
            if (_variables[i].IsFactor == true)
                _used[i].Add(block.Columns[i][block.Count]);
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
