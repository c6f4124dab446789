using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;

namespace LinRegPS.Commands;

/// <summary>What Export-TrainingPlot draws.</summary>
public enum TrainingPlotKind
{
    /// <summary>By what is given: a test is a confusion table, a model its gradients, anything else losses.</summary>
    Auto,

    /// <summary>Losses by epoch.</summary>
    Loss,

    /// <summary>How gradients are distributed.</summary>
    Gradient,

    /// <summary>The loss over two parameters, and the way of the training.</summary>
    Surface,

    /// <summary>Which classes were taken for which.</summary>
    Confusion,

    /// <summary>Which class a model of two features gives where.</summary>
    DecisionRegion,
}

/// <summary>Draws a training to a file: losses, gradients, the loss surface with the way through it, a confusion table, decision regions.</summary>
/// <remarks>
/// The extension tells the format: svg for a picture, html for a page that needs nothing from elsewhere and tells of each point under the pointer. What is drawn goes by what is given, unless -Kind says it:
///
/// Loss: records of one or more trainings, as Show-TrainingPlot takes them, a colour for each training and dashes for validation. Gradient: a model that has gradients, or records, of which the last one's are drawn. Surface: records with -Model, -Data and -Target: the loss over two numbers that the model learns, all of them or those of -Parameter (the others being as the model has them), and the way that the records went; the model is left as it is. Confusion: what Test-Model wrote. DecisionRegion: a model of two features with -Data and -Target, or with a data set.
///
/// An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>Two trainings in one picture</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-loss.svg'
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $with = Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y 0.01 300
///   $without = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 300
///   Export-TrainingPlot $file $with, $without -Name 'with bias', 'without bias' -Force
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Why is it slow? The way leads along a valley</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-surface.html'
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $model = New-LinearModel 1 1 -Weight 0 -Bias 0
///   Invoke-Training $model $X $Y 0.01 1000 | Export-TrainingPlot $file -Kind Surface -Model $model -Data $X -Target $Y -Force
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Which classes are mixed up, and where?</summary>
///   <code>
///   $folder = [IO.Path]::GetTempPath()
///   $X = New-Tensor -Normal -Shape 90,2 -Seed 1
///   $Y = $X.ArgMax(1)
///   $model = New-LinearModel 2 2 -Seed 0
///   $null = Invoke-Training $model $X $Y 0.5 100 -Loss CrossEntropy
///   Test-Model $model $X $Y -Loss CrossEntropy | Export-TrainingPlot "$folder/LinRegPS-confusion.svg" -Force
///   Export-TrainingPlot "$folder/LinRegPS-regions.svg" $model -Kind DecisionRegion -Data $X -Target $Y -Force
///   Remove-Item "$folder/LinRegPS-confusion.svg", "$folder/LinRegPS-regions.svg"
///   </code>
/// </example>
/// <seealso cref="ShowTrainingPlotCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="TestModelCommand"/>
/// <seealso cref="ExportRegressionPlotCommand"/>
[Cmdlet(VerbsData.Export, "TrainingPlot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportTrainingPlotCommand : FigureCmdlet
{
    private readonly List<object?> _given = [];
    /// <summary>Records of trainings, a test, or a model.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Loss, Gradient, Surface, Confusion or DecisionRegion; Auto goes by what is given.</summary>
    [Parameter]
    public TrainingPlotKind Kind { get; set; }

    /// <summary>What to call the trainings, in their order; of a confusion table and of decision regions, the classes.</summary>
    [Parameter(Position = 2)]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? Name { get; set; }

    /// <summary>Of losses the columns to draw: Loss and, where there is one, ValidationLoss, if it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Makes the axis of the losses logarithmic, or with -Log:$false linear; where it is left out, where that shows more.</summary>
    [Parameter]
    public SwitchParameter Log { get; set; }

    /// <summary>The culture in which text in the records was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    /// <summary>The model whose loss a surface is of.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Model { get; set; }

    /// <summary>The input, a row for each sample; or a data set, which has the target too.</summary>
    [Parameter]
    [Alias("X")]
    [ValidateNotNull]
    public object? Data { get; set; }

    /// <summary>What the model should give.</summary>
    [Parameter]
    [Alias("Y")]
    [ValidateNotNull]
    public object? Target { get; set; }

    /// <summary>The loss of a surface: a name among the methods of [LinRegPS.Loss], a loss object, or a script block of prediction and target. The mean squared error where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>The two numbers that a surface lies over: weight, bias; or weight[0] of a parameter of several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ParameterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Parameter { get; set; }

    /// <summary>Above it a model's one output means class 1: 0.5 for probabilities, 0 for logits.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Threshold { get; set; } = 0.5;

    /// <inheritdoc/>
    protected override void Process() => _given.Add(InputObject);

    /// <inheritdoc/>
    protected override void Finish() => Draw(_ => [Drawn()]);

    private TrainingPlotKind Chosen() => Kind != TrainingPlotKind.Auto ? Kind
        : _given is [var one] && Unwrap(one) is ModelTest ? TrainingPlotKind.Confusion
        : _given is [var model] && Unwrap(model) is Module ? TrainingPlotKind.Gradient
        : TrainingPlotKind.Loss;

    private Figure Drawn() => Chosen() switch
    {
        TrainingPlotKind.Gradient => Gradients(),
        TrainingPlotKind.Surface => Surface(),
        TrainingPlotKind.Confusion => Confusion(),
        TrainingPlotKind.DecisionRegion => Regions(),
        _ => LossFigure.Of(Curves(), IsBound(nameof(Log)) ? Log.IsPresent : null),
    };

    // What came as one argument, or as the records of one training.
    private object? Only() => _given.Count == 1 ? _given[0] : _given;

    private List<TrainingCurve> Curves()
    {
        var runs = new TrainingRuns(Property, Culture);
        foreach (object? given in _given)
            runs.Add(given);
        return runs.Curves(Name ?? []);
    }

    private Figure Confusion()
    {
        var (counts, names) = TrainingPictures.Confusion(Only());
        return ConfusionFigure.Of(counts, Name is { Length: > 0 } given ? [.. names.Select((name, i) => i < given.Length ? given[i] : name)] : names);
    }

    private Figure Gradients()
    {
        if (Unwrap(Only()) is Module)
            return GradientFigure.Of([.. ToModel(Only()).NamedParameters().Where(p => p.Gradient is not null).Select(p => (p.Name, p.Gradient!))], string.Empty);
        var (gradients, epoch) = TrainingPictures.LastGradients(Only(), Culture);
        return GradientFigure.Of(gradients, FormattableString.Invariant($" at epoch {epoch}"));
    }

    private Figure Surface()
    {
        var model = ToModel(Model);
        var data = ToData();
        var loss = LossArgument.Read(Loss, allowBroadcast: false);
        var (first, second) = ParameterElement.Two(model, Parameter);
        var (epochs, path) = TrainingPictures.Path(Only(), first, second, Culture);
        using var evaluating = model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        var surface = new LossSurface(first, second, () => loss.Compute(model.Invoke(data.Input), data.Target).Item(), path, Stop);
        bool isAll = model.NamedParameters().Sum(parameter => (long)parameter.Value.Numel) == 2;
        return SurfaceFigure.Of(surface, epochs, path, isAll ? string.Empty : "; all else as the model has it now");
    }

    private Figure Regions()
    {
        var model = ToModel(Only());
        var data = ToData();
        using var evaluating = model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        return DecisionFigure.Of(model.Invoke, new DataSet(data.Input, data.Target, data.Features) { ClassNames = Name ?? data.ClassNames }, Threshold);
    }

    private DataSet ToData() => Unwrap(Data) as DataSet ?? new DataSet(ToTensor(Data, nameof(Data)), ToTensor(Target, nameof(Target)));
}
