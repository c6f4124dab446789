using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Data;
using LinRegPS.Groups;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.Streaming;

namespace LinRegPS.Commands;

// Rows that several processes have, each its own.
public sealed partial class MeasureLinearModelCommand
{
    /// <summary>The processes of Enter-ProcessGroup: each gives rows of its own, and the fit is that of all.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ProcessGroup { get; set; }

    private ProcessGroup? Group => ProcessGroup is null ? null : ToGroup(ProcessGroup);

    // A rank whose rows have faults reports them, and the others do not wait for it.
    private void RequireSoundElsewhere()
    {
        if (Group is not { Size: > 1 } group)
            return;
        bool isSound = _reader is not { IsSound: false };
        int other = Array.IndexOf(group.AllGather(isSound ? 1.0 : 0), 0);
        if (isSound && other >= 0)
            throw Errors.OtherRank(other, "rows of it can't be used.");
        if (From is not null)
            throw CallErrors.Conflict(nameof(From), nameof(ProcessGroup));
    }

    private LinearFit FitTogether(ProcessGroup group)
    {
        var fit = Fit(group.Agree<ObservationSource>(() => TargetName is { } target ? ObjectRows(target) : new RowObservations(FromNumbers())));
        foreach (string name in TargetName is null ? [] : Names)
            WarnOfMerged(name, _variables[name].Merged);
        return fit;
    }

    private PackedObservations ObjectRows(string target)
    {
        RequireNames(target);
        return new PackedObservations(_rows, Names, target, _omitted, i => _variables[Names[i]] is { IsFactor: true, Levels: var levels } ? levels : null);
    }

    private LinearFit Fit(ObservationSource rows) =>
        new StreamedLeastSquares(rows) { Degree = Degree, ConfidenceLevel = ConfidenceLevel, Cancellation = Stop, Group = Group }.Fit(!NoBias);
}
