namespace LinRegPS.Groups;

/// <summary>How a rank stands in the work of all. What is worse counts for all.</summary>
internal enum RankStatus
{
    /// <summary>It goes on.</summary>
    Going,

    /// <summary>It has come to an end, as all do.</summary>
    Ended,

    /// <summary>Somebody stopped it.</summary>
    Stopped,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>How the work of all has ended, by the first rank whose status is the worst.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Rank">That rank.</param>
/// <param name="Text">What it has to say.</param>
internal sealed record GroupEnd(RankStatus Status, int Rank, string Text)
{
    /// <summary>The error of another rank than the one that ended it; null where there is none.</summary>
    public Exception? Error => Status switch
    {
        RankStatus.Failed => Errors.OtherRank(Rank, Text),
        RankStatus.Stopped => Errors.RankStopped(Rank),
        _ => null,
    };
}

/// <summary>Ends a step of this rank where the work of all has ended.</summary>
internal sealed class GroupEndedException : Exception;
