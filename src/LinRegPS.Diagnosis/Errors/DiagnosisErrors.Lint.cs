namespace LinRegPS.Diagnosis;

public static partial class DiagnosisErrors
{
    internal static Exception NoSuchRule(string pattern, IEnumerable<string> ids) => new InvalidValueException(
        "NoSuchRule", $"No rule matches '{pattern}'. There are: {string.Join(", ", ids)}.");

    /// <summary>A gradient block whose result does not say which parameter it is for.</summary>
    public static Exception GradientBlockResult(int given, IEnumerable<string> names) => new InvalidValueException(
        "WrongGradient",
        $"-Gradient: the block wrote {given} gradients, but the model has the parameters {string.Join(", ", names)}. Write one gradient for each in this order, or a hashtable of names and gradients.");
}
