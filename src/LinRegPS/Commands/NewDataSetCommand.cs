using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Makes a data set: inputs, and what a model should give for them.</summary>
/// <remarks>
/// Of tensors or arrays, a row for each sample; or of objects down the pipeline, as Import-Csv gives them, with -Property for the columns of the input and -Target for what is to be predicted. Where -Target is text, as a species, -AsClass numbers its values in alphabetical order, numbers by their size; ClassNames of the result has them by number.
/// </remarks>
/// <example>
///   <summary>Of tensors</summary>
///   <code>New-DataSet (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1)</code>
/// </example>
/// <example>
///   <summary>Of the rows of a table, with classes</summary>
///   <code>
///   $rows = 'length,width,species', '5.1,3.5,setosa', '7.0,3.2,versicolor', '4.9,3.0,setosa' | ConvertFrom-Csv
///   $data = $rows | New-DataSet -Property length, width -Target species -AsClass
///   $data.Target.ToString()
///   $data.ClassNames
///   </code>
/// </example>
/// <seealso cref="SplitDataSetCommand"/>
/// <seealso cref="NewDataLoaderCommand"/>
[Cmdlet(VerbsCommon.New, "DataSet", DefaultParameterSetName = "Tensors")]
[OutputType(typeof(DataSet))]
public sealed class NewDataSetCommand : LinRegCmdlet
{
    private const string Name = "New-DataSet";
    private readonly List<string> _labels = [];
    private readonly List<double[]> _rows = [];
    private RowReader<object?>? _reader;

    /// <summary>The input, a row for each sample; or objects, which come down the pipeline.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Tensors")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Objects")]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What a model should give, a row for each sample; of objects the name of a property, or of several.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Tensors")]
    [Parameter(Mandatory = true, ParameterSetName = "Objects")]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public object? Target { get; set; }

    /// <summary>The properties of objects that become the columns of the input, in this order.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Objects")]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Property { get; set; } = [];

    /// <summary>The culture in which text in the data was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter(ParameterSetName = "Objects")]
    public CultureInfo? Culture { get; set; }

    /// <summary>Numbers the different values of the target as classes: in alphabetical order, numbers by their size.</summary>
    [Parameter(ParameterSetName = "Objects")]
    public SwitchParameter AsClass { get; set; }

    private string[] Targets => [.. Records.In(Target).Select(name => $"{Unwrap(name)}")];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Tensors")
        {
            WriteObject(new DataSet(ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target))));
            return;
        }
        string[] targets = Targets;
        if (AsClass && targets.Length != 1)
            ThrowUnusable(CallErrors.OneClass(targets.Length));
        // A model that is given what it is to predict has nothing to learn.
        if (Array.Find(targets, target => Property.Contains(target, StringComparer.OrdinalIgnoreCase)) is { } repeated)
            ThrowUnusable(CallErrors.RepeatedProperty(repeated));
        _reader ??= new RowReader<object?>([.. Property, .. targets], Read);
        foreach (object? record in MyInvocation.ExpectingInput ? [InputObject] : Records.In(InputObject))
        {
            if (_reader.Add(record) is not { } row)
                continue;
            if (AsClass)
                _labels.Add((string)row[^1]!);
            _rows.Add(Array.ConvertAll(AsClass ? row[..^1] : row, number => (double)number!));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_reader is null)
            return;
        if (!_reader.IsSound)
            Report(_reader);
        else
            WriteObject(Make());
    }

    private DataSet Make()
    {
        var input = TrainingData.Matrix(_rows, 0, Property.Length);
        string[] names = ClassNames.Ordered(_labels);
        return AsClass
            ? new DataSet(input, Tensor.FromInt64([.. _labels.Select(label => (long)Array.IndexOf(names, label))]), Property, Targets) { ClassNames = names }
            : new DataSet(input, TrainingData.Matrix(_rows, Property.Length, Targets.Length), Property, Targets);
    }

    private object? Read(object? record, string property, string row)
    {
        object? value = Records.Get(record, property, $"{Name}: {row}");
        string place = $"{row}, property '{property}'";
        if (!AsClass || property != Targets[0])
            return (double)TensorConversion.Single(value, Name, place, allowNaN: false, Culture);
        string label = FormattableString.Invariant($"{Unwrap(value)}").Trim();
        return label is not ("" or "NaN") ? label : throw CallErrors.NotANumber(Name, place, value);
    }
}
