using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Tells how many threads work together on large tensors.</summary>
/// <remarks>
/// At first it is one for each processor that PowerShell may use. The number holds for the whole process, and changes no result by a bit. It is PyTorch's torch.get_num_threads().
/// </remarks>
/// <example>
///   <summary>How many are there?</summary>
///   <code>Get-TensorThread</code>
/// </example>
/// <example>
///   <summary>One for a while, and then as many as before</summary>
///   <code>
///   $before = Get-TensorThread
///   Set-TensorThread 1
///   $x = New-Tensor -Ones -Shape 1000,1000
///   $x.Sum()
///   Set-TensorThread $before
///   </code>
/// </example>
/// <seealso cref="SetTensorThreadCommand"/>
[Cmdlet(VerbsCommon.Get, "TensorThread")]
[OutputType(typeof(int))]
public sealed class GetTensorThreadCommand : LinRegCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => WriteObject(TensorThreads.Count);
}
