using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that measures how far a prediction is from its target.</summary>
public abstract class LossCmdlet : LinRegCmdlet
{
    /// <summary>What the model gave.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Prediction { get; set; }

    // Not mandatory to PowerShell, which would not say that it needs its name after a prediction from the pipeline.
    /// <summary>What it should have given: in the same shape; of losses of classes, the numbers of classes. It can't be left out.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Target { get; set; }

    /// <summary>A factor for the loss, and so for every gradient.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Scale { get; set; } = 1;

    /// <summary>Allows shapes that differ and broadcast, where the loss can.</summary>
    [Parameter]
    public SwitchParameter AllowBroadcast { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!IsBound(nameof(Target)))
            ThrowUnusable(CallErrors.TargetMissing());
    }

    /// <summary>Writes the loss, times its factor.</summary>
    private protected void Write(Tensor loss) => WriteObject(Scale == 1 ? loss : loss * Scale);
}
