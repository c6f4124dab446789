using System.Globalization;
using System.Runtime.CompilerServices;
using LinRegPS.Data;

namespace LinRegPS.Files.Delimited;

/// <summary>The numbers of a table, as its rows come.</summary>
internal sealed class TableValues
{
    private readonly string _file;
    private readonly TableOptions _options;
    private readonly FloatText _number, _numberWithComma;
    private readonly TableColumn[] _columns;
    private readonly int[] _fields;
    private readonly bool[] _isNumber;
    private readonly Tensor _input;
    private readonly Tensor? _target;
    private readonly int _features, _targets;
    private readonly RoundedNumbers _rounded = new();
    private int _rows, _omitted;

    public TableValues(string file, TableOptions options, IReadOnlyList<TableColumn> columns, int rows)
    {
        (_file, _options, _columns) = (file, options, [.. columns]);
        (_number, _numberWithComma) = (new FloatText(options.Culture), new FloatText(new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } }));
        _fields = [.. columns.Select(column => column.Field)];
        _isNumber = [.. columns.Select(column => column.Kind == ColumnKind.Number)];
        _targets = columns.Count(column => column.IsTarget);
        _features = columns.Count - _targets;
        _input = new Tensor(new Shape(rows, _features));
        _target = _targets == 0 ? null : new Tensor(new Shape(rows, _targets));
    }

    /// <summary>A batch for the fields that are read of each row.</summary>
    public RowBatch NewBatch() => new(_fields);

    /// <summary>Takes the rows of a batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(RowBatch batch)
    {
        var input = _input.Data;
        var target = _target is null ? default : _target.Data;
        char[] text = batch.Text;
        int[] ends = batch.Ends;
        bool[] isNumber = _isNumber;
        int start = 0;
        for (int row = 0, field = 0; row < batch.Count; row++)
        {
            var features = input.Slice(_rows * _features, _features);
            bool isWhole = true;
            for (int i = 0; i < isNumber.Length; i++)
            {
                int end = ends[field++];
                if (!isNumber[i] || !_number.TryParseShort(text, start, end - start, out float value))
                    isWhole &= ReadUnusual(i, text.AsSpan(start, end - start), batch.Line(row), _rounded, out value);
                if (i < features.Length)
                    features[i] = value;
                else
                    target[(_rows * _targets) + i - features.Length] = value;
                start = end;
            }
            if (isWhole)
                _rows++;
            else
                _omitted++;
        }
    }

    /// <summary>Whether there are targets.</summary>
    public bool HasTarget => _target is not null;

    /// <summary>Where the features of rows go.</summary>
    public Span<float> Features(int first, int rows) => _input.Data.Slice(first * _features, rows * _features);

    /// <summary>Puts rows of numbers, the features of each before its targets, where they may be.</summary>
    public void Place(int first, ReadOnlySpan<float> numbers, int rows)
    {
        if (_target is null)
        {
            numbers[..(rows * _features)].CopyTo(Features(first, rows));
            return;
        }
        var input = Features(first, rows);
        var target = _target.Data.Slice(first * _targets, rows * _targets);
        for (int row = 0; row < rows; row++)
        {
            var from = numbers.Slice(row * _columns.Length, _columns.Length);
            from[.._features].CopyTo(input[(row * _features)..]);
            from[_features..].CopyTo(target[(row * _targets)..]);
        }
    }

    /// <summary>Takes rows that have been put somewhere behind those that there are: nearer, where some between were left out.</summary>
    public void Add(int first, int rows, int omitted, RoundedNumbers rounded)
    {
        if (first > _rows)
        {
            Features(first, rows).CopyTo(Features(_rows, rows));
            _target?.Data.Slice(first * _targets, rows * _targets).CopyTo(_target.Data[(_rows * _targets)..]);
        }
        _rows += rows;
        _omitted += omitted;
        _rounded.Add(rounded);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _rows = _omitted = 0;
        _rounded.Clear();
    }

    /// <summary>How many rows there are, and how many were left out.</summary>
    public (int Rows, int Omitted) Count => (_rows, _omitted);

    /// <summary>The whole numbers that are not what the table says.</summary>
    public RoundedNumbers Rounded => _rounded;

    /// <summary>Looks at each column's values as they were read: categories by the numbers in which they came, NaN where one is missing.</summary>
    public void Tell(Action<int, float> look)
    {
        var input = _input.Data;
        var target = _target is null ? default : _target.Data;
        for (int row = 0; row < _rows; row++)
        {
            for (int i = 0; i < _features; i++)
                look(i, input[(row * _features) + i]);
            for (int i = 0; i < _targets; i++)
                look(_features + i, target[(row * _targets) + i]);
        }
    }

    /// <summary>What has come of all rows.</summary>
    public TensorTable ToTable()
    {
        if (_rows == 0 && !(_options.AllowEmpty && _omitted == 0))
            throw new UnreadableException(_omitted == 0 ? "it has no rows under its header" : $"in each of its {_omitted} rows a value is missing");
        var (features, targets) = (_columns[.._features], _columns[_features..]);
        var (input, target) = (Finish(_input, features), _target is null ? null : Finish(_target, targets));
        // Classes are counted, as losses want them: whole numbers, and one column no column.
        if (Array.TrueForAll(targets, column => column.Kind == ColumnKind.Code))
            target = targets.Length == 1 ? target?.Long().Reshape(_rows) : target?.Long();
        RequireNames([.. features, .. targets]);
        return new TensorTable
        {
            Input = input,
            Target = target,
            Column = [.. features.SelectMany(column => column.Names)],
            TargetColumn = [.. targets.SelectMany(column => column.Names)],
            Category = _columns.Where(column => column.Categories is not null).ToDictionary(column => column.Name, column => column.Categories!.Texts),
            Omitted = _omitted,
            Rounded = _rounded,
            Sources = [.. features, .. targets],
        };
    }

    // Those of the file differ; what categories are called may be what another column is called already.
    private void RequireNames(TableColumn[] columns)
    {
        var seen = new HashSet<string>(columns.Where(column => column.Kind != ColumnKind.OneHot).Select(column => column.Name), StringComparer.Ordinal);
        foreach (var column in columns.Where(column => column.Kind == ColumnKind.OneHot))
        {
            if (column.Names.FirstOrDefault(name => !seen.Add(name)) is { } repeated)
                throw FileErrors.SameName(_file, repeated, column);
        }
    }

    /// <summary>A category, a missing value, or a fault; false where the row is to be left out.</summary>
    public bool ReadUnusual(int index, ReadOnlySpan<char> text, long line, RoundedNumbers rounded, out float value)
    {
        var column = _columns[index];
        var trimmed = text.Trim();
        value = float.NaN;
        if (MissingText.Is(trimmed))
            return IsKept(column, text, line);
        if (column.Categories is { } categories)
        {
            value = categories.Number(trimmed);
            return value >= 0 ? true : throw FileErrors.UnknownCategory(At(column, text, line), [.. categories.Texts]);
        }
        if (_number.TryParse(trimmed, out value, out bool isRounded) && trimmed.ContainsAnyInRange('0', '9'))
        {
            if (isRounded)
                Tell(rounded, index, text, line);
            return float.IsFinite(value) ? true : throw FileErrors.NotFinite(At(column, text, line));
        }
        // As a table that was written here has it, and pandas reads it.
        if (MissingText.IsInfinite(trimmed, out value))
            return _options.Missing == MissingValues.Keep ? true : throw FileErrors.Infinite(At(column, text, line));
        throw FileErrors.NotANumber(At(column, text, line), _numberWithComma.TryParse(trimmed, out _) && trimmed.Contains(','));
    }

    /// <summary>Counts a whole number that is rounded.</summary>
    public void Tell(RoundedNumbers rounded, int index, ReadOnlySpan<char> text, long line)
    {
        rounded.Add(rounded.Count == 0 ? At(_columns[index], text, line).ToString() : null);
    }

    // Whether the row of a missing value is. A target that is made up would be learnt, and judged by.
    private bool IsKept(TableColumn column, ReadOnlySpan<char> text, long line) => _options.Missing switch
    {
        MissingValues.Omit => false,
        MissingValues.Fill => !column.IsTarget,
        MissingValues.Keep when column is { IsTarget: true, Kind: ColumnKind.Code } => throw FileErrors.MissingClass(At(column, text, line)),
        MissingValues.Keep => true,
        _ => throw FileErrors.MissingValue(At(column, text, line)),
    };

    private Cell At(TableColumn column, ReadOnlySpan<char> text, long line) => new(_file, line, column.Name, text.ToString());

    // Categories get their numbers or columns, missing values theirs; memory for rows that were left out is given back.
    private Tensor Finish(Tensor values, TableColumn[] columns)
    {
        var data = values.Data[..(_rows * columns.Length)];
        var (sums, missing) = ColumnSums.Of(values, _rows);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Categories is { } categories)
                Renumber(data, i, columns.Length, categories.Sort());
            columns[i] = Fill(data, i, columns.Length, columns[i], missing[i], (float)(sums[i] / (_rows - missing[i])));
        }
        if (Array.TrueForAll(columns, column => column.Kind != ColumnKind.OneHot))
        {
            if (values.Shape[0] == _rows)
                return values;
            var rows = new Tensor(new Shape(_rows, columns.Length));
            data.CopyTo(rows.Data);
            return rows;
        }
        var expanded = new Tensor(new Shape(_rows, columns.Sum(column => column.Names.Count())));
        Expand(data, columns, expanded.Data);
        return expanded;
    }

    private static void Renumber(Span<float> data, int first, int stride, int[] order)
    {
        for (int i = first; i < data.Length; i += stride)
        {
            if (!float.IsNaN(data[i]))
                data[i] = order[(int)data[i]];
        }
    }

    // A table like another is filled with what that one was filled with, or what is usual in it: its own rows are what a model
    // has not seen.
    private TableColumn Fill(Span<float> data, int first, int stride, TableColumn column, int missing, float mean)
    {
        column = column with
        {
            Usual = (column.Categories is null ? _options.FillValue : null) ?? column.Usual
                ?? (missing == _rows ? null : column.Categories is null ? mean : MostFrequent(data, first, stride, column.Categories)),
        };
        if (missing == 0 || _options.Missing != MissingValues.Fill)
            return column;
        float value = column.Usual
            ?? throw FileErrors.Table(_file, $"column '{column.Name}' has no value at all, and so {(column.Categories is null ? "no mean" : "no most frequent one")} to fill with", "Leave it out.");
        for (int i = first; i < data.Length; i += stride)
        {
            if (float.IsNaN(data[i]))
                data[i] = value;
        }
        return column;
    }

    // Of several the first in the order of the texts, as scikit-learn's SimpleImputer takes it.
    private static float MostFrequent(ReadOnlySpan<float> data, int first, int stride, Categories categories)
    {
        int[] counts = new int[categories.Texts.Count];
        for (int i = first; i < data.Length; i += stride)
        {
            if (!float.IsNaN(data[i]))
                counts[(int)data[i]]++;
        }
        return Array.IndexOf(counts, counts.Max());
    }

    private static void Expand(ReadOnlySpan<float> data, TableColumn[] columns, Span<float> target)
    {
        int at = 0;
        target.Clear();
        for (int i = 0; i < data.Length; i++)
        {
            var column = columns[i % columns.Length];
            if (column.Kind == ColumnKind.OneHot)
            {
                var hot = target.Slice(at, column.Categories!.Texts.Count);
                if (float.IsNaN(data[i]))
                    hot.Fill(float.NaN);
                else
                    hot[(int)data[i]] = 1;
                at += hot.Length;
            }
            else
                target[at++] = data[i];
        }
    }
}
