using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Files.Events;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// What TensorBoard shows of a training.
public sealed partial class InvokeTrainingCommand
{
    private Action<TrainingRecord>? _log;

    /// <summary>A folder of this training's own, to which each record is logged for TensorBoard, in an event file: loss, validation, metrics and learning rate, at the epoch as the step. A training that is interrupted or killed leaves what it logged; with -Resume or -StartEpoch it goes on in another file beside it. Import-TrainingTrace reads the folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TensorBoardPath { get; set; }

    /// <summary>Logs histograms of parameters and gradients too.</summary>
    [Parameter]
    public SwitchParameter TensorBoardHistogram { get; set; }

    private IDisposable? Log(TrainingLoop loop)
    {
        _log = null;
        if (IsBound(nameof(TensorBoardPath)))
            return LogEvents(loop);
        return TensorBoardHistogram ? throw CallErrors.NeededWith(nameof(TensorBoardHistogram), nameof(TensorBoardPath)) : null;
    }

    // Apart from the rest, so that nothing of it is loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IDisposable LogEvents(TrainingLoop loop)
    {
        var writer = new EventWriter(FilePath.For(SessionState, TensorBoardPath!), TensorBoardHistogram, Resume || Force || StartEpoch > 1);
        _log = record => writer.Write(record, loop.Optimizer.RateOf(0));
        return writer;
    }
}
