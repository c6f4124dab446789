using System.Collections.Concurrent;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>For each event the rules that override it, so that what happens often is told to nobody in vain.</summary>
internal sealed class RuleEvents(IReadOnlyList<LintRule> rules)
{
    private static readonly ConcurrentDictionary<(Type Rule, string Event), bool> s_listens = new();

    public LintRule[] Ran { get; } = Listeners(rules, nameof(LintRule.Ran));

    public LintRule[] LossRefused { get; } = Listeners(rules, nameof(LintRule.LossRefused));

    public LintRule[] Read { get; } = Listeners(rules, nameof(LintRule.Read));

    public LintRule[] Detached { get; } = Listeners(rules, nameof(LintRule.Detached));

    public LintRule[] NothingRecorded { get; } = Listeners(rules, nameof(LintRule.NothingRecorded));

    public LintRule[] SavedTensorChanged { get; } = Listeners(rules, nameof(LintRule.SavedTensorChanged));

    public LintRule[] GraphFreed { get; } = Listeners(rules, nameof(LintRule.GraphFreed));

    public LintRule[] Inspect { get; } = Listeners(rules, nameof(LintRule.Inspect));

    public LintRule[] InspectNonFinite { get; } = Listeners(rules, nameof(LintRule.InspectNonFinite));

    public LintRule[] GradientPassed { get; } = Listeners(rules, nameof(LintRule.GradientPassed));

    public LintRule[] BackwardEnded { get; } = Listeners(rules, nameof(LintRule.BackwardEnded));

    public LintRule[] Accumulating { get; } = Listeners(rules, nameof(LintRule.Accumulating));

    public LintRule[] SettingGradient { get; } = Listeners(rules, nameof(LintRule.SettingGradient));

    public LintRule[] Changing { get; } = Listeners(rules, nameof(LintRule.Changing));

    public LintRule[] Stepping { get; } = Listeners(rules, nameof(LintRule.Stepping));

    public LintRule[] StepRefused { get; } = Listeners(rules, nameof(LintRule.StepRefused));

    public LintRule[] Refused { get; } = Listeners(rules, nameof(LintRule.Refused));

    public LintRule[] ClassesRefused { get; } = Listeners(rules, nameof(LintRule.ClassesRefused));

    public LintRule[] BackwardStarts { get; } = Listeners(rules, nameof(LintRule.BackwardStarts));

    public LintRule[] LayerTrained { get; } = Listeners(rules, nameof(LintRule.LayerTrained));

    public LintRule[] OptimizerSteps { get; } = Listeners(rules, nameof(LintRule.OptimizerSteps));

    public LintRule[] ScheduleStepped { get; } = Listeners(rules, nameof(LintRule.ScheduleStepped));

    public LintRule[] Asked { get; } = Listeners(rules, nameof(LintRule.Asked));

    public LintRule[] Clipping { get; } = Listeners(rules, nameof(LintRule.Clipping));

    private static LintRule[] Listeners(IReadOnlyList<LintRule> rules, string name) => [.. rules.Where(rule => s_listens.GetOrAdd(
        (rule.GetType(), name), key => key.Rule.GetMethod(key.Event)!.DeclaringType != typeof(LintRule)))];
}
