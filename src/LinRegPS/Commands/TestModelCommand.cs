using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Formatting;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Tests a model on data: its loss, and metrics that say how good it is.</summary>
/// <remarks>
/// The model is used as it is when it is not trained (no dropout, running means of batch norm) and is not changed; nothing is recorded for a backward pass.
///
/// Of a data set whose rows are in a file (New-DataSet -Path) some are in memory at a time, besides all targets and predictions.
///
/// Without -Metric the loss says which, or where there is none the target: for CrossEntropy and the like, and for class numbers, Accuracy, Precision, Recall and F1, else Mae, Rmse and R2. What of these can't be computed, as of rows that a loss ignores by -100, is left out, and MetricNote says why; a metric that -Metric names is an error then. Tab lists all names; a metric of one's own is a hashtable of a name and a script block: @{ Worst = { param($p, $t) ($p - $t).Abs().Max() } }.
///
/// Of classes there is a table of who was taken for whom in Confusion: a row for each class, a column for each that it was given, by the names that a data set has for them. A model with one output for each row tells class 1 where it is above -Threshold: 0.5, which is right for probabilities; for a model that gives logits, as with -Loss BinaryCrossEntropyWithLogits, it is 0 unless you say otherwise.
/// </remarks>
/// <example>
///   <summary>How far off is the line?</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Weight 2 -Bias 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,9 -Shape 4,1
///   Test-Model $model $X $Y
///   </code>
/// </example>
/// <example>
///   <summary>Which classes are mixed up?</summary>
///   <code>
///   $model = New-LinearModel 2 3 -Seed 0
///   $X = New-Tensor -Normal -Shape 30,2 -Seed 1
///   $Y = New-Tensor (0..29 | ForEach-Object { $_ % 3 })
///   $test = Test-Model $model $X $Y -Loss CrossEntropy -Metric Accuracy
///   $test.Confusion
///   </code>
/// </example>
/// <example>
///   <summary>The test rows of a split</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 50,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $split = New-DataSet $X $Y | Split-DataSet -Seed 0
///   $model = New-LinearModel 3 1 -Seed 0
///   $null = Invoke-Training $model $split.Train -LearningRate 0.1 -Epoch 50
///   Test-Model $model $split.Test
///   </code>
/// </example>
/// <example>
///   <summary>By name, of a data set</summary>
///   <code>
///   $rows = 'x,colour', '1,red', '2,red', '8,blue', '9,blue' | ConvertFrom-Csv
///   $data = $rows | New-DataSet -Property x -Target colour -AsClass
///   $model = New-LinearModel 1 2 -Weight (New-Tensor 1,-1 -Shape 2,1) -Bias 0,10
///   (Test-Model $model $data -Loss CrossEntropy).Confusion | Format-Table
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="InvokeModelCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "Model")]
[OutputType(typeof(ModelTest))]
public sealed class TestModelCommand : LinRegCmdlet
{
    /// <summary>The model to test.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The input, one row for each sample; or a data set, a data loader, or a table of Import-Tensor, which have a target.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give: numbers in the shape of its output, or the number of each row's class.</summary>
    [Parameter(Position = 2)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], a loss object, or a script block of prediction and target. Where it is left out it is the mean squared error; of class numbers there is none then.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Loss { get; set; }

    /// <summary>What each class counts in the loss: a number for each, in their order, or Balanced, by the classes of these rows.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassWeightCompleter))]
    [ValidateNotNullOrEmpty]
    public object? ClassWeight { get; set; }

    /// <summary>The metrics: names, as Accuracy, and hashtables of a name and a script block that is given prediction and target.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] Metric { get; set; } = [];

    /// <summary>Above it a model's one output means class 1: 0.5 for probabilities, 0 for logits.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Threshold { get; set; } = 0.5;

    private readonly List<string> _leftOut = [];
    private string _why = string.Empty;

    private string LossName => LossArgument.NameOf(Loss);

