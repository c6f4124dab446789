using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Sets how many threads work together on large tensors.</summary>
/// <remarks>
/// Results are the same to the bit whatever the number: work is cut in the same way for any of them. Small tensors, such as those of a line through four points, are always the caller's work alone. The number holds for the whole process, until it is set again. It is PyTorch's torch.set_num_threads().
/// </remarks>
/// <example>
///   <summary>Leave the other processors to others</summary>
///   <code>Set-TensorThread 1</code>
/// </example>
/// <example>
///   <summary>For a while</summary>
///   <code>
///   $before = Get-TensorThread
///   Set-TensorThread -Count 1
///   $A = New-Tensor -Uniform -Shape 500,500 -Seed 0
///   $B = $A.MatMul($A)
///   Set-TensorThread -Count $before
///   </code>
///   <para>$B is the same with any number of threads.</para>
/// </example>
/// <seealso cref="GetTensorThreadCommand"/>
[Cmdlet(VerbsCommon.Set, "TensorThread")]
[OutputType(typeof(void))]
public sealed class SetTensorThreadCommand : LinRegCmdlet
{
    /// <summary>The number of threads, that of the caller among them; at least 1.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Number(typeof(int))]
    public int Count { get; set; }

    /// <inheritdoc/>
    protected override void Process() => TensorThreads.Count = Count;
}
