using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a tensor of what comes down the pipeline: rows of a CSV file, objects, numbers or arrays.</summary>
/// <remarks>
/// With -Property each object gives a row with those columns: 100 objects and -Property x1,x2 give the shape [100,2]. Without it each number gives an element, and each array or tensor a row; a tensor alone keeps its shape, as does what ConvertTo-Json or Export-Csv has made of one.
///
/// Text is read in invariant form (1.5, 1e-3), whatever the culture of the session; -Culture names another for data that were written in it (1,5). Thousands separators are not read. Text that is no number, an empty cell, NaN or a missing column is an error that names the row, for up to ten rows, or one error for a column that is of no use in any row; no tensor is made then, so that rows of features and targets never part.
///
/// Dates become days since 1970-01-01, or since -Origin, by the clock that they show ($date - $origin), those with a time zone by UTC's; time spans become seconds. -Unit counts both in another unit. Float32 holds days since 1970 to about 3 minutes, seconds since 1970 to about 2: for more give an -Origin near the dates.
///
/// A tensor holds float32 numbers, of about 7 digits. Where different numbers of a column far from 0, as times or large sums are, become equal, a warning says how many.
/// </remarks>
/// <example>
///   <summary>Columns of objects, as Import-Csv gives them</summary>
///   <code>
///   $rows = [pscustomobject]@{ weight = '3504'; hp = '130'; mpg = '18' }, [pscustomobject]@{ weight = '3693'; hp = '165'; mpg = '15' }
///   $X = $rows | ConvertTo-Tensor -Property weight, hp
///   $Y = $rows | ConvertTo-Tensor -Property mpg
///   $X
///   $Y
///   </code>
/// </example>
/// <example>
///   <summary>Numbers</summary>
///   <code>1..5 | ConvertTo-Tensor</code>
/// </example>
/// <example>
///   <summary>What any command writes, dates among it</summary>
///   <code>
///   Get-Process -Id $PID | ConvertTo-Tensor WorkingSet64, StartTime, TotalProcessorTime -Origin 2020-01-01
///   </code>
///   <para>Bytes, days since the beginning of 2020, and seconds.</para>
/// </example>
/// <example>
///   <summary>A column far from 0: subtract a start</summary>
///   <code>
///   $rows = [pscustomobject]@{ time = 1700000001 }, [pscustomobject]@{ time = 1700000003 }, [pscustomobject]@{ time = 1700000007 }
///   $rows | Select-Object @{ n = 'time'; e = { $_.time - $rows[0].time } } | ConvertTo-Tensor -Property time
///   </code>
///   <para>As they are, float32 makes one number of the three.</para>
/// </example>
/// <seealso cref="ConvertFromTensorCommand"/>
/// <seealso cref="NewTensorCommand"/>
[Cmdlet(VerbsData.ConvertTo, "Tensor")]
[OutputType(typeof(Tensor))]
public sealed class ConvertToTensorCommand : LinRegCmdlet
{
    private const string Name = "ConvertTo-Tensor";

    // Whether a column has times, and the row that says so.
    private readonly Dictionary<string, (bool IsTime, string Row)> _times = [];
    private TimeScale _scale = new(DateTime.UnixEpoch, null);
    private readonly List<object?> _rows = [];
    // Of rows that are nothing but numbers these alone.
    private PackedRows _numbers = new(0);
    private RowReader<object?>? _reader;

    /// <summary>The properties that become columns, in this order.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[]? Property { get; set; }

    /// <summary>Objects, numbers or arrays of numbers.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>The culture in which text in the data was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    /// <summary>The date that dates are counted from; 1970-01-01 where it is left out.</summary>
    [Parameter]
    public DateTime Origin { get; set; } = DateTime.UnixEpoch;

    /// <summary>What dates and time spans are counted in; where it is left out dates in days, time spans in seconds.</summary>
    [Parameter]
    public TimeUnit Unit { get; set; }

