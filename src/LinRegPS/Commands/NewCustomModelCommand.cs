using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a model of your own from named layers and a script block that computes its output.</summary>
/// <remarks>
/// In the script block, $this is the model and $this.name is a layer. Parameters are named after the layers, as in PyTorch: lin.weight. With [ordered]@{...} they are listed in that order, else by name.
///
/// In another runspace (Start-ThreadJob, ForEach-Object -Parallel) the block runs there, and sees none of the variables and functions around it: using one is an error. A class needs [NoRunspaceAffinity()] before it to be used there.
///
/// The other way is a class, as in PyTorch. PowerShell looks up a base class when it reads a script, so the module must be loaded before the script that holds the class is read. In the shell of this project it is; in pwsh keep the class in a file of its own and write, in another: Import-Module LinRegPS; . ./LinearRegression.ps1
///
/// The class: using namespace LinRegPS; class LinearRegression : Module { [Linear]$lin = [Linear]::new(1, 1); [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) } }
/// </remarks>
/// <example>
///   <summary>A linear layer by the name of lin</summary>
///   <code>
///   $model = New-CustomModel -Layer @{ lin = New-LinearModel 1 1 } -Forward { param($x) $this.lin.Forward($x) }
///   Get-ModelParameter $model
///   </code>
/// </example>
/// <example>
///   <summary>Two layers with a nonlinearity between</summary>
///   <code>
///   $model = New-CustomModel -Layer ([ordered]@{
///       hidden = New-LinearModel 1 8 -Seed 0
///       output = New-LinearModel 8 1 -Seed 1
///   }) -Forward { param($x) $this.output.Forward($this.hidden.Forward($x).Tanh()) }
///   $X = New-Tensor 0,1,2,3 -Shape 4,1
///   $Y = New-Tensor 0,1,0,1 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 50 -LogEvery 10
///   </code>
/// </example>
/// <seealso cref="NewLinearModelCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsCommon.New, "CustomModel")]
[OutputType(typeof(CustomModel))]
public sealed class NewCustomModelCommand : LinRegCmdlet
{
    /// <summary>The layers: a hashtable of names and models, or of lists and hashtables of models.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public IDictionary Layer { get; set; } = null!;

    /// <summary>Computes the output: takes the input tensor as its parameter and writes one tensor.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    public ScriptBlock Forward { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Process()
    {
        KeyValuePair<string, Module>[] layers = [.. Records.InOrder(Layer).SelectMany(entry => Layers(entry.Key, entry.Value))];
        var model = PSObject.AsPSObject(new CustomModel(layers, new ForwardBlock(Forward).Run) { Setup = $"{Forward}" });
        // The wrapper's members stay with the object: $model.lin works wherever the model goes.
        foreach (var (name, layer) in Records.InOrder(Layer))
            model.Properties.Add(new PSNoteProperty(name, Unwrap(layer)));
        WriteObject(model);
    }

    // Of lists and dictionaries, by the path that leads to each model, as those in a class's property have it: blocks.0, blocks.1.
    private static IEnumerable<KeyValuePair<string, Module>> Layers(string path, object? value, int depth = 0)
    {
        // A list may contain itself.
        if (depth > NestedNumbers.MostDimensions)
            throw CallErrors.NestedTooDeep(nameof(Layer), NestedNumbers.MostDimensions);
        return Unwrap(value) switch
        {
            IDictionary { Count: > 0 } named => Records.InOrder(named).SelectMany(entry => Layers($"{path}.{entry.Key}", entry.Value, depth + 1)),
            IList { Count: > 0 } list => Records.Items(list).Index().SelectMany(item => Layers($"{path}.{item.Index}", item.Item, depth + 1)),
            _ => [KeyValuePair.Create(path, ToModel(value))],
        };
    }
}
