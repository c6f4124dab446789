using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Data;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a data set: inputs, and what a model should give for them.</summary>
/// <remarks>
/// Of tensors or arrays, a row for each sample; of a table from Import-Tensor, with its names; of a file with -Path; or of objects down the pipeline, as Import-Csv gives them, with -Property for the columns of the input and -Target for what is to be predicted.
///
/// Where -Target is text, as a species, -AsClass numbers its values in alphabetical order, numbers by their size; ClassNames of the result has them by number, and Test-Model shows them. Rows that are read by themselves, to test with for instance, may lack a class, and the others would get other numbers: -Like gives them the columns and the classes of a data set that was made before, and -ClassName names the classes in their order. A class that is not among them is an error that names the row.
///
/// With -Path the rows stay in their file and are read when they are needed, some at a time: the data may be larger than memory. New-DataLoader, Split-DataSet, Invoke-Training with -BatchSize, its -ValidationData, Test-Model and Measure-LinearModel take such a data set; what looks at all rows at once, as -Diagnose does, says so, and $data.Load() reads them into memory. A file is npy, and -TargetPath names that of the target, or safetensors with both, as Convert-TensorFile makes them of a table. It is to be left alone meanwhile: one that was changed or cut short is an error.
/// </remarks>
/// <example>
///   <summary>Of tensors</summary>
///   <code>New-DataSet (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1)</code>
/// </example>
/// <example>
///   <summary>Of the rows of a table, with classes; and more rows like them</summary>
///   <code>
///   $rows = 'length,width,species', '5.1,3.5,setosa', '7.0,3.2,versicolor', '4.9,3.0,setosa' | ConvertFrom-Csv
///   $data = $rows | New-DataSet -Property length, width -Target species -AsClass
///   $data.Target.ToString()
///   $data.ClassNames
///   $more = 'width,length,species', '3.1,6.8,versicolor' | ConvertFrom-Csv
///   ($more | New-DataSet -Like $data).Target.ToString()
///   </code>
/// </example>
/// <example>
///   <summary>Of a file</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-species.csv'
///   'length,species', '5.1,setosa', '7.0,versicolor' | Set-Content $file
///   Import-Tensor $file -Target species -Code species | New-DataSet
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Of files that are larger than memory</summary>
///   <code>
///   $X, $y = [IO.Path]::GetTempPath() | ForEach-Object { (Join-Path $_ 'LinRegPS-X.npy'), (Join-Path $_ 'LinRegPS-y.npy') }
///   New-Tensor -Normal -Shape 1000,3 -Seed 1 | Export-Tensor $X -Force
///   (Import-Tensor $X).MatMul((New-Tensor 1,2,3 -Shape 3,1)) | Export-Tensor $y -Force
///   $data = New-DataSet -Path $X -TargetPath $y
///   Invoke-Training (New-LinearModel 3 1 -Seed 0) $data 0.1 5 -BatchSize 50 -Shuffle -Seed 0
///   Remove-Item $X, $y
///   </code>
/// </example>
/// <seealso cref="SplitDataSetCommand"/>
/// <seealso cref="NewDataLoaderCommand"/>
[Cmdlet(VerbsCommon.New, "DataSet", DefaultParameterSetName = "Tensors")]
[OutputType(typeof(DataSet))]
public sealed class NewDataSetCommand : LinRegCmdlet
{
    private readonly List<string> _labels = [];
    private readonly List<double[]> _rows = [];
    private readonly List<object?> _numbers = [];
    private string[] _targets = [];
    private bool _ofClasses;
    private RowReader<object?>? _reader;

    /// <summary>The input, a row for each sample; a table from Import-Tensor; or objects, which come down the pipeline.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Tensors")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Objects")]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Like")]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What a model should give, a row for each sample; of objects the name of a property, or of several. A table has its own.</summary>
    [Parameter(Position = 1, ParameterSetName = "Tensors")]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Objects")]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public object? Target { get; set; }

