using System.Collections.ObjectModel;
using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Runs a script block without recording operations.</summary>
/// <remarks>
/// For predictions, and for changing parameters by hand. It is PyTorch's "with torch.no_grad():". The block runs in the scope of the caller, so variables assigned in it stay.
///
/// To change a parameter use a method that changes it in place, such as $w.Sub_(...). The operator $w -= ... makes a new tensor, which is no parameter any more.
/// </remarks>
/// <example>
///   <summary>A step by hand</summary>
///   <code>
///   $w = New-Tensor 3 -RequiresGrad
///   $w.Square().Backward()
///   Invoke-NoGrad { $null = $w.Sub_(0.1 * $w.Grad) }
///   $w
///   </code>
/// </example>
/// <example>
///   <summary>A prediction that records nothing</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Weight 2 -Bias 0
///   Invoke-NoGrad { Invoke-Model $model (New-Tensor 5 -Shape 1,1) }
///   </code>
/// </example>
/// <seealso cref="StepSgdCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "NoGrad")]
[OutputType(typeof(object))]
public sealed class InvokeNoGradCommand : LinRegCmdlet
{
    /// <summary>What to run.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Process()
    {
        Collection<PSObject> output;
        using (GradMode.NoGrad())
            output = InvokeCommand.InvokeScript(useLocalScope: false, ScriptBlock, null, null);
        // The next commands of the pipeline run inside WriteObject, and they record again.
        WriteObject(output, enumerateCollection: true);
    }
}
