namespace LinRegPS;

// Errors of Compare-Gradient and Compare-Training.
public static partial class Errors
{
    internal static Exception GradientCount(int references, int candidates) => new ShapeMismatchException(
        "GradientCountMismatch",
        $"{references} gradients against {candidates}: gradients without names are compared by their places, so there must be as many. Name them, as the keys of a hashtable or by giving models.");

    /// <summary>Something that holds no gradient.</summary>
    public static Exception NotAGradient(object? value) => new InvalidValueException(
        "NotAGradient",
        $"'{value ?? "null"}' ({value?.GetType().Name ?? "null"}) is not a gradient: give a tensor, a parameter, a model, or a list or hashtable of them.");
}
