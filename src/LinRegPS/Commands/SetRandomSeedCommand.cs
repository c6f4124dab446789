using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Fixes the random numbers of all that is made after it: models, tensors, orders, dropped elements.</summary>
/// <remarks>
/// The same as PyTorch's torch.manual_seed(seed), with PyTorch's numbers: models made one after the other, whose start is random, are those that PyTorch makes. What is given a -Seed of its own draws from that instead. The seed holds for the whole process; runspaces that draw at the same time get numbers that depend on their order.
/// </remarks>
/// <example>
///   <summary>Two layers, as torch.manual_seed(0) and two nn.Linear make them</summary>
///   <code>
///   Set-RandomSeed 0
///   $first = New-LinearModel 3 4
///   $second = New-LinearModel 4 1
///   </code>
/// </example>
/// <example>
///   <summary>The same numbers again</summary>
///   <code>
///   Set-RandomSeed 42
///   $a = New-Tensor -Normal -Shape 3
///   Set-RandomSeed 42
///   $b = New-Tensor -Normal -Shape 3
///   "$a" -eq "$b"
///   </code>
/// </example>
/// <seealso cref="NewTensorCommand"/>
/// <seealso cref="NewLinearModelCommand"/>
[Cmdlet(VerbsCommon.Set, "RandomSeed")]
[OutputType(typeof(void))]
public sealed class SetRandomSeedCommand : LinRegCmdlet
{
    /// <summary>Any whole number, of which the low 32 bits count.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Generator.ManualSeed(Seed);
}
