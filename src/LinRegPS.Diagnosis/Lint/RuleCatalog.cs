using LinRegPS.Diagnosis.Lint.Rules;
using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint;

/// <summary>All rules, in the order in which findings are reported: what spoils the numbers before what slows them.</summary>
internal static class RuleCatalog
{
    private static readonly Func<LintRule>[] s_rules =
    [
        () => new BroadcastLoss(),
        () => new CutGraph(),
        () => new InPlaceChange(),
        () => new ReplacedParameter(),
        () => new TargetGradient(),
        () => new StaleGraph(),
        () => new NonFinite(),
        () => new ForgottenParameter(),
        () => new NoZeroGrad(),
        () => new StaleStep(),
        () => new GradientFactor(),
        () => new WrongHead(),
        () => new ClassTargets(),
        () => new BoundedOutput(),
        () => new BatchOfOne(),
        () => new TrainMode(),
        () => new LateParameter(),
        () => new FrozenParameter(),
        () => new NewOptimizer(),
        () => new ScheduleFirst(),
        () => new RateTooHigh(),
        () => new RateTooLow(),
        () => new DyingRate(),
        () => new AlwaysClipped(),
        () => new DecayedBias(),
        () => new UnscaledFeatures(),
        () => new ExplodingGradient(),
        () => new VanishingGradient(),
        () => new DeadUnits(),
        () => new Saturated(),
        () => new MeanPrediction(),
        () => new UnbalancedClasses(),
        () => new UnrelatedLabels(),
        () => new SharedRows(),
        () => new LeakyScaler(),
        () => new Overfitting(),
        () => new Underfitting(),
        () => new Standstill(),
        () => new GrowingGraph(),
    ];

    public static IReadOnlyList<string> Ids { get; } = [.. s_rules.Select(make => make().Id)];

    public static IReadOnlyList<LintRule> Make(Func<string, bool> selected) =>
        [.. s_rules.Select(make => make()).Where(rule => selected(rule.Id))];
}
