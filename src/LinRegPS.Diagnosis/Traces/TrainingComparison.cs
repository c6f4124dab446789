namespace LinRegPS.Diagnosis.Traces;

/// <summary>Why two trainings part.</summary>
public enum TrainingDifference
{
    /// <summary>They do not part.</summary>
    None,

    /// <summary>Another order of summation, or numbers of another precision.</summary>
    Rounding,

    /// <summary>The loss is multiplied by a number, and nothing else.</summary>
    LossScale,

    /// <summary>The gradient is multiplied by a number.</summary>
    GradientFactor,

    /// <summary>The gradient differs in another way.</summary>
    Gradient,

    /// <summary>One has a parameter that the other has not.</summary>
    Parameter,

    /// <summary>They start from different parameters.</summary>
    Start,

    /// <summary>They have different learning rates.</summary>
    Rate,

    /// <summary>One steps in another way than rate times gradient: momentum, decay, a schedule.</summary>
    Optimizer,

    /// <summary>One records its parameters before its step, the other after it.</summary>
    RecordedBeforeStep,

    /// <summary>The same start has another loss: other data or another loss function.</summary>
    Data,

    /// <summary>One has left the range of float32 and the other has not, for no cause that is recorded.</summary>
    Diverged,

    /// <summary>What is recorded does not tell.</summary>
    Unknown,
}

/// <summary>What a training records.</summary>
public enum TrainingQuantity
{
    /// <summary>The loss.</summary>
    Loss,

    /// <summary>A gradient.</summary>
    Gradient,

    /// <summary>A parameter.</summary>
    Parameter,
}

/// <summary>What comparing two trainings showed.</summary>
public sealed class TrainingComparison : Verdict
{
    internal TrainingComparison(string reference, string candidate, TrainingDifference cause, string finding, string evidence, string remedy)
    {
        (Reference, Candidate, Cause, Finding, Evidence, Remedy) = (reference, candidate, cause, finding, evidence, remedy);
    }

    /// <summary>The name of the training compared with.</summary>
    public string Reference { get; }

    /// <summary>The name of the training in question.</summary>
    public string Candidate { get; }

    /// <summary>The likely cause.</summary>
    public TrainingDifference Cause { get; }

    /// <summary>How many epochs both have recorded.</summary>
    public int CommonEpochs { get; internal init; }

    /// <summary>The first epoch in which they differ, or null.</summary>
    public int? PartEpoch { get; internal init; }

    /// <summary>By how many float32 numbers they differ there.</summary>
    public long? PartUlp { get; internal init; }

    /// <summary>What differs first, in the order in which an epoch computes: loss, gradient, parameter.</summary>
    public TrainingQuantity? PartQuantity { get; internal init; }

    /// <summary>The column that differs first, by the reference's name: <c>weight.grad</c>.</summary>
    public string PartName { get; internal init; } = string.Empty;

    /// <summary>The number that the reference's gradient, or loss, is multiplied by; null where there is none.</summary>
    public double? Factor { get; internal init; }

    /// <summary>The reference's learning rate, from its steps and gradients; null where they show none.</summary>
    public double? ReferenceRate { get; internal init; }

    /// <summary>The candidate's learning rate, from its steps and gradients; null where they show none.</summary>
    public double? CandidateRate { get; internal init; }

    /// <summary>The epoch from which on the reference's parameters stay the same, or null.</summary>
    public int? ReferenceStandstillEpoch { get; internal init; }

    /// <summary>The epoch from which on the candidate's parameters stay the same, or null.</summary>
    public int? CandidateStandstillEpoch { get; internal init; }

    /// <summary>The loss to which epochs are counted: the one asked for, else the least that both reach.</summary>
    public double? TargetLoss { get; internal init; }

    /// <summary>The first of the reference's recorded epochs with that loss, or null.</summary>
    public int? ReferenceEpochsToLoss { get; internal init; }

    /// <summary>The first of the candidate's recorded epochs with that loss, or null.</summary>
    public int? CandidateEpochsToLoss { get; internal init; }

    /// <summary>How many times as fast as the reference the candidate reaches the loss (else, comes to a standstill); null where one does not.</summary>
    public double? SpeedRatio { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Candidate} against {Reference}: {Finding}";
}
