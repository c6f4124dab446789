namespace LinRegPS.Diagnosis;

public static partial class DiagnosisErrors
{
    internal static Exception NegativeTolerance(string name, double value) => new InvalidValueException(
        "InvalidTolerance", FormattableString.Invariant($"-{name} is {value}; a tolerance is zero or more."));

    /// <summary>A gradient that is compared has to be told for which parameter it is.</summary>
    public static Exception GradientsByName(string model, IEnumerable<string> names) => new InvalidValueException(
        "GradientsByName",
        $"{model} has the parameters {string.Join(", ", names)}: give their gradients by name, @{{ {string.Join("; ", names.Select(name => $"'{name}' = ..."))} }}, or pass one parameter.");
}
