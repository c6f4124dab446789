using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Plots.Terminal;

namespace LinRegPS.Commands;

/// <summary>Draws the loss curves of trainings in the terminal, as lines of text.</summary>
/// <remarks>
/// Give what Invoke-Training wrote, rows of a loop or of a CSV file with Epoch and Loss, or losses alone. Several trainings are several arrays, $a, $b, or a hashtable of arrays by name, [ordered]@{ a = $a; b = $b }; records that come down the pipeline one by one are one training until their epoch goes back.
///
/// A loss of -ValidationData is drawn beside the loss, dotted. Where there are several curves, each has a letter on it that the line above explains, so that they are told apart without colours too. -Property draws other columns: a metric, a parameter of one number, its gradient.
///
/// The axis is logarithmic where the losses span a factor of 100 or more; -Log and -Log:$false say so. A loss that is NaN or infinite is marked by ! at the top, and told of below.
/// </remarks>
/// <example>
///   <summary>How did it go?</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training (New-LinearModel 1 1 -Seed 0) $X $Y 0.01 200 | Show-TrainingPlot
///   </code>
/// </example>
/// <example>
///   <summary>Two trainings side by side</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $with = Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y 0.01 300
///   $without = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 300
///   Show-TrainingPlot $with, $without -Name 'with bias', 'without bias' -Width 80
///   </code>
/// </example>
/// <example>
///   <summary>A parameter instead of the loss, in ASCII</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y 0.05 50 | Show-TrainingPlot -Property weight, bias -Ascii
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="CompareTrainingCommand"/>
[Cmdlet(VerbsCommon.Show, "TrainingPlot")]
[OutputType(typeof(string))]
public sealed class ShowTrainingPlotCommand : TerminalCmdlet
{
    private TrainingRuns? _runs;

    /// <summary>Records of a training; an array of arrays or a hashtable for several.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>What to call the trainings, in their order.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? Name { get; set; }

    /// <summary>The columns to draw: Loss and, where there is one, ValidationLoss, if it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Makes the axis of the losses logarithmic, or with -Log:$false linear.</summary>
    [Parameter]
    public SwitchParameter Log { get; set; }

    /// <summary>The rows of the curves.</summary>
    [Parameter]
    [Number(typeof(int))]
    [ValidateRange(1, 200)]
    public int Height { get; set; } = 16;

    /// <summary>The culture in which text in the records was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    /// <inheritdoc/>
    protected override void Process() => RequireAll(() => (_runs ??= new TrainingRuns(Property, Culture)).Add(InputObject));

    /// <inheritdoc/>
    protected override void Finish()
    {
        var curves = (_runs ?? new TrainingRuns(Property, Culture)).Curves(Name ?? []);
        Write(CurveText.Draw(curves, IsBound(nameof(Log)) ? Log.IsPresent : null, Math.Max(Height, 3), Style()));
    }
}
