namespace LinRegPS.Diagnosis;

/// <summary>Errors of the diagnosis: ids and texts in one place.</summary>
public static partial class DiagnosisErrors
{
    internal static Exception GradientCount(int references, int candidates) => new ShapeMismatchException(
        "GradientCountMismatch",
        $"{references} gradients against {candidates}: gradients without names are compared by their places, so there must be as many. Name them, as the keys of a hashtable or by giving models.");

    /// <summary>Something that holds no gradient.</summary>
    public static Exception NotAGradient(object? value) => new InvalidValueException(
        "NotAGradient",
        $"'{value ?? "null"}' ({value?.GetType().Name ?? "null"}) is not a gradient: give a tensor, a parameter, a model, or a list or hashtable of them.");

    internal static Exception NoRecords(string name) => new InvalidValueException(
        "NoTrainingRecord", $"{name}: there are no records. Give what Invoke-Training wrote, or objects with Epoch, Loss and a column for each parameter.");

    internal static Exception RepeatedEpoch(string name, int epoch) => new InvalidValueException(
        "RepeatedEpoch", $"{name}: epoch {epoch} is recorded twice. Compare trainings one by one: each array is one of them.");

    internal static Exception NoCommonEpoch(string reference, string candidate) => new InvalidValueException(
        "NoCommonEpoch", $"{reference} and {candidate} have no epoch in common. Record the same epochs of both, from the first on.");

    internal static Exception NothingToCompare(string reference, string candidate) => new InvalidValueException(
        "NothingToCompare",
        $"{reference} and {candidate} record nothing in common: neither a loss, nor a parameter of the same name. Say with -Map which columns are the same, @{{ w = 'weight' }} for instance.");

    internal static Exception ParameterSizes(string reference, string name, Shape shape, string candidate, string otherName, Shape other) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{name} of {reference} has shape {shape}, {otherName} of {candidate} {other}: trainings of models of different sizes can't be compared step by step. If they are not the same parameter, rename one with -Map.");

    internal static Exception OneTraining(int count) => new InvalidValueException(
        "TrainingCount", $"{count} is too few: give at least two trainings to compare.");

    /// <summary>A record without a property for its epoch.</summary>
    public static Exception NoEpoch(string name, string has) => new InvalidValueException(
        "MissingProperty", $"{name}: a record has no Epoch that is a whole number. It has: {has}.");

    /// <summary>More names than trainings.</summary>
    public static Exception TrainingNames(int names, int trainings) => new InvalidValueException(
        "TrainingNameCount", $"There are {names} names for {trainings} trainings: give one for each, the reference's first.");
}
