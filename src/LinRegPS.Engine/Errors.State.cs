using System.Collections;

namespace LinRegPS;

// Names and states of models and optimizers.
internal static partial class Errors
{
    private const int MostListed = 10;

    /// <summary>A value in a message. Of a tensor its numbers may fill pages, and say nothing of what is wrong.</summary>
    internal static string Shown(object? value) => value switch
    {
        null => "null",
        Tensor tensor => $"a tensor of shape {tensor.Shape}",
        IEnumerable and not (string or Module) => $"an array ({value.GetType().Name})",
        _ => FormattableString.Invariant($"'{value}' ({value.GetType().Name})"),
    };

    internal static Exception NoSuchName(string what, string name, IEnumerable<string> names) => new InvalidValueException(
        "NoSuchName", $"There is no {what} '{name}'. {NearNames.Choice(name, names)}", name: name);

    internal static Exception NeverBroadcasts(string loss) => new InvalidValueException(
        "NeverBroadcasts", $"The loss {loss} takes prediction and target of shapes that belong together, and never broadcasts.");

    internal static Exception SteppedTwice(string parameter) => new InvalidValueException(
        "WrongParameter", $"The optimizer is given the parameter {parameter} twice.", "A parameter belongs to one group, once.", name: parameter);

    internal static Exception ForeignParameters(string optimizer, string model, IReadOnlyList<string> parameters) => new InvalidValueException(
        "WrongOptimizer",
        $"{optimizer} steps {string.Join(", ", parameters.Take(MostListed))}{(parameters.Count > MostListed ? ", ..." : "")} of something else than this {model}.",
        "Make an optimizer for this model.", name: optimizer);

    internal static Exception NotAParameterOfSteps(string parameter, string operation) => new AutogradException(
        "NotALeaf", $"The optimizer can't step {parameter}: it is the result of {operation}.", "Give tensors that were made directly.", name: parameter);

    internal static Exception SameName(string type, string name) => new InvalidValueException(
        "SameName", $"{type} has two tensors of the name {name}, so a state can't tell them apart.", "Rename one.", name: name);

    internal static Exception NotAboveZero(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite float32 number above 0."), name: name, value: value);

    internal static Exception Probability(double value) => new InvalidValueException(
        "InvalidProbability", FormattableString.Invariant($"The probability is {value}; it must be at least 0 and at most 1."), value: value);

    internal static Exception StateMismatch(string type, IReadOnlyList<string> problems) => new InvalidValueException(
        "StateMismatch",
        $"{type}: the state does not fit, and nothing was loaded: {string.Join("; ", problems.Take(MostListed))}"
        + (problems.Count > MostListed ? $"; and {problems.Count - MostListed} more." : "."));

    /// <summary>Layers that would have more numbers than are there for them.</summary>
    internal static Exception TooManyNumbers(long left) => new InvalidValueException(
        "TooLarge", $"The layer has more numbers than the {left} that are left for it.");

    /// <summary>A model of a class that works elsewhere.</summary>
    internal static Exception OtherPlace(string type, object home, object? here) => new InvalidValueException(
        "OtherPlace", $"The class {type} works only where it was made, in {home}; this is {here ?? "outside of any"}.",
        "Define it here as well, or as one without affinity.",
        name: type);
}
