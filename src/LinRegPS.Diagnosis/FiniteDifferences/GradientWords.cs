using LinRegPS.Diagnosis.Comparison;

namespace LinRegPS.Diagnosis.FiniteDifferences;

/// <summary>Says what a check found, and makes its result.</summary>
internal sealed class GradientWords(
    ModelParameter tensor, List<ElementDifference> compared, List<ElementDifference> directions, double[] gradient)
{
    // Operations whose slope jumps somewhere.
    private static readonly HashSet<string> s_kinked =
        ["Relu", "Relu6", "LeakyRelu", "Hardtanh", "Abs", "Clamp", "Max", "Min", "Amax", "Amin", "Maximum", "Minimum", "L1Loss"];

    public required bool IsGiven { get; init; }

    public required bool Arrived { get; init; }

    public required bool IsRecorded { get; init; }

    public required IReadOnlyCollection<Operation> Operations { get; init; }

    private string What => IsGiven ? "the given gradient" : "autograd";

    /// <summary>Why a function can't be compared at all, as a result for each tensor; null where it can.</summary>
    public static Func<string, Shape, GradientCheck>? NotComparable(Tensor first, Tensor second)
    {
        float[] a = first.ToArray(), b = second.ToArray();
        int bad = Array.FindIndex(a, x => !float.IsFinite(x));
        if (bad >= 0)
        {
            return (name, shape) => new(
                F($"{name}: not checked, for the value is {a[bad]}."), F($"Element {GradientIndex.Text(first.Shape, bad)} of the value is {a[bad]}."), "Look at the data and the parameters for NaN, infinity or overflow.")
            {
                Name = name,
                Shape = shape,
            };
        }
        int differs = first.Shape.Equals(second.Shape) ? Enumerable.Range(0, a.Length).FirstOrDefault(i => a[i] != b[i], -1) : 0;
        if (differs < 0)
            return null;
        string twice = first.Shape.Equals(second.Shape) ? F($"{a[differs]:G9} and {b[differs]:G9}") : $"shapes {first.Shape} and {second.Shape}";
        return (name, shape) => new(
            $"{name}: not checked, for the block is not deterministic.", $"Run twice with the same parameters, it gave {twice}.",
            "Draw random numbers outside of the block, or with the same -Seed in each run.")
        {
            Name = name,
            Shape = shape,
        };
    }

    public GradientCheck Result()
    {
        ElementDifference[] different = [.. compared.Where(d => !d.Agrees && d.Note == "")];
        ElementDifference[] kinks = [.. compared.Where(d => d.Note != "")];
        // At a kink a direction may be anything between its slopes too.
        ElementDifference[] astray = [.. directions.Where(d => !d.Agrees && d.Note == "" && kinks.Length == 0)];
        bool depends = compared.Concat(directions).Any(d => Math.Abs(d.Numeric) > d.Precision);
        int[] notFinite = [.. Enumerable.Range(0, gradient.Length).Where(j => !double.IsFinite(gradient[j]))];
        bool lost = Arrived && different.Length == 0 && astray.Length == 0 && compared.All(d => d.IsLost);
        bool passed = different.Length == 0 && astray.Length == 0 && (Arrived || !depends) && !lost;
        double precision = compared.Select(d => d.Precision).DefaultIfEmpty(0).Max();
        double largest = compared.Select(d => Math.Abs(d.Numeric)).DefaultIfEmpty(0).Max();
        string finding = !Arrived ? (depends ? CutOff() : $"{tensor.Name}: no gradient arrives, and the value does not depend on it.")
            : notFinite.Length > 0 ? F($"{tensor.Name}: {(IsGiven ? "the given gradient" : "autograd's gradient")} is {gradient[notFinite[0]]} in {(gradient.Length == 1 ? "its one element" : $"{notFinite.Length} of {gradient.Length} elements")}, but the value is finite.")
            : different.Length > 0 ? F($"{tensor.Name}: {What} and the function's own slope differ in {different.Length} of {compared.Count} element{(compared.Count == 1 ? "" : "s")}.{RatioText()}")
            : astray.Length > 0 ? $"{tensor.Name}: every checked element agrees, but along {astray.Length} of {directions.Count} random directions {What} and the function's own slope differ."
            : lost ? F($"{tensor.Name}: not checked, for float32 sees too little: slopes up to {precision:G2} are lost in the rounding of the value.")
            : F($"{tensor.Name}: {What} agrees with finite differences in {compared.Count} element{(compared.Count == 1 ? "" : "s")}{(directions.Count > 0 ? $" and along {directions.Count} directions" : "")}, as far as float32 can tell: to {precision:G2}, the largest slope being {largest:G4}.");
        if (kinks.Length > 0)
            finding += $" {kinks.Length} element{(kinks.Length == 1 ? " is" : "s are")} at a kink{KinkNames()}, where any value between the slopes at both sides is right.";
        string remedy = passed ? "" : notFinite.Length > 0 ? NotFiniteRemedy() : lost ? "Take off the value what is large in it and does not change, or scale the function, so that it is as large as its changes." : Remedy(depends);
        return new GradientCheck(finding, Evidence(different, astray, kinks), remedy)
        {
            Name = tensor.Name,
            Shape = tensor.Shape,
            Passed = passed,
            Checked = compared.Count,
            MaxError = compared.Where(d => d.Note == "").Select(d => d.Error).DefaultIfEmpty(0).Max(),
            Precision = precision,
            Differences = different,
            Kinks = kinks,
            Directions = [.. directions],
        };
    }

    private string NotFiniteRemedy() => IsGiven
        ? "Look at the formula of the gradient where it divides by, or takes the root of, 0."
        : "A root, a logarithm or a quotient at 0 has no finite slope: keep what is under it above 0, by adding a small number such as 1e-12.";

    private string CutOff() => IsRecorded
        ? $"{tensor.Name}: no gradient arrives, but the value depends on it: the graph between them is cut."
        : $"{tensor.Name}: no gradient arrives, for it does not require one, but the value depends on it.";

    private string Remedy(bool depends) =>
        !Arrived && depends && !IsRecorded ? "Make it with New-Tensor -RequiresGrad, or set its RequiresGrad."
        : !Arrived && depends ? "Look between the tensor and the value for Detach(), Item(), ToArray(), Invoke-NoGrad { } or a New-Tensor made from numbers."
        : IsGiven ? "Look at the formula of the gradient; Invoke-Backward computes it."
        : "Where part of the graph is cut (Detach(), Item(), Invoke-NoGrad), autograd has only the rest of the slope; else an operation's derivative is wrong.";

    private string Evidence(ElementDifference[] different, ElementDifference[] astray, ElementDifference[] kinks)
    {
        const int shown = 5;
        ElementDifference[] tell = [.. different, .. astray, .. kinks];
        if (tell.Length == 0)
            tell = [.. compared.OrderByDescending(d => d.Error / d.Precision).Take(1)];
        return string.Join("; ", tell.Take(shown).Select(d => d.ToString())) + (tell.Length > shown ? "; ..." : "");
    }

    // To the precision of the least precise element.
    private string RatioText()
    {
        double tolerance = compared.Where(d => d.Numeric != 0).Select(d => d.Precision / Math.Abs(d.Numeric)).DefaultIfEmpty(1).Max();
        double? ratio = gradient.All(g => g == 0) || tolerance > 0.1 ? null
            : ConstantFactor.Find([.. compared.Select(d => d.Numeric)], [.. compared.Select(d => d.Autograd)], tolerance);
        return ratio is null ? "" : F($" {(IsGiven ? "The given gradient" : "Autograd's")} is {ratio:G4} times the slope in every element.");
    }

    private string KinkNames()
    {
        string[] names = [.. Operations.Select(o => o.Name.Replace("Backward", "")).Where(s_kinked.Contains).Distinct().Order()];
        return names.Length == 0 ? "" : $" (of {string.Join(", ", names)})";
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