    /// <inheritdoc/>
    protected override void Process()
    {
        var model = ToModel(Model);
        var data = ToRows();
        WarnOfScale(model.Names, data.Names);
        if (model.Names is { } names)
            data = names.Order(data);
        double threshold = IsBound(nameof(Threshold)) ? Threshold : MetricArguments.UsualThreshold(LossName);
        var asked = MetricArguments.Read(Metric, threshold);
        var target = data.LoadTarget();
        var named = Loss is null && ClassWeight is null ? null : LossArgument.Read(Loss, allowBroadcast: false, ClassWeight, target);
        using var evaluating = model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        var prediction = Prediction.Of(model, data);
        bool ofClasses = named is null ? AreClasses(prediction, target)
            : LossName.Contains("CrossEntropy", StringComparison.OrdinalIgnoreCase) || LossName.Equals("Nll", StringComparison.OrdinalIgnoreCase) || AreScores(prediction, target);
        // What has no loss of itself is no reason to refuse the metrics that were asked for.
        bool hasLoss = named is not null || (!ofClasses && (asked.Count == 0 || prediction.Shape.Equals(target.Shape)));
        float? loss = hasLoss ? (named ?? LossFunction.Mse()).Compute(prediction, target).Item() : null;
        var metrics = IsBound(nameof(Metric)) ? asked : MetricArguments.Read(UsualMetrics(ofClasses), threshold);
        _leftOut.Clear();
        var numbers = metrics.Select(metric => (metric.Name, Value: Try(metric.Name, () => (double?)metric.Compute(prediction, target))))
            .Where(metric => metric.Value is not null).Select(metric => (metric.Name, metric.Value!.Value)).ToArray();
        var confusion = !ofClasses ? null : Try("Confusion", () => ConfusionRow.Rows(LinRegPS.Metric.Confusion(prediction, target, threshold), data.ClassNames), isUsual: true);
        var test = new PSObject(new ModelTest(data.Count, loss) { Metrics = numbers });
        // Those of the object come after the ones that are added.
        Add(nameof(ModelTest.Rows), data.Count);
        Add(nameof(ModelTest.Loss), loss);
        if (loss is null)
            Add("LossNote", "-Loss names one: CrossEntropy for scores, Nll after a LogSoftmax");
        foreach (var (name, value) in numbers)
            Add(name, value);
        if (confusion is not null)
            Add("Confusion", confusion);
        if (_leftOut.Count > 0)
            Add("MetricNote", $"{string.Join(", ", _leftOut)} left out: {_why}");
        if (ofClasses && named is null && !IsBound(nameof(Threshold)) && IsNoProbability(prediction))
            WriteWarning("The model's one output is not between 0 and 1, so it is no probability: give -Threshold 0 where it is a logit, or -Loss BinaryCrossEntropyWithLogits, which says so.");
        WriteObject(test);

        void Add(string name, object? value) => test.Properties.Add(new PSNoteProperty(name, value));
    }

    // What nobody has asked for fails nothing.
    private T? Try<T>(string name, Func<T?> compute, bool isUsual = false)
    {
        try
        {
            return compute();
        }
        catch (LinRegException error) when (isUsual || !IsBound(nameof(Metric)))
        {
            _why = _leftOut.Count == 0 ? error.Facts : _why;
            _leftOut.Add(name);
            return default;
        }
    }

    private DataSet ToRows()
    {
        if (DataArgument.Rows(InputObject) is { } rows)
            return IsBound(nameof(Target)) ? throw CallErrors.HasItsOwn("a data set", nameof(Target)) : rows;
        if (!IsBound(nameof(Target)))
            throw TargetMissing();
        var (input, target) = (ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target)));
        return new DataSet(input, target);
    }

    private static object[] UsualMetrics(bool ofClasses) => ofClasses
        ? [nameof(LinRegPS.Metric.Accuracy), nameof(LinRegPS.Metric.Precision), nameof(LinRegPS.Metric.Recall), nameof(LinRegPS.Metric.F1)]
        : [nameof(LinRegPS.Metric.Mae), nameof(LinRegPS.Metric.Rmse), nameof(LinRegPS.Metric.R2)];

    // A number for each row where the model gives several, or whole numbers of which there are but 0 and 1 for its one.
    private static bool AreClasses(Tensor prediction, Tensor target)
    {
        int rows = target.Shape[0];
        return AreScores(prediction, target)
            || (target.Numel == rows && target.DType != DType.Float32 && prediction.Numel == rows && target.ToArray().All(number => number is 0 or 1));
    }

    private static bool AreScores(Tensor prediction, Tensor target) => target.Numel == target.Shape[0] && prediction.Rank == 2 && prediction.Shape[1] > 1;

    private static bool IsNoProbability(Tensor prediction) =>
        (prediction.Rank < 2 || prediction.Shape[1] == 1) && prediction.ToArray().Any(number => number is < 0 or > 1);
}

/// <summary>What Test-Model found; the metrics are properties that are added to it.</summary>
/// <param name="Rows">The number of samples.</param>
/// <param name="Loss">The loss; null where none was named, and the target has none of itself.</param>
public sealed record ModelTest(int Rows, float? Loss)
{
    /// <summary>The metrics once more, for the text, by which PowerShell compares.</summary>
    internal (string Name, double Value)[] Metrics { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"Rows = {Rows}, Loss = {Loss}{string.Concat(Metrics.Select(metric => FormattableString.Invariant($", {metric.Name} = {metric.Value}")))}");
}
