using System.Collections;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Measures how far a prediction is from its target, by any of the losses.</summary>
/// <remarks>
/// The losses are the methods of [LinRegPS.Loss], with PyTorch's names and defaults; Tab lists those of a prediction and a target. The result is a tensor: .Item() is its number, and Invoke-Backward sends it back through the model.
///
/// -Setting gives what a loss has besides, by the names of the method's parameters: @{ labelSmoothing = 0.1 }, @{ weight = 1,2,3 }.
/// </remarks>
/// <example>
///   <summary>Scores of three classes against class numbers</summary>
///   <code>
///   $scores = New-Tensor (2,0,1),(0,3,0)
///   Measure-Loss $scores (0,1) -Loss CrossEntropy
///   </code>
/// </example>
/// <example>
///   <summary>Classes that count differently</summary>
///   <code>
///   $scores = New-Tensor (2,0,1),(0,3,0)
///   Measure-Loss $scores (0,1) -Loss CrossEntropy -Reduction Sum -Setting @{ weight = 1,1,5; labelSmoothing = 0.1 }
///   </code>
/// </example>
/// <seealso cref="MeasureMseLossCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "Loss")]
[OutputType(typeof(Tensor))]
public sealed class MeasureLossCommand : LossCmdlet
{
    /// <summary>The loss, by its name among the methods of [LinRegPS.Loss]. It may stand before the prediction, too.</summary>
    [Parameter(Position = 2, Mandatory = true)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = string.Empty;

    /// <summary>Mean of the losses, their Sum, None of both, or for KlDiv the BatchMean: the sum over the number of rows.</summary>
    [Parameter]
    public Reduction Reduction { get; set; }

    /// <summary>Other settings of the loss, a hashtable of names and values.</summary>
    [Parameter]
    public IDictionary? Setting { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        // A name is no prediction: Measure-Loss Huber $prediction $target.
        var (prediction, target, named) = Unwrap(Prediction) is string && Unwrap(Loss) is not string ? (Target, Loss, Prediction) : (Prediction, Target, Loss);
        string loss = LossArgument.Name(named);
        var tensors = LossFunction.TensorSettings(loss);
        var settings = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Setting ?? new Hashtable())
        {
            string name = $"{entry.Key}";
            settings[name] = tensors.Contains(name, StringComparer.OrdinalIgnoreCase) && Unwrap(entry.Value) is { } value ? ToTensor(value, name) : Unwrap(entry.Value);
        }
        if (IsBound(nameof(Reduction)))
            settings[nameof(Reduction)] = Reduction;
        Write(LossFunction.Named(loss, AllowBroadcast, settings)
            .Compute(ToTensor(prediction, nameof(Prediction)), ToTensor(target, nameof(Target))));
    }
}
