namespace LinRegPS.Diagnosis.Convergence;

/// <summary>Says what the numbers mean, and makes the report of them.</summary>
internal sealed class ConvergenceWords(
    LeastSquaresProblem problem, ConvergenceDirection[] directions, double learningRate, double tolerance, bool diverges)
{
    // Above this a person would call the directions unequal: the slowest takes ten times as long as the fastest.
    private const double IllConditioned = 10;

    // Who reads of three reads of none.
    private const int MostUndetermined = 3, MostNames = 10;

    public required double GradientScale { get; init; }

    public required int Outputs { get; init; }

    public required bool HasBias { get; init; }

    public required bool WithTarget { get; init; }

    public required Conditioning? Centred { get; init; }

    public required Conditioning? Scaled { get; init; }

    public required double Momentum { get; init; }

    public required double WeightDecay { get; init; }

    public required AdaptiveSteps? Adaptive { get; init; }

    public required double[] DecayedOptimum { get; init; }

    public required double[] Optimum { get; init; }

    public required PredictedStandstill? Standstill { get; init; }

    public required long? EpochsToTolerance { get; init; }

    private ConvergenceDirection[] Undetermined => [.. directions.Where(d => d.Eigenvalue == 0)];

    private ConvergenceDirection Fast => directions[0];

    private ConvergenceDirection Slow => directions.Last(d => d.Eigenvalue > 0);

    private bool IsFlat => Fast.Eigenvalue == 0;

    private double Spread => Fast.Eigenvalue / Slow.Eigenvalue;

    private double Stable => MomentumDescent.Limit(Momentum) / Fast.Eigenvalue;

    private double BestMomentum => MomentumDescent.Best(directions.Where(d => d.Eigenvalue > 0).Select(d => d.Step));

    public ConvergenceReport Report()
    {
        var plain = IsFlat ? null : Conditioning.Fixed("as it is", Fast.Eigenvalue, Slow.Eigenvalue, Momentum);
        return new ConvergenceReport(
            string.Join(' ', Findings().Where(text => text != "")), Evidence(plain), IsFlat ? "Look at the input: every feature is 0." : Remedy(plain!))
        {
            Parameter = directions[0].Parameter,
            LearningRate = learningRate,
            GradientScale = GradientScale,
            Eigenvalue = [.. directions.Select(d => d.Eigenvalue)],
            Condition = IsFlat || Undetermined.Length > 0 ? double.PositiveInfinity : Spread,
            Contraction = [.. directions.Select(d => d.Contraction)],
            Direction = directions,
            Tolerance = tolerance,
            EpochsToTolerance = EpochsToTolerance,
            Diverges = diverges,
            LargestStableRate = IsFlat || Adaptive is not null ? double.PositiveInfinity : Stable,
            BestMomentum = IsFlat || Adaptive is not null || learningRate == 0 || Fast.Step >= 4 ? double.NaN : BestMomentum,
            DecayedOptimum = DecayedOptimum,
            LeastEpochs = Adaptive?.LeastEpochs,
            BestRate = plain?.BestRate ?? double.NaN,
            Best = plain,
            BestContraction = plain?.BestContraction ?? double.NaN,
            Centred = Centred,
            Scaled = Scaled,
            Momentum = plain is null || Spread == 1 ? null : Conditioning.HeavyBall(Fast.Eigenvalue, Slow.Eigenvalue),
            Optimum = Optimum,
            Standstill = Standstill,
        };
    }

    private IEnumerable<string> Findings()
    {
        if (IsFlat)
        {
            yield return "Nothing can be learned: every feature is 0, and so is every gradient.";
            yield break;
        }
        if (Adaptive is not null)
        {
            yield return Adaptive.Finding();
            if (DecayedOptimum.Length > 0)
                yield return Pull();
            yield break;
        }
        if (learningRate == 0)
            yield return "The learning rate is 0: nothing moves.";
        else if (diverges)
            yield return F($"Training diverges: the learning rate {Apart(learningRate, Stable)} is {(Fast.Step == MomentumDescent.Limit(Momentum) ? "at" : "above")} the largest stable one, {Apart(Stable, learningRate)}; the error along {Fast.Mix()} is multiplied by {(Momentum == 0 ? Conditioning.Growth(Fast.Step, 5) : F($"{Fast.Contraction:G5}"))} in each epoch.");
        else if (Spread >= IllConditioned && Slow.Contraction >= Fast.Contraction)
            yield return F($"Slow: in each epoch the error shrinks to {Slow.Shrink} of itself along its slowest direction, to {Fast.Shrink} along the steepest.");
        else
            yield return F($"Converges: in each epoch the error shrinks to {directions.Where(d => d.Eigenvalue > 0).MaxBy(d => (d.Contraction, -d.Step))!.Shrink} of itself or less.");
        if (!diverges && Spread >= IllConditioned)
            yield return WhySlow();
        if (Undetermined.Length > 0)
            yield return WhyUndetermined();
        if (DecayedOptimum.Length > 0)
            yield return Pull();
        if (diverges || learningRate == 0)
            yield break;
        yield return EpochsToTolerance is not { } epochs
            ? F($"In exact arithmetic {(WithTarget ? "the optimum" : F($"{tolerance:G3} of any error"))} is more than {ConvergenceAnalysis.MostEpochs:G2} epochs away.")
            : WithTarget ? F($"In exact arithmetic the parameters are within {tolerance:G3} of their optimum after {epochs} epochs.")
            : F($"In exact arithmetic any error has shrunk to {tolerance:G3} of itself after {epochs} epochs.");
        if (Standstill is { } end)
            yield return F($"Float32 stands still at about epoch {end.Epoch}, at {string.Join(", ", end.Parameter.Select((name, j) => F($"{name} = {end.Value[j]:G9}")).Take(4))}{(end.Parameter.Length > 4 ? ", ..." : "")}: {WhyStill(end)}.");
    }

    private string Pull() => F($"Weight decay {WeightDecay:G7} pulls the optimum from {Values(Optimum)} to {Values(DecayedOptimum)}: that is where training ends.");

    private string Values(double[] parameters) => string.Join(", ", parameters.Take(4).Select((w, j) => F($"{(Outputs == 1 ? directions[0].Parameter[j] + " = " : "")}{w:G5}"))) + (parameters.Length > 4 ? ", ..." : "");

    private static string WhyStill(PredictedStandstill end) => end.StoppedByUlp.Length == 0
        ? "there the gradient is lost in the rounding of the predictions"
        : $"there the learning rate times the gradient is less than half an ulp of {string.Join(", ", end.StoppedByUlp.Take(4))}"
            + (end.StoppedByUlp.Length < end.Parameter.Length ? ", and the gradients of the others are lost in the rounding of the predictions" : "");

    private string WhySlow()
    {
        int[] main = Slow.Main();
        string bias = Slow.Parameter[^1];
        if (main.Length == 1)
            return F($"The slow one is {Slow.Mix()} alone: beside the others its feature is small, and so is its gradient.");
        string pull = HasBias && main.Contains(Slow.Vector.Length - 1)
            ? $"The {bias} and the {string.Join(", ", main.Where(j => j != Slow.Vector.Length - 1).Select(j => Slow.Parameter[j]))} pull against each other"
            : $"{string.Join(" and ", main.Take(4).Select(j => Slow.Parameter[j]))} pull against each other";
        return F($"{pull}: to change them along {Slow.Mix()} hardly changes the predictions (eigenvalue {Slow.Eigenvalue:G5} against {Fast.Eigenvalue:G5}).");
    }

    private string WhyUndetermined()
    {
        if (problem.Samples < directions.Length)
        {
            string free = Undetermined.Length == 1 ? $"{Undetermined[0].Mix()} never moves" : $"{Undetermined.Length} directions among them never move";
            return $"{problem.Samples} sample{(problem.Samples == 1 ? "" : "s")} can't determine {directions.Length} parameters: {free}.";
        }
        string more = Undetermined.Length <= MostUndetermined ? "" : $" {Undetermined.Length - MostUndetermined} more directions are not determined either.";
        return string.Join(' ', Undetermined.Take(MostUndetermined).Select(WhyUndetermined)) + more;
    }

    private string WhyUndetermined(ConvergenceDirection direction)
    {
        int[] main = direction.Main();
        string[] names = [.. main.Order().Select(j => direction.Parameter[j])];
        string some = string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : string.Empty);
        if (main.Length == 1)
            return $"{names[0]} is not determined: its feature is 0 in every sample, so that it never moves.";
        bool constant = HasBias && main.Contains(direction.Vector.Length - 1);
        return constant && main.Length == 2
            ? $"{names[0]} and {names[1]} are not determined: the feature is constant, which is what the bias is for; {direction.Mix()} never moves."
            : $"{some} are not determined: their features are collinear{(constant ? " with a constant, the bias" : "")}; {direction.Mix()} never moves.";
    }

    private string Evidence(Conditioning? plain) => plain is null ? "All eigenvalues of the Hessian are 0." : F(
        $"Eigenvalues of the Hessian{(GradientScale == 1 ? "" : F($", gradients times {GradientScale:G7},"))} {string.Join(", ", directions.Take(6).Select(d => F($"{d.Eigenvalue:G6}")))}{(directions.Length > 6 ? ", ..." : "")}{(Outputs == 1 ? "" : $" for each of {Outputs} outputs")}; condition number {(Undetermined.Length > 0 ? double.PositiveInfinity : Spread):G5}; {(Momentum == 0 ? "|1 - rate * eigenvalue|" : F($"with momentum {Momentum:G4} an epoch multiplies the error by"))} {string.Join(", ", directions.Take(6).Select(d => d.Shrink))}.");

    private string Remedy(Conditioning plain)
    {
        if (Adaptive is not null)
            return Adaptive.Remedy();
        var remedies = new List<string>();
        if (diverges)
            remedies.Add(plain.BestRate > 0.9999 * Stable ? F($"Take a learning rate below {Stable:G5}: the best fixed one is close to it.") : F($"Take a learning rate below {Stable:G5}; {plain.BestRate:G5} is the best fixed one."));
        if (Undetermined.Length > 0)
            remedies.Add(problem.Samples < directions.Length ? "Take more samples or fewer features." : "Leave out one of the features that say the same, or take no bias beside a constant one; predictions are the same.");
        // The largest gain that is to be had before the data is as good as it gets.
        if (Spread >= IllConditioned && Centred is not null && Centred.Condition < Spread / 2)
        {
            remedies.Add(F($"Centre the feature{(directions.Length > 2 ? "s" : "")}: {Fast.Eigenvalue:G3} / {Slow.Eigenvalue:G3} becomes {Centred.Largest:G3} / {Centred.Smallest:G3}, and rate {Centred.BestRate:G3} shrinks the error to {Centred.Shrink(3)} of itself in each epoch."));
        }
        if (Spread >= IllConditioned && Scaled is not null && Scaled.Condition < Math.Min(Spread, Centred?.Condition ?? Spread) / 2)
            remedies.Add(F($"Scale the features to equal size{(HasBias ? " once they are centred" : "")}: {Scaled.Largest:G3} / {Scaled.Smallest:G3}."));
        if (!diverges && learningRate < plain.BestRate / 2)
        {
            string reaches = plain.BestContraction < 1e-12 ? "reaches the optimum in one epoch" : F($"shrinks the error to {plain.Shrink(5)} of itself in each epoch");
            remedies.Add(F($"{(remedies.Count > 0 ? "As it is, the" : "The")} best fixed rate is {plain.BestRate:G5}; it {reaches}."));
        }
        if (Momentum > 0 && !diverges && learningRate > 0 && BestMomentum is var best && MomentumDescent.Contraction(Slow.Step, best) < 0.99 * directions.Where(d => d.Eigenvalue > 0).Max(d => d.Contraction))
            remedies.Add(F($"At this rate momentum {Conditioning.Shrink(best, 1 - best, 4)} is the best; it shrinks the error to {Conditioning.Shrink(Math.Sqrt(best), (1 - best) / 2, 4)} of itself in each epoch."));
        if (Spread >= IllConditioned && remedies.Count > 0 && Conditioning.HeavyBall(Fast.Eigenvalue, Slow.Eigenvalue) is { Momentum: < 1 } heavy)
            remedies.Add(F($"Momentum {Conditioning.Shrink(heavy.Momentum, 1 - heavy.Momentum, 3)} with rate {heavy.BestRate:G3} makes that {heavy.Shrink(4)}."));
        return string.Join(' ', remedies);
    }

    // With as many digits as tell it from another.
    private static string Apart(double value, double other)
    {
        int digits = 7;
        while (digits < 17 && value != other && Digits(value) == Digits(other))
            digits++;
        return Digits(value);

        string Digits(double number) => number.ToString("G" + digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
