using System.Collections;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Reporting;

namespace LinRegPS.Testing;

/// <summary>What Should -BeTensor and Should -HaveGradient ask. LinRegPS.Pester.psm1 only registers them.</summary>
public sealed class TensorAssertion
{
    private TensorAssertion(bool succeeded, string failureMessage) => (Succeeded, FailureMessage) = (succeeded, failureMessage);

    internal static TensorAssertion Success { get; } = new(true, string.Empty);

    internal static TensorAssertion Failure(string message) => new(false, message);

    /// <summary>Whether the test passes; Pester reads it.</summary>
    public bool Succeeded { get; }

    /// <summary>Why not; Pester shows it.</summary>
    public string FailureMessage { get; }

    /// <summary>Whether a tensor, a number or an array is what is expected, in shape and elements.</summary>
    /// <param name="actual">What Should was given; a list of one for one thing in the pipeline.</param>
    /// <param name="expected">A tensor, a number or an array.</param>
    /// <param name="negate">Whether it should be something else.</param>
    /// <param name="because">The reason to show.</param>
    /// <param name="ulp">How many float32 numbers an element may be away.</param>
    /// <param name="absolute">How far it may be away.</param>
    /// <param name="relative">How far it may be away as a part of the expected one.</param>
    public static TensorAssertion BeTensor(
        object? actual, object? expected, bool negate, string? because, object? ulp, object? absolute, object? relative) =>
        Compare("the tensor", One(actual), expected, negate, because, ulp, absolute, relative);

    /// <summary>Whether a tensor, a parameter or every parameter of a model has a gradient, or the one expected.</summary>
    /// <param name="actual">A tensor, a parameter from Get-ModelParameter, or a model.</param>
    /// <param name="isExpectedGiven">Whether a certain gradient is expected.</param>
    /// <param name="expected">The gradient; for a model of several parameters, a hashtable of them by name.</param>
    /// <param name="negate">Whether there should be none, or another.</param>
    /// <param name="because">The reason to show.</param>
    /// <param name="ulp">How many float32 numbers an element may be away.</param>
    /// <param name="absolute">How far it may be away.</param>
    /// <param name="relative">How far it may be away as a part of the expected one.</param>
    public static TensorAssertion HaveGradient(
        object? actual, bool isExpectedGiven, object? expected, bool negate, string? because, object? ulp, object? absolute, object? relative)
    {
        actual = One(actual);
        var parameters = Parameters(actual);
        string reason = Reason(because);
        if (!isExpectedGiven)
        {
            // Of a model: all have one; or, negated, none has.
            string[] wrong = [.. parameters.Where(p => p.Gradient is null != negate).Select(p => p.Name)];
            return new(wrong.Length == 0, wrong.Length == 0 ? "" : negate
                ? $"Expected no gradient{reason}, but {string.Join(", ", wrong)} has one: {parameters.First(p => p.Gradient is not null).Gradient}."
                : $"Expected a gradient{reason}, but {string.Join(", ", wrong)} has none: no Invoke-Backward has reached it since it was cleared.");
        }
        var wanted = ByName(actual, parameters, Wrapping.Unwrap(expected));
        TensorAssertion? last = null;
        foreach (var (parameter, gradient) in wanted)
        {
            last = parameter.Gradient is null
                ? new(negate, $"Expected a gradient{reason}, but {parameter.Name} has none: no Invoke-Backward has reached it since it was cleared.")
                : Compare($"the gradient of {parameter.Name}", parameter.Gradient, gradient, negate, because, ulp, absolute, relative);
            // All must be as expected; negated, it is enough that one is not.
            if (last.Succeeded == negate)
                break;
        }
        return last!;
    }

    private static TensorAssertion Compare(
        string what, object? actual, object? expected, bool negate, string? because, object? ulp, object? absolute, object? relative)
    {
        var have = TensorConversion.From(actual, "The actual value", allowNaN: true);
        var want = TensorConversion.From(expected, "The expected value", allowNaN: true);
        // A number as it is typed has no shape of its own: it fits a tensor of one element.
        if (have.Numel == 1 && want.Numel == 1)
        {
            if (IsPlain(expected))
                want = want.Reshape(have.Shape.ToArray());
            else if (IsPlain(actual))
                have = have.Reshape(want.Shape.ToArray());
        }
        var comparison = new TensorComparison(have, want, Whole(ulp, "Ulp"), Number(absolute, "Absolute"), Number(relative, "Relative"));
        bool succeeded = comparison.IsEqual != negate;
        return new(succeeded, succeeded ? "" : negate
            ? $"Expected {what} to differ from {Brief(want)} {comparison.Tolerance}{Reason(because)}, but they are the same."
            : $"Expected {what} to be {Brief(want)} {comparison.Tolerance}{Reason(because)}, but {comparison.Describe()}");
    }

    // Text by the rule for data.
    internal static double? Number(object? tolerance, string name) =>
        tolerance is null ? null : TensorConversion.Double(tolerance, "-" + name, "the value");

    internal static long? Whole(object? tolerance, string name) => Number(tolerance, name) is not { } number ? null
        : number == Math.Round(number) && Math.Abs(number) < long.MaxValue ? (long)number
        : throw CallErrors.NotWhole("-" + name, "the value", Wrapping.Unwrap(tolerance)!);

    private static bool IsPlain(object? value) => Wrapping.Unwrap(value) is not (Tensor or IEnumerable) or string;

    private static string Brief(Tensor tensor) => Formatting.View.Brief(tensor) is { Length: > 0 } text ? text : tensor.Shape.ToString();

    // Pester hands on what came by the pipeline as a list.
    private static object? One(object? actual) => Wrapping.Unwrap(actual) is IList { Count: 1 } list
        ? Wrapping.Unwrap(list[0])
        : Wrapping.Unwrap(actual);

    private static IReadOnlyList<ModelParameter> Parameters(object? actual, int depth = 0) => actual switch
    {
        Tensor tensor => [new ModelParameter($"the tensor of shape {tensor.Shape}", tensor)],
        ModelParameter parameter => [parameter],
        Module model => model.NamedParameters() is { Count: > 0 } parameters ? parameters : throw Errors.NoParameters(model.GetType().Name),
        // An array may contain itself.
        IEnumerable and not string when depth > NestedNumbers.MostDimensions =>
            throw CallErrors.NestedTooDeep("The actual value", NestedNumbers.MostDimensions),
        IEnumerable items and not string => [.. items.Cast<object?>().SelectMany(item => Parameters(Wrapping.Unwrap(item), depth + 1))],
        _ => throw CallErrors.NotAParameter(actual),
    };

    private static IEnumerable<(ModelParameter Parameter, object? Gradient)> ByName(
        object? actual, IReadOnlyList<ModelParameter> parameters, object? expected)
    {
        if (expected is IDictionary byName)
        {
            return [.. byName.Keys.Cast<object>().Select(key => (
                parameters.FirstOrDefault(p => string.Equals(p.Name, key.ToString(), StringComparison.OrdinalIgnoreCase))
                    ?? throw Errors.NoSuchParameter(key.ToString()!, parameters.Select(p => p.Name)),
                byName[key]))];
        }
        return parameters.Count == 1
            ? [(parameters[0], expected)]
            : throw CallErrors.GradientsByName(actual?.GetType().Name ?? "null", parameters.Select(p => p.Name));
    }

    internal static string Reason(string? because) => string.IsNullOrWhiteSpace(because) ? ""
        : because.TrimStart().StartsWith("because", StringComparison.OrdinalIgnoreCase) ? $", {because.Trim()}" : $", because {because.Trim()}";
}
