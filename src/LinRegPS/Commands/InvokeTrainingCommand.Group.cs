using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Models;
using LinRegPS.Groups;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// Several processes that train one model. Whatever each of them does alone may fail there alone, and is agreed upon.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>The processes of Enter-ProcessGroup: each takes its share of the rows of every batch, and all have the same model in each step. All ranks give the same arguments and data; parameters and random numbers are those of rank 0. Records, progress, warnings and checkpoints come from rank 0; script blocks run on all ranks. BatchNorm normalizes each rank's share by itself.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ProcessGroup { get; set; }

    /// <summary>Cuts each batch into so many parts, whose gradients are added up in float64 in their order: with as many parts any number of ranks, one too, gives the same bits. As many parts as ranks where it is left out; dropout draws for each part.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Part { get; set; }

    private protected override ProcessGroup? Group => ProcessGroup is null ? null : ToGroup(ProcessGroup);

    private protected override int? Parts => IsBound(nameof(Part)) ? Part : null;

    // Whether this process writes what all have done.
    private bool IsTelling => ProcessGroup is null || ToGroup(ProcessGroup).Rank == 0;

    private (TrainingLoop Loop, TrainingObserver[] Asked) SetUp()
    {
        if (!IsBound(nameof(CheckpointPath)))
            RequireNoneOfCheckpoints();
        if (Group is not null || Parts is not null)
            return SetUpTogether();
        var loop = ToLoop(ToStart());
        return (loop, Asked(loop));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (TrainingLoop Loop, TrainingObserver[] Asked) SetUpTogether()
    {
        bool isShared = Parts > 1 || Group is { Size: > 1 };
        foreach (string name in new[] { nameof(Diagnose), nameof(DiagnosticVariable) })
        {
            if (isShared && IsBound(name))
                throw CallErrors.Conflict(name, Group is { Size: > 1 } ? nameof(ProcessGroup) : nameof(Part));
        }
        var (loop, asked) = Together(() =>
        {
            var made = ToLoop(ToStart());
            return (made, Asked(made));
        });
        if (Group is { Size: > 1 } group)
            RequireSame(group, loop, asked);
        return (loop, asked);
    }

    private T Together<T>(Func<T> work) => Group is { Size: > 1 } group ? group.Agree(work) : work();

    private void Warn(string text)
    {
        if (IsTelling)
            WriteWarning(text);
    }

    // No records: nobody would read them.
    private void RunSilently(TrainingLoop loop, TrainingObserver[] asked)
    {
        foreach (int _ in loop.Run(asked, Stop))
        {
        }
    }

    // What a checkpoint would be refused for: other data, another rate.
    private static void RequireSame(ProcessGroup group, TrainingLoop loop, TrainingObserver[] asked)
    {
        var schedule = loop.Observers.OfType<ScheduleStepper>().FirstOrDefault()?.Schedule;
        var settings = group.Agree(() => TrainingSettings.Of(loop, schedule, asked.OfType<EarlyStopping>().FirstOrDefault(), asked.OfType<Validation>().FirstOrDefault()?.Data));
        foreach (var (name, text) in settings)
            group.RequireAlike(text, name);
    }

    // Of rank 0, which alone need see the file; nothing where there is none.
    private byte[] ReadTogether(string path)
    {
        var group = Group!;
        byte[] file = group.Agree(() => IsTelling && File.Exists(path) ? SafeFile.Read(path, ReadAll) : []);
        return group.BroadcastAny(file, 0);
    }

    private static byte[] ReadAll(Stream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
