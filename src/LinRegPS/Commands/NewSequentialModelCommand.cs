using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Makes a model of layers one after the other, each a line of its own.</summary>
/// <remarks>
/// In the script block each layer is a command by the name of its class, as in PyTorch: Linear 2 16, Tanh, Conv2d 1 8 3 -Padding 1, LSTM 3 8 -BatchFirst, and Sequential { ... } for layers within. Arguments are those of PyTorch, by place or by name. Models made otherwise, variables and loops may stand between. -Layer takes the same as text, and there Tab completes the names; in the block PowerShell completes only commands that exist outside of it.
///
/// The parameters are drawn in the order of the layers, PyTorch's for the same -Seed. Measure-Model shows what the layers make of an input, and where shapes do not fit.
/// </remarks>
/// <example>
///   <summary>Classes by two numbers</summary>
///   <code>
///   $model = New-SequentialModel { Linear 2 16; Tanh; Linear 16 2 } -Seed 0
///   $X = New-Tensor (0,0),(0,1),(1,0),(1,1)
///   Invoke-Training $model $X (0,1,1,0) -LearningRate 0.5 -Epoch 200 -Loss CrossEntropy -LogEvery 50
///   </code>
/// </example>
/// <example>
///   <summary>Layers for images</summary>
///   <code>
///   New-SequentialModel -Seed 0 {
///       Conv2d 1 8 3 -Padding same
///       ReLU
///       MaxPool2d 2
///       Flatten
///       Linear 1568 10
///   } | Measure-Model -InputShape 1,28,28
///   </code>
/// </example>
/// <example>
///   <summary>As text</summary>
///   <code>New-SequentialModel -Layer 'Linear 2 16', 'Tanh', 'Linear 16 2' -Seed 0</code>
/// </example>
/// <seealso cref="MeasureModelCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="NewCustomModelCommand"/>
[Cmdlet(VerbsCommon.New, "SequentialModel", DefaultParameterSetName = "Block")]
[OutputType(typeof(Sequential))]
public sealed class NewSequentialModelCommand : LinRegCmdlet
{
    /// <summary>The layers, each by its name and its arguments.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Block")]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The layers as text: a name with its arguments for each.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Layer")]
    [ArgumentCompleter(typeof(Completion.LayerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Layer { get; set; } = [];

    /// <summary>Fixes the random start: the same seed gives the same model, and PyTorch's.</summary>
    [Parameter]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var block = IsBound(nameof(Layer)) ? LayerBlock.Parse(Layer) : ScriptBlock;
        var layers = new LayerBlock(IsBound(nameof(Seed)) ? new Generator(Seed) : null);
        WriteObject(layers.Read(block, name => SessionState.InvokeCommand.GetCommand(name, CommandTypes.All) is not null));
    }
}
