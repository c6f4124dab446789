using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a scaler, which brings the columns of data to one scale, and back.</summary>
/// <remarks>
/// Gradient descent is slow, or diverges, where one column is in thousands and another in thousandths. A scaler is fitted to the rows that are trained with, and only to these: what test rows are like is not to be known. Its methods do the rest: Transform and InverseTransform of a tensor or a data set, and Unscale, which gives a linear model that was trained on scaled data in the units of the data.
///
/// -Kind says how, by scikit-learn's definitions: Standard (mean 0, standard deviation 1), MinMax (from 0 to 1), Robust (median 0, 1 between the quartiles, so that outliers do not count). A column that is the same in every row keeps its size. NaN is left out and stays NaN.
///
/// A model may keep its scaler: $scaler.Wrap($model) and $scaler.Wrap($model, $targetScaler) give one that takes data as they are and predicts in their units, Export-Model -Scaler writes one, and New-SequentialModel { Scaling $scaler; Linear 3 1 } trains one, whose checkpoints have it too.
///
/// Transform and InverseTransform take tensors and numbers, data sets, tables of Import-Tensor, and objects, of which they give the scaler's columns as a tensor.
///
/// Columns with names are found by them: in a data set they may come in another order, and some may be missing. A scaler is saved by its properties, with Export-Clixml or ConvertTo-Json, and had again with -From; its StateDict() holds the same as tensors.
/// </remarks>
/// <example>
///   <summary>Train on scaled rows, test by the same scale</summary>
///   <code>
///   $X = New-Tensor 1500,2,1800,3,2400,4,1200,1,2000,3 -Shape 5,2
///   $Y = New-Tensor 150,180,240,120,200 -Shape 5,1
///   $split = New-DataSet $X $Y | Split-DataSet -TestShare 0.4 -Seed 0
///   $scaler = New-Scaler $split.Train
///   $train = $scaler.Transform($split.Train)
///   $test = $scaler.Transform($split.Test)
///   $train.Input
///   </code>
/// </example>
/// <example>
///   <summary>A slope in the units of the data</summary>
///   <code>
///   $X = New-Tensor 1500,1800,2400,1200,2000 -Shape 5,1
///   $Y = New-Tensor 150,180,240,120,200 -Shape 5,1
///   $scaler = New-Scaler $X
///   $model = New-LinearModel 1 1 -Seed 0
///   $null = Invoke-Training $model $scaler.Transform($X) $Y -LearningRate 0.1 -Epoch 200
///   $scaler.Unscale($model) | Get-ModelParameter
///   </code>
/// </example>
/// <example>
///   <summary>Save it, and have it again</summary>
///   <code>
///   $scaler = New-Scaler (New-Tensor 1,2,3,4 -Shape 4,1) MinMax
///   $text = $scaler | ConvertTo-Json
///   New-Scaler -From ($text | ConvertFrom-Json)
///   </code>
/// </example>
/// <seealso cref="NewDataSetCommand"/>
/// <seealso cref="MeasureTensorCommand"/>
[Cmdlet(VerbsCommon.New, "Scaler", DefaultParameterSetName = "Fit")]
[OutputType(typeof(Scaler))]
public sealed class NewScalerCommand : LinRegCmdlet
{
    private const string Saved = "The saved scaler";

    /// <summary>The rows to fit it to: a data set, of which the input counts, a table from Import-Tensor, a tensor or numbers.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Fit")]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>How columns are scaled: Standard, MinMax or Robust; Standard where it is left out. It may stand before the rows, too.</summary>
    [Parameter(Position = 1, ParameterSetName = "Fit")]
    [ArgumentCompleter(typeof(ScalerKindCompleter))]
    [ValidateNotNullOrEmpty]
    public object Kind { get; set; } = ScalerKind.Standard;

    /// <summary>Of a data set or a table, the columns to scale; the others stay as they are. Of a tensor or numbers, a name for each column.</summary>
    [Parameter(ParameterSetName = "Fit")]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>A scaler as it was saved: an object with its Kind, Column, Center and Scale.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Saved")]
    [AllowNull]
    public object? From { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Saved")
        {
            WriteObject(Read());
            return;
        }
        // A word is no rows: New-Scaler MinMax $data.
        var (rows, word) = Unwrap(InputObject) is string && IsBound(nameof(Kind)) ? (Kind, InputObject) : (InputObject, Kind);
        var kind = ToKind(word);
        if (NamedColumns.Of(rows) is not { } data)
            WriteObject(new Scaler(TensorConversion.From(rows, nameof(InputObject), allowNaN: true, WriteWarning), kind, Property));
        else
            WriteObject(new Scaler(data.Input, kind, data.Features, Property));
    }

    private static ScalerKind ToKind(object? word) => Unwrap(word) switch
    {
        ScalerKind kind => kind,
        string name when Enum.TryParse(name, ignoreCase: true, out ScalerKind kind) && Enum.IsDefined(kind) => kind,
        string name => throw Errors.NoSuchName("kind of scaler", name, Enum.GetNames<ScalerKind>()),
        var other => throw CallErrors.NotAName(nameof(Kind), "a kind of scaler", other),
    };

    private Scaler Read()
    {
        // JSON has a number for it.
        var known = ToKind($"{Unwrap(Records.Get(From, nameof(Kind), Saved))}");
        string[] names = [.. Items("Column").Select(name => $"{name}")];
        int rows = Records.Has(From, "Rows") ? (int)TensorConversion.Double(Records.Get(From, "Rows", Saved), Saved, "Rows") : 0;
        return new Scaler(known, names, Numbers("Center"), Numbers("Scale"), rows);
    }

    private double[] Numbers(string name) => [.. Items(name).Select(item => TensorConversion.Double(item, Saved, name))];

    private IEnumerable<object?> Items(string name) =>
        Unwrap(Records.Get(From, name, Saved)) is { } value ? Records.In(value) : [];
}
