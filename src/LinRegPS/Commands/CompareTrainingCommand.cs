using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Compares trainings with a first one: where they part, by how much, how fast each is, and the likely cause.</summary>
/// <remarks>
/// A training is an array of records: what Invoke-Training wrote, or rows of a script's own loop (or of a CSV file) with Epoch, Loss, a column for each parameter (w) and one for its gradient (w.grad; with one parameter, Gradient). Record every epoch from the first: steps and gradients of consecutive epochs show the learning rate.
///
/// An epoch computes loss, gradient and step, in this order. The cause is sought where the first of them differs by more than rounding: a gradient factor (named as Compare-Gradient does), another gradient, a parameter that only one has, another start, rate, optimizer or data, or only the scale of the loss. The first training is the reference, so give the one that you trust first. A further training can show what another one lacks: the one by hand with its gradient divided by N, for instance.
///
/// Parameters belong together that have the same name, the same end of a path (lin.weight and weight) or the same beginning (w and weight), and where each training has only one. -Map names others.
/// </remarks>
/// <example>
///   <summary>Is it the bias?</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $without = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y -LearningRate 0.01 -Epoch 100
///   $with = Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y -LearningRate 0.01 -Epoch 100
///   Compare-Training $without $with -Name 'without bias', 'with bias'
///   </code>
/// </example>
/// <example>
///   <summary>A loop by hand against autograd</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   $w = New-Tensor 0
///   $hand = foreach ($epoch in 1..30) {
///       $difference = $w * $X - $Y
///       $gradient = (2 * $X).Dot($difference)
///       $w = $w - 0.01 * $gradient
///       @{ Epoch = $epoch; Loss = $difference.Square().Mean(); w = $w; 'w.grad' = $gradient }
///   }
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $autograd = Invoke-Training $model $X.Reshape(4,1) $Y.Reshape(4,1) -LearningRate 0.01 -Epoch 30
///   Compare-Training $autograd $hand -Name autograd, hand -SampleCount 4
///   </code>
/// </example>
/// <seealso cref="CompareGradientCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsData.Compare, "Training")]
[OutputType(typeof(TrainingComparison))]
public sealed class CompareTrainingCommand : LinRegCmdlet
{
    /// <summary>The records of the training that the others are compared with; or all trainings in one list, of which it is the first.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Reference { get; set; }

    /// <summary>The records of one or more other trainings, each an array.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Candidate { get; set; }

    /// <summary>What to call the trainings, the reference first.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? Name { get; set; }

    /// <summary>The loss to count epochs to; by default the least that both reach.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Loss { get; set; }

    /// <summary>Columns and what they are in the others: @{ slope = 'weight' }. Gradients go with their parameters.</summary>
    [Parameter]
    [AllowNull]
    public Hashtable? Map { get; set; }

    /// <summary>The number of samples, N, if it is known; names a factor.</summary>
    [Parameter]
    [Alias("N")]
    [ValidateRange(1, int.MaxValue)]
    [Number(typeof(int))]
    public int SampleCount { get; set; }

    /// <summary>The number of samples in a batch, if there are batches; names a factor.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Number(typeof(int))]
    public int BatchSize { get; set; }

    /// <summary>The culture in which text in the records was written, de-DE for instance: Export-Csv writes numbers in that of the session. The invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string[] names = Name ?? [];
        object?[][] trainings = IsBound(nameof(Candidate)) ? [Records(Reference), .. Candidates()] : Listed();
        if (names.Length > trainings.Length)
            throw CallErrors.TrainingNames(names.Length, trainings.Length);
        var map = (Map ?? []).Cast<DictionaryEntry>().ToDictionary(entry => $"{entry.Key}", entry => $"{entry.Value}", StringComparer.OrdinalIgnoreCase);
        var traces = trainings.Select((records, i) =>
            TraceConversion.From(records, i < names.Length ? names[i] : $"Training {i + 1}", map, Culture));
        var known = new GradientContext(
            IsBound(nameof(SampleCount)) ? SampleCount : null, BatchSize: IsBound(nameof(BatchSize)) ? BatchSize : null);
        Tell(() => $"Records of {trainings.Length} trainings: {string.Join(", ", trainings.Select(records => records.Length))}.");
        WriteObject(TraceExplainer.Explain([.. traces], IsBound(nameof(Loss)) ? Loss : null, known), enumerateCollection: true);
    }

    // PowerShell hands a single array over as its elements: records, where each of several arguments is an array.
    private IEnumerable<object?[]> Candidates()
    {
        object?[] given = Candidate ?? [];
        return given.Any(IsTraining) ? given.Select(Records) : [given];
    }

    // All in one list, as Show-TrainingPlot takes them: the first is the reference.
    private object?[][] Listed()
    {
        object?[] given = Records(Reference);
        return given.Length > 1 && given.All(IsTraining) ? Array.ConvertAll(given, Records) : throw CallErrors.CandidateMissing();
    }

    private static object?[] Records(object? training) => IsTraining(training) ? [.. Conversion.Records.Items((IEnumerable)Unwrap(training)!)] : training is null ? [] : [training];

    private static bool IsTraining(object? argument) => Unwrap(argument) is IEnumerable and not (string or IDictionary);
}
