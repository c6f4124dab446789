using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Lists what a model learns: each parameter with its name, shape, value and gradient.</summary>
/// <remarks>
/// Value is the tensor itself, not a copy: it can be changed in place, and shows what training makes of it. The names are the paths of the properties that hold the tensors, as in PyTorch: lin.weight.
/// </remarks>
/// <example>
///   <summary>Weight and bias</summary>
///   <code>
///   $model = New-LinearModel 3 1 -Seed 0
///   Get-ModelParameter $model
///   </code>
/// </example>
/// <example>
///   <summary>One number, at full precision</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   (Get-ModelParameter $model -Name bias).Value.Item()
///   </code>
/// </example>
/// <seealso cref="StepSgdCommand"/>
/// <seealso cref="ClearGradientCommand"/>
[Cmdlet(VerbsCommon.Get, "ModelParameter")]
[OutputType(typeof(ModelParameter))]
public sealed class GetModelParameterCommand : LinRegCmdlet
{
    /// <summary>The model.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The names of the parameters wanted; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ParameterNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var parameters = ToModel(Model).NamedParameters();
        foreach (string name in Name ?? ["*"])
        {
            var pattern = NamePattern.Of(name);
            var found = parameters.Where(p => pattern.IsMatch(p.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                throw Errors.NoSuchParameter(name, parameters.Select(p => p.Name));
            WriteObject(found, enumerateCollection: true);
        }
    }
}
