using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Measures how far a prediction is from its target: the mean squared error.</summary>
/// <remarks>
/// The result is a tensor: .Item() is its number, and Invoke-Backward sends it back through the model. It is PyTorch's mse_loss.
///
/// Prediction and target must have the same shape. [4,1] against [4] would silently compare every prediction with every target; that is an error here, with -AllowBroadcast for the rare case that it is meant.
/// </remarks>
/// <example>
///   <summary>A loss and its number</summary>
///   <code>
///   $prediction = New-Tensor 1,2,3
///   $target = New-Tensor 1,2,5
///   (Measure-MseLoss $prediction $target).Item()
///   </code>
/// </example>
/// <example>
///   <summary>At the end of a pipeline</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Model $model $X | Measure-MseLoss -Target $Y
///   </code>
/// </example>
/// <seealso cref="MeasureLossCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "MseLoss")]
[OutputType(typeof(Tensor))]
public sealed class MeasureMseLossCommand : LossCmdlet
{
    /// <summary>Mean of the squared errors, their Sum, or None of both: one for each element.</summary>
    [Parameter]
    [ValidateSet(nameof(Reduction.Mean), nameof(Reduction.Sum), nameof(Reduction.None))]
    public Reduction Reduction { get; set; }

    /// <inheritdoc/>
    protected override void Process() =>
        Write(Loss.Mse(ToData(Prediction, nameof(Prediction)), ToData(Target, nameof(Target)), Reduction, AllowBroadcast));
}
