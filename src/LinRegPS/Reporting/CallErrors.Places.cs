namespace LinRegPS.Reporting;

// Arguments that are missing, or stand in the place of others.
internal static partial class CallErrors
{
    /// <summary>A model and nothing to train it on.</summary>
    public static Exception DataMissing() => new InvalidValueException(
        "DataNeeded", "There is no -InputObject: what should the model be trained on?", "Give input and target after the model, or a data set.", name: "InputObject");

    /// <summary>Nothing where the data are meant.</summary>
    public static Exception InputNull() => new InvalidValueException(
        "NullValue", "-InputObject is null: there is nothing to work on.", "Look whether its variable was ever set, and how it is spelt.", name: "InputObject");

    /// <summary>Input without a target.</summary>
    public static Exception TargetMissing() => new InvalidValueException(
        "TargetNeeded", "There is no -Target: what should the model give for the input?",
        "Give it after the input, or give a batch of a data loader or a data set, which have one.", name: "Target");

    /// <summary>A number where the target has its place: the arguments behind it have moved up.</summary>
    public static Exception NumberForTarget(object target, string call, object? rate, object? epochs) => new InvalidValueException(
        "TargetNeeded", FormattableString.Invariant($"There is no -Target: {Errors.Shown(target)} stands in its place, and is no row for each of the input."),
        $"Give what the model should give for the input: {call} -LearningRate {Meant(rate, "0.01")} -Epoch {Meant(epochs, "100")}.", name: "Target", value: target);

    /// <summary>A step of no size.</summary>
    public static Exception RateMissing(string cmdlet) => new InvalidValueException(
        "RateNeeded", "There is no -LearningRate.", $"Give it by its name: $w | {cmdlet} -LearningRate 0.01.", name: "LearningRate");

    /// <summary>A rate to judge, that is not there.</summary>
    public static Exception RateMissing() => new InvalidValueException(
        "RateNeeded", "There is no -LearningRate: which size of a step should be looked at?", "Give it, -LearningRate 0.01 for instance.", name: "LearningRate");

    /// <summary>A model before its data, with other arguments named than can be told apart.</summary>
    public static Exception ModelInPlaceOfInput() => new InvalidValueException(
        "PlaceTaken", "A model stands in the place of the input, and what follows it is not input, target and learning rate without names, nor a data set.",
        "Name it: Measure-Convergence $X -Target $Y -Model $model -LearningRate 0.01.", name: "InputObject");

    /// <summary>One argument too many.</summary>
    public static Exception NoPlace(object? argument) => new InvalidValueException(
        "NoPlace", $"{Shown(Conversion.Wrapping.Unwrap(argument))} has no place after input, target and learning rate.", "Name what it is for.", value: argument);

    /// <summary>A training of no length.</summary>
    public static Exception EpochMissing() => new InvalidValueException(
        "EpochNeeded", "There is no -Epoch: how many times should it go over the data?", "Give it, -Epoch 100 for instance.", name: "Epoch");

    /// <summary>The same, where the data left later arguments in places of other parameters.</summary>
    /// <param name="data">What messages call the data.</param>
    /// <param name="call">The call without its numbers.</param>
    /// <param name="rate">What was perhaps meant as the learning rate.</param>
    /// <param name="epochs">What was perhaps meant as the epochs.</param>
    public static Exception EpochMissing(string data, string call, object? rate, object? epochs) => new InvalidValueException(
        "EpochNeeded", $"There is no -Epoch: with {data}, what has no name stands in the places of other parameters.",
        $"Name them: {call} -LearningRate {Meant(rate, "0.01")} -Epoch {Meant(epochs, "100")}.", name: "Epoch");

    private static string Meant(object? value, string usual) =>
        Conversion.Wrapping.Unwrap(value) is ValueType number ? FormattableString.Invariant($"{number}") : usual;

    /// <summary>An argument in the place of what comes down the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="taken">The parameter that it was taken for.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="meant">The parameters that it and those behind it were perhaps meant for.</param>
    public static Exception PlaceTaken(string cmdlet, string taken, object? argument, string[] meant) => new InvalidValueException(
        "PlaceTaken", $"{Shown(Conversion.Wrapping.Unwrap(argument))} is given for -{taken}, where what comes down the pipeline has its place.",
        meant.Length == 0 ? "Leave one of them out." : $"Name what it is for: ... | {cmdlet}{string.Concat(meant.Select(name => $" -{name} ..."))}", name: taken, value: argument);

    /// <summary>Something down the pipeline to a call that makes what it writes of nothing.</summary>
    public static Exception NothingFromPipeline(string cmdlet) => new InvalidValueException(
        "NothingFromPipeline", $"With these parameters {cmdlet} takes nothing from the pipeline.", "Leave out what comes before it; for each object call it in ForEach-Object.");

    /// <summary>Records of one training, with nothing to compare them with.</summary>
    public static Exception CandidateMissing() => new InvalidValueException(
        "CandidateNeeded", "There is no -Candidate: what should the training be compared with?", "Give the records of another, each training an array: Compare-Training $a $b.", name: "Candidate");
}