    /// <summary>Takes NaN and infinities in the data as meant. Without it they are an error.</summary>
    [Parameter]
    public SwitchParameter AllowNaN { get; set; }

    /// <summary>Records operations on the tensor, so that it can be given a gradient.</summary>
    [Parameter]
    public SwitchParameter RequiresGrad { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _scale = new TimeScale(Origin, IsBound(nameof(Unit)) ? Unit : null);

    /// <inheritdoc/>
    protected override void Process()
    {
        // An array given by name is what the pipeline would have passed one by one.
        foreach (object? record in MyInvocation.ExpectingInput ? [InputObject] : Records.In(InputObject))
        {
            // Without properties each record is its own column.
            if (_reader is null)
                (_reader, _numbers) = (new RowReader<object?>(Property ?? [string.Empty], Read), new PackedRows(Property?.Length ?? 0));
            if (_reader.Add(record) is { } row)
                Keep(row);
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_reader is not null && !_reader.IsSound)
            Report(_reader);
        else
        {
            var tensor = ToTensor();
            WriteObject(RequiresGrad ? tensor.RequiresGrad_() : tensor);
        }
    }

    // A tensor among them keeps what made it, and then all are kept as they are.
    private void Keep(object?[] row)
    {
        if (Property is null)
            _rows.Add(row[0]);
        else if (_rows.Count == 0 && Array.TrueForAll(row, cell => cell is double))
            _numbers.Add(Array.ConvertAll(row, cell => (double)cell!));
        else
        {
            if (_rows.Count == 0)
                _rows.AddRange(_numbers.Select(numbers => Array.ConvertAll<double, object?>(numbers, number => number)));
            _rows.Add(row);
        }
    }

    private Tensor ToTensor()
    {
        bool isPacked = _rows.Count == 0 && _numbers.Count > 0;
        Tell(() => $"{(isPacked ? _numbers.Count : _rows.Count)} rows{(Property is null ? string.Empty : $" of {CallErrors.List(Property)}")}.");
        // A tensor alone is no row of others.
        if (_rows is [var only] && (Serialization.Tensor(only) ?? Unwrap(only)) is Tensor { Rank: > 0 } one && Property is null)
            return one.Clone();
        if (!isPacked)
            return TensorConversion.From(_rows, Name, AllowNaN, WriteWarning, Culture);
        double[] numbers = _numbers.ToArray();
        MergedNumbers.Warn(numbers, numbers.Length, Property!.Length, column => $"{Name}: property '{Property[column]}'", WriteWarning);
        return Tensor.From(Array.ConvertAll(numbers, number => (float)number), _numbers.Count, Property.Length);
    }

    private object? Read(object? record, string property, string row)
    {
        if (Property is null)
            return Value(record, row);
        object? cell = Number(Records.Get(record, property, row), property, row);
        // One that requires a gradient keeps what made it.
        return Unwrap(cell) is Tensor { Numel: 1, RequiresGrad: true } one
            ? one.Reshape()
            : TensorConversion.Single(cell, string.Empty, $"{row}, property '{property}'", AllowNaN, Culture);
    }

    // A number among dates would be taken for days since the origin.
    private object? Number(object? value, string property, string row)
    {
        bool isTime = TimeScale.IsTime(value);
        if (!_times.TryGetValue(property, out var first))
            _times.Add(property, (isTime, row));
        else if (first.IsTime != isTime)
            throw CallErrors.MixedTimes(row, property, value, isTime, first.Row);
        return _scale.Number(value);
    }

    // Read here for its errors, and once more with all others.
    private object? Value(object? record, string row)
    {
        if (Records.IsOne(record))
            throw CallErrors.PropertyNeeded(row, Records.Names(record));
        object? value = Number(record, string.Empty, row);
        _ = TensorConversion.From(value, row, AllowNaN, culture: Culture);
        return value;
    }
}
