using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Computes a model's output for an input: the forward pass.</summary>
/// <remarks>
/// The operations are recorded, so that a loss made from the output can be sent backward. Wrap the call in Invoke-NoGrad to predict only.
///
/// With -Property the input is objects, rows of a table: each is written with what the model gives for it beside its properties, the model being used rather than trained, and nothing recorded. The properties are to be those that the model was trained with, in their order, scaled as they were.
///
/// A model computes as it is set, and is set to train at first, as in PyTorch: dropout draws, batch norm takes the means of the rows given. Call $model.Eval() before a prediction, and $model.Train() to train on; Test-Model needs neither. Under Invoke-NoGrad, where nothing is learned, a model that is set to train so is warned of.
/// </remarks>
/// <example>
///   <summary>Predict</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Weight 2 -Bias 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   Invoke-Model $model $X
///   </code>
/// </example>
/// <example>
///   <summary>In a pipeline, down to the gradient</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $X | Invoke-Model $model | Measure-MseLoss -Target $Y | Invoke-Backward
///   $model.Weight.Grad
///   </code>
///   <para>The gradient is -30: raising the weight lowers the loss.</para>
/// </example>
/// <example>
///   <summary>Predictions beside the columns of a table, by a model in a file</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-cars.safetensors'
///   New-LinearModel 1 1 -Weight 3.9 -Bias -17.6 | Export-Model $file -Force
///   'speed,dist', '4,2', '25,85' | ConvertFrom-Csv | Invoke-Model -Path $file -Property speed | ConvertTo-Csv
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="NewLinearModelCommand"/>
/// <seealso cref="ImportModelCommand"/>
/// <seealso cref="MeasureMseLossCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Model", DefaultParameterSetName = ModelSet)]
[OutputType(typeof(Tensor), typeof(PSObject))]
public sealed partial class InvokeModelCommand : LinRegCmdlet
{
    private const string ModelSet = "Model", PathSet = "Path";

    /// <summary>The model: from New-LinearModel, New-CustomModel, or an object of a class derived from LinRegPS.Module.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ModelSet)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The file of a model that Import-Model can make anew; it is set to be used rather than trained.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The input: a tensor whose last dimension holds the features, or numbers that make one, those down the pipeline a row of one column each; a data set or a table, whose columns are taken by their names where the model knows them; with -Property objects, as Import-Csv gives them.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    // Numbers that came one by one.
    private readonly List<object?> _numbers = [];
    private bool _hasWarned;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Property is not null)
            AddRows();
        else if (MyInvocation.ExpectingInput && Unwrap(InputObject) is ValueType or string)
            AddNumber();
        else
            Predict(TheModel(), InputObject);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (Property is not null)
            WriteRows();
        else if (_numbers.Count > 0)
            Predict(TheModel(), ToData(_numbers, nameof(InputObject)).Reshape(-1, 1));
    }

    // What is no number is told at its place.
    private void AddNumber()
    {
        _ = ToTensor(InputObject, nameof(InputObject));
        _numbers.Add(InputObject);
    }

    private void Predict(Module model, object? input)
    {
        if (!_hasWarned && !GradMode.IsEnabled && model.TrainingLayer() is { } layer)
        {
            _hasWarned = true;
            WriteWarning($"The model is set to train, though nothing is recorded: its {layer} {(layer.StartsWith("BatchNorm", StringComparison.Ordinal) ? "takes the mean of the rows given" : "draws")}. Call $model.Eval() before a prediction, and $model.Train() to train on.");
        }
        var rows = DataArgument.Input(input);
        WarnOfScale(model.Names, rows?.Names);
        WriteObject(model.Invoke(rows is null ? ToData(input, nameof(InputObject)) : InOrder(model, rows)));
    }

    private static Tensor InOrder(Module model, DataSet rows) => model.Names?.FeaturePlaces(rows.Features) is { } places ? rows.Input.IndexSelect(1, Tensor.FromInt64([.. places.Select(place => (long)place)])) : rows.Input;

    // A file is read once.
    private Module TheModel() => ParameterSetName == PathSet ? _loaded ??= Load() : ToModel(Model);
}
