using System.Globalization;

namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Says in words what a constant factor between two gradients means.</summary>
public static class FactorName
{
    /// <summary>
    /// <c>4 is the number of samples: a mean over N is missing</c>; null where the factor says nothing known. Where the
    /// number of samples is not known, a whole number is named as what it would be.
    /// </summary>
    /// <param name="factor">What the reference is multiplied by to give the candidate.</param>
    /// <param name="samples">The number of samples, N.</param>
    /// <param name="features">The number of input features.</param>
    /// <param name="batchSize">The number of samples in a batch.</param>
    /// <param name="outputs">The number of outputs.</param>
    public static string? Describe(
        double factor, int? samples = null, int? features = null, int? batchSize = null, int? outputs = null)
    {
        if (factor == 0)
            return "all zeros: the loss does not reach it, or it was cleared";
        if (Is(factor, 1))
            return "1: they are the same";
        if (Is(factor, -1))
            return "-1 turns the sign";
        double size = Math.Abs(factor);
        string text = Number(size);
        var meanings = Meanings(size, samples, features, batchSize, outputs).Select(meaning => meaning.Text).ToList();
        if (meanings.Count == 0)
            return null;
        string turned = factor < 0 ? "the sign is turned, and " : string.Empty;
        return $"{turned}{text} {string.Join("; or it ", meanings)}";
    }

    /// <summary>What to do about a factor that <see cref="Describe"/> names; null where there is nothing to do or to say.</summary>
    public static string? Remedy(
        double factor, int? samples = null, int? features = null, int? batchSize = null, int? outputs = null)
    {
        if (factor == 0)
            return "Look where the candidate's path from parameter to loss is cut: Detach(), Item(), no-grad, or a gradient cleared before it was read.";
        if (Is(factor, 1) || !double.IsFinite(factor))
            return null;
        var remedies = Meanings(Math.Abs(factor), samples, features, batchSize, outputs).Select(meaning => meaning.Remedy).ToList();
        if (factor < 0)
            remedies.Insert(0, "turn the sign: the difference is prediction - target, and a step subtracts");
        return remedies.Count == 0 ? null : Sentence(string.Join("; ", remedies.Distinct()));
    }

    private static IEnumerable<(string Text, string Remedy)> Meanings(
        double factor, int? samples, int? features, int? batchSize, int? outputs)
    {
        bool found = false;
        foreach (var meaning in Of(samples, "the number of samples", "N")
            .Concat(Of(batchSize == samples ? null : batchSize, "the batch size", "the batch size"))
            .Concat(OfSquare(factor))
            .Concat(Of(outputs, "the number of outputs", "the outputs"))
            .Concat(Of(features, "the number of features", "the features")))
        {
            found = true;
            yield return meaning;
        }
        // With N known, a whole number that it is not is named by nothing.
        if (samples is null && (!found || Is(factor, 2) || Is(factor, 0.5)))
        {
            foreach (var meaning in OfUnknown(factor, found ? "is" : "="))
                yield return meaning;
        }

        IEnumerable<(string Text, string Remedy)> Of(int? count, string name, string symbol) =>
            count > 1 ? OfCount(factor, count.Value, name, symbol) : [];
    }

    private static IEnumerable<(string Text, string Remedy)> OfSquare(double factor)
    {
        if (Is(factor, 2))
            yield return ("is the 2 of a square's derivative: a 1/2 is missing, or the 2 stands twice", "halve the candidate's gradient, or leave out one 2");
        if (Is(factor, 0.5))
            yield return ("is 1/2: the 2 of the square's derivative is missing, or the loss is halved", "put the 2 of the square's derivative in, or leave out the 1/2");
    }

    private static IEnumerable<(string Text, string Remedy)> OfCount(double factor, int count, string name, string symbol)
    {
        string number = Number(count);
        if (Is(factor, count))
            yield return ($"is {name}: a mean over {symbol} is missing", $"divide the candidate's gradient by {number}");
        if (Is(factor, 1.0 / count))
            yield return ($"is 1/{number}, one over {name}: a mean over {symbol} is taken twice, or a sum was meant", $"leave out one division by {number}");
        if (count == 2)
            yield break;
        if (Is(factor, 2.0 * count))
            yield return ($"is 2 x {number}, twice {name}: a mean over {symbol} is missing, and a 1/2 or one 2 too many", $"divide the candidate's gradient by {Number(2.0 * count)}");
        if (Is(factor, count / 2.0) && count != 4)
            yield return ($"is {number} / 2, half {name}: a mean over {symbol} is missing, and the 2 of the square's derivative", $"multiply the candidate's gradient by 2/{number}");
        if (Is(factor, 2.0 / count) && count != 4)
            yield return ($"is 2/{number}, two over {name}: a mean over {symbol} is taken twice, and a 1/2 is missing", $"multiply the candidate's gradient by {number}/2");
        if (Is(factor, 0.5 / count))
            yield return ($"is 1/(2 x {number}), half of one over {name}: a mean over {symbol} is taken twice, and the 2 of the square's derivative is missing", $"multiply the candidate's gradient by {Number(2.0 * count)}");
    }

    private static IEnumerable<(string Text, string Remedy)> OfUnknown(double factor, string verb)
    {
        const double most = 1e7;
        double whole = Math.Round(factor), inverse = Math.Round(1 / factor);
        if (whole is > 1 and < most && Is(factor, whole))
            yield return ($"{verb} N if there are {Number(whole)} samples: then a mean over N is missing", $"if there are {Number(whole)} samples, divide the candidate's gradient by {Number(whole)}");
        else if (inverse is > 1 and < most && Is(factor, 1 / inverse))
            yield return ($"{verb} 1/N if there are {Number(inverse)} samples: then a mean over N is taken twice, or a sum was meant", $"if there are {Number(inverse)} samples, leave out one division by {Number(inverse)}");
    }

    private static bool Is(double factor, double expected) =>
        Math.Abs(factor - expected) <= Math.Abs(expected) * ConstantFactor.Tolerance;

    private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
