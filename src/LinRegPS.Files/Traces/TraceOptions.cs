namespace LinRegPS.Files.Traces;

/// <summary>How a log of a training is read.</summary>
public sealed record TraceOptions
{
    /// <summary>The column or tag with the loss; found where null.</summary>
    public string? Loss { get; init; }

    /// <summary>Whether there is a record for each step that has a loss, rather than for each epoch.</summary>
    public bool BySteps { get; init; }

    /// <summary>Which of several trainings that one log holds, from 1; where null, several are an error.</summary>
    public int? Run { get; init; }

    /// <summary>Is told what was left out.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
