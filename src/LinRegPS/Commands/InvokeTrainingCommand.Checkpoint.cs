using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Files.Models;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// Checkpoints, from which a training that was stopped or killed goes on.
public sealed partial class InvokeTrainingCommand
{
    private Func<int>? _savedEpoch;

    /// <summary>A file from which -Resume goes on: model, optimizer, schedule, random numbers, epoch, and what -Patience has seen. It is written before the first epoch, every -CheckpointEvery epochs and at the end; killed at any moment, a training leaves it whole.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>After every how many epochs -CheckpointPath is written.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int CheckpointEvery { get; set; } = 1;

    /// <summary>Goes on from -CheckpointPath, with the bits of a training that was never interrupted, until -Epoch epochs are done in all. The other arguments are to be those of before: where the file is of another training, the error says in what. Without a file training begins, with a warning.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Begins anew where -CheckpointPath exists, and overwrites it; logs to -TensorBoardPath where another training has logged.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private void RequireNoneOfCheckpoints()
    {
        foreach (string name in new[] { nameof(CheckpointEvery), nameof(Resume), nameof(Force) })
        {
            if (IsBound(name) && !(name == nameof(Force) && IsBound(nameof(TensorBoardPath))))
                throw CallErrors.NeededWith(name, nameof(CheckpointPath));
        }
    }

    // Last of those that look on: what it writes is where all others are. False where nothing is left to train. Apart from the rest,
    // so that nothing of it is loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AddCheckpoint(TrainingLoop loop, ref TrainingObserver[] asked)
    {
        if (Resume && IsBound(nameof(StartEpoch)))
            throw CallErrors.Conflict(nameof(Resume), nameof(StartEpoch));
        if (Resume && Force)
            throw CallErrors.Conflict(nameof(Resume), nameof(Force));
        string path = FilePath.For(SessionState, CheckpointPath!);
        var others = asked;
        var checkpoint = Together(() => new TrainingCheckpoint(path, CheckpointEvery, loop, others) { Writes = IsTelling });
        _savedEpoch = () => checkpoint.SavedEpoch;
        byte[]? shared = null;
        if (Resume && (Group is null ? File.Exists(path) : (shared = ReadTogether(path)).Length > 0))
        {
            bool isLeft = Together(() => shared is null ? checkpoint.Resume() : checkpoint.Resume(shared));
            Tell(() => FormattableString.Invariant($"'{path}' is of epoch {checkpoint.SavedEpoch}."));
            if (!isLeft)
            {
                Warn(FormattableString.Invariant($"The training of '{path}' has ended, after epoch {checkpoint.SavedEpoch}. The model is as it left it."));
                RestoreBest(asked);
                return false;
            }
        }
        else if (Resume)
        {
            Warn($"There is no '{path}' to go on from: training begins.");
        }
        else if (!Force)
        {
            Together(() =>
            {
                checkpoint.RequireNew();
                return true;
            });
        }
        asked = [.. asked, checkpoint];
        return true;
    }

    private string HowToGoOn(int next) => _savedEpoch is null ? $"-StartEpoch {next} goes on" : $"-Resume goes on after epoch {_savedEpoch()}, from '{CheckpointPath}'";

    private void RestoreBest(TrainingObserver[] observers)
    {
        foreach (var observer in observers)
        {
            if (observer is not EarlyStopping stopping)
                continue;
            stopping.RestoreBest();
            WarnOfNoBest(stopping);
        }
    }
}
