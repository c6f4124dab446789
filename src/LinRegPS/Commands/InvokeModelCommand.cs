using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Computes a model's output for an input: the forward pass.</summary>
/// <remarks>
/// The operations are recorded, so that a loss made from the output can be sent backward. Wrap the call in Invoke-NoGrad to predict only.
///
/// A model computes as it is set, and is set to train at first, as in PyTorch: dropout draws, batch norm takes the means of the rows given. Call $model.Eval() before a prediction, and $model.Train() to train on; Test-Model needs neither.
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
/// <seealso cref="NewLinearModelCommand"/>
/// <seealso cref="MeasureMseLossCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Model")]
[OutputType(typeof(Tensor))]
public sealed class InvokeModelCommand : LinRegCmdlet
{
    /// <summary>The model: from New-LinearModel, New-CustomModel, or an object of a class derived from LinRegPS.Module.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The input: a tensor whose last dimension holds the features, or numbers that make one.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process() =>
        WriteObject(ToModel(Model).Invoke(ToData(InputObject, nameof(InputObject))));
}