    /// <summary>A file whose rows are the input: npy, or safetensors, which may have the target too. They stay in it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file of the target, where it is not that of the input.</summary>
    [Parameter(ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string? TargetPath { get; set; }

    /// <summary>The name of the input in a file of safetensors.</summary>
    [Parameter(ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string InputName { get; set; } = StoredData.Input;

    /// <summary>The name of the target in a file of safetensors.</summary>
    [Parameter(ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string TargetName { get; set; } = StoredData.Target;

    /// <summary>The properties of objects that become the columns of the input, in this order.</summary>
    [Parameter(Position = 2, Mandatory = true, ParameterSetName = "Objects")]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Property { get; set; } = [];

    /// <summary>The culture in which text in the data was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter(ParameterSetName = "Objects")]
    [Parameter(ParameterSetName = "Like")]
    public CultureInfo? Culture { get; set; }

    /// <summary>Numbers the different values of the target as classes: in alphabetical order, numbers by their size.</summary>
    [Parameter(ParameterSetName = "Objects")]
    public SwitchParameter AsClass { get; set; }

    /// <summary>What the classes are called, in the order of their numbers, whether or not there are rows of each. Of objects the target's values are among them, and the order is theirs.</summary>
    [Parameter(ParameterSetName = "Objects")]
    [Parameter(ParameterSetName = "Tensors")]
    [ValidateNotNullOrEmpty]
    public string[] ClassName { get; set; } = [];

    /// <summary>A data set whose columns and classes these objects are read by: that of the training rows, for rows to test with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Like")]
    [AllowNull]
    public object? Like { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        ClassName = Array.ConvertAll(ClassName, name => name.Trim());
        if (ClassName.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key is { } repeated)
            ThrowUnusable(CallErrors.RepeatedClass(repeated));
        if (ParameterSetName is "Tensors" or "File")
            return;
        if (ParameterSetName == "Like")
        {
            var like = Unwrap(Like) as DataSet;
            if (like is not { Features.Count: > 0, Targets.Count: > 0 })
                ThrowUnusable(like is null ? CallErrors.NotADataSet(Unwrap(Like)) : CallErrors.NoColumnNames());
            (Property, _targets, ClassName) = ([.. like!.Features], [.. like.Targets], [.. like.ClassNames]);
        }
        else
            _targets = [.. Records.In(Target).Select(name => $"{Unwrap(name)}")];
        _ofClasses = AsClass || ClassName.Length > 0;
        if (_ofClasses && _targets.Length != 1)
            ThrowUnusable(CallErrors.OneClass(_targets.Length));
        // A model that is given what it is to predict has nothing to learn.
        if (Array.Find(_targets, target => Property.Contains(target, StringComparer.OrdinalIgnoreCase)) is { } both)
            ThrowUnusable(CallErrors.RepeatedProperty(both));
        _reader = new RowReader<object?>([.. Property, .. _targets], Read);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "File")
        {
            WriteObject(FromFile());
            return;
        }
        if (_reader is null)
        {
            // The name of a property, and no word on the others: one fault, not one of each row.
            if (Unwrap(Target) is string && Unwrap(InputObject) is not (null or ValueType or string))
                ThrowUnusable(CallErrors.PropertyNeeded(nameof(InputObject), Records.Names(InputObject)));
            // Numbers one by one are the rows of one input.
            if (MyInvocation.ExpectingInput && Unwrap(InputObject) is ValueType or string)
                _numbers.Add(InputObject);
            else
                WriteObject(IsBound(nameof(Target)) ? FromTensors() : FromTable());
            return;
        }
        if (Unwrap(InputObject) is Tensor or ValueType)
            ThrowUnusable(CallErrors.OfObjects(IsBound(nameof(Like)) ? nameof(Like) : nameof(Property)));
        foreach (object? record in MyInvocation.ExpectingInput ? [InputObject] : Records.In(InputObject))
        {
            if (_reader.Add(record) is not { } row)
                continue;
            if (_ofClasses)
                _labels.Add((string)row[^1]!);
            _rows.Add(Array.ConvertAll(_ofClasses ? row[..^1] : row, number => (double)number!));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_numbers.Count > 0)
        {
            InputObject = _numbers.ToArray();
            WriteObject(IsBound(nameof(Target)) ? FromTensors() : throw TargetMissing());
        }
        if (_reader is null)
            return;
        if (!_reader.IsSound)
            Report(_reader);
        else
            WriteObject(FromObjects());
    }

    private DataSet FromTensors()
    {
        var data = new DataSet(ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target))) { ClassNames = ClassName };
        if (ClassName.Length == 0)
            return data;
        float[] numbers = data.Target.ToArray();
        int columns = numbers.Length / data.Count;
        int wrong = columns == 1 ? Array.FindIndex(numbers, number => !(number >= 0 && number < ClassName.Length && number == MathF.Floor(number))) : -1;
        return wrong >= 0 ? throw CallErrors.NoSuchClass(wrong + 1, numbers[wrong], ClassName)
            : columns is 1 || columns == ClassName.Length ? data
            : throw CallErrors.ClassNames(ClassName.Length, data.Target.Shape);
    }

    // These two need the assembly of files.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DataSet FromTable() => Unwrap(InputObject) is not TensorTable table ? throw TargetMissing()
        : ClassName.Length > 0 ? throw CallErrors.Conflict(nameof(InputObject), nameof(ClassName))
        : table.ToDataSet();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private DataSet FromFile() => StoredData.Open(
        FilePath.For(SessionState, Path), TargetPath is null ? null : FilePath.For(SessionState, TargetPath), InputName, TargetName);

    private DataSet FromObjects()
    {
        string[] columns = _ofClasses ? Property : [.. Property, .. _targets];
        double[] given = [.. _rows.SelectMany(row => row)];
        MergedNumbers.Warn(given, given.Length, columns.Length, column => $"Property '{columns[column]}'", WriteWarning);
        var input = TrainingData.Matrix(_rows, 0, Property.Length);
        if (!_ofClasses)
            return new DataSet(input, TrainingData.Matrix(_rows, Property.Length, _targets.Length), Property, _targets);
        string[] names = ClassName.Length > 0 ? ClassName : ClassNames.Ordered(_labels);
        var numbers = names.Index().ToDictionary(name => name.Item, name => (long)name.Index);
        return new DataSet(input, Tensor.FromInt64([.. _labels.Select(label => numbers[label])]), Property, _targets) { ClassNames = names };
    }

    private object? Read(object? record, string property, string row)
    {
        object? value = Records.Get(record, property, row);
        string place = $"{row}, property '{property}'";
        if (!_ofClasses || property != _targets[0])
            return (double)TensorConversion.Single(value, string.Empty, place, allowNaN: false, Culture);
        string label = FormattableString.Invariant($"{Unwrap(value)}").Trim();
        if (ClassName.Length > 0)
            return ClassName.Contains(label) ? label : throw CallErrors.UnknownClass(place, label, ClassName);
        return MissingText.Is(label) ? throw CallErrors.MissingClass(place, value) : label;
    }
}
