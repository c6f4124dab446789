using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Tests a model on data: its loss, and metrics that say how good it is.</summary>
/// <remarks>
/// The model is used as it is when it is not trained (no dropout, running means of batch norm) and is not changed; nothing is recorded for a backward pass.
///
/// Without -Metric the loss says which: for CrossEntropy and the like Accuracy, Precision, Recall and F1, else Mae, Rmse and R2. Tab lists all names; a metric of one's own is a hashtable of a name and a script block: @{ Worst = { param($p, $t) ($p - $t).Abs().Max() } }.
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
///   $test.Confusion | Format-Table
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

    /// <summary>The input, one row for each sample; or a data set, which has its target.</summary>
    [Parameter(Position = 1, Mandatory = true)]
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

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], a loss object, or a script block of prediction and target. The mean squared error where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>The metrics: names, as Accuracy, and hashtables of a name and a script block that is given prediction and target.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] Metric { get; set; } = [];

    /// <summary>Above it a model's one output means class 1: 0.5 for probabilities, 0 for logits.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Threshold { get; set; } = 0.5;

    private string LossName => Unwrap(Loss) is LossFunction { Name: var name } ? name : $"{Unwrap(Loss)}";

    private bool IsOfClasses => LossName.Contains("CrossEntropy", StringComparison.OrdinalIgnoreCase) || LossName.Equals("Nll", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void Process()
    {
        var model = ToModel(Model);
        var data = Unwrap(InputObject) as DataSet;
        if (IsBound(nameof(Target)) == data is not null)
            throw data is null ? CallErrors.TargetMissing() : CallErrors.Conflict(nameof(InputObject), nameof(Target));
        var (input, target) = data is not null ? (data.Input, data.Target) : (ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target)));
        var loss = LossArgument.Read(Loss, allowBroadcast: false);
        double threshold = !IsBound(nameof(Threshold)) && LossName.EndsWith("WithLogits", StringComparison.OrdinalIgnoreCase) ? 0 : Threshold;
        var metrics = IsBound(nameof(Metric)) ? Metric
            : IsOfClasses ? [nameof(LinRegPS.Metric.Accuracy), nameof(LinRegPS.Metric.Precision), nameof(LinRegPS.Metric.Recall), nameof(LinRegPS.Metric.F1)]
            : new object[] { nameof(LinRegPS.Metric.Mae), nameof(LinRegPS.Metric.Rmse), nameof(LinRegPS.Metric.R2) };
        var functions = MetricArguments.Read(metrics, threshold);
        using var evaluating = model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        var prediction = model.Invoke(input);
        var test = new PSObject(new ModelTest(input.Rank == 0 ? 1 : input.Shape[0], loss.Compute(prediction, target).Item()));
        // Those of the object come after the ones that are added.
        test.Properties.Add(new PSNoteProperty(nameof(ModelTest.Rows), ((ModelTest)test.BaseObject).Rows));
        test.Properties.Add(new PSNoteProperty(nameof(ModelTest.Loss), ((ModelTest)test.BaseObject).Loss));
        foreach (var metric in functions)
            test.Properties.Add(new PSNoteProperty(metric.Name, metric.Compute(prediction, target)));
        if (IsOfClasses)
            test.Properties.Add(new PSNoteProperty("Confusion", Rows(LinRegPS.Metric.Confusion(prediction, target, threshold), data?.ClassNames ?? [])));
        WriteObject(test);
    }

    private static PSObject[] Rows(int[,] counts, IReadOnlyList<string> names)
    {
        var rows = new PSObject[counts.GetLength(0)];
        // PowerShell's properties are alike whatever their case.
        bool named = names.Count == rows.Length && names.Append("Class").Distinct(StringComparer.OrdinalIgnoreCase).Count() > rows.Length;
        for (int actual = 0; actual < rows.Length; actual++)
        {
            rows[actual] = new PSObject();
            rows[actual].Properties.Add(new PSNoteProperty("Class", named ? names[actual] : actual));
            for (int given = 0; given < rows.Length; given++)
                rows[actual].Properties.Add(new PSNoteProperty(named ? names[given] : $"{given}", counts[actual, given]));
        }
        return rows;
    }
}

/// <summary>What Test-Model found; the metrics are properties that are added to it.</summary>
/// <param name="Rows">The number of samples.</param>
/// <param name="Loss">The loss.</param>
public sealed record ModelTest(int Rows, float Loss);
