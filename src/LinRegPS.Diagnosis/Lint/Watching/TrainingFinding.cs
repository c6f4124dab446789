namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>One mistake that a rule of the training lint found.</summary>
public sealed class TrainingFinding : Verdict
{
    internal TrainingFinding(string ruleId, string name, int firstStep, int count, string finding, string evidence, string remedy)
    {
        (RuleId, Name, FirstStep, Count) = (ruleId, name, firstStep, count);
        (Finding, Evidence, Remedy) = (finding, evidence, remedy);
    }

    /// <summary>The rule: BroadcastLoss, NoZeroGrad and so on.</summary>
    public string RuleId { get; }

    /// <summary>The parameter or operation that it is about; empty where it is about the whole training.</summary>
    public string Name { get; }

    /// <summary>The epoch in which it was first seen; in a script, the number of the backward pass.</summary>
    public int FirstStep { get; }

    /// <summary>How often it was seen. Long trainings are looked at in samples, so it may have happened more often.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{RuleId}: {Finding}";
}
