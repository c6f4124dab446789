using LinRegPS.Numerics;
using static System.FormattableString;

namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Compares two gradients and says how they differ: the simplest explanation that fits every element.</summary>
public static class GradientExplainer
{
    /// <summary>Compares the two sides of a pair.</summary>
    public static GradientComparison Explain(GradientPair compared, GradientContext known)
    {
        if (compared is not { Reference.Gradient: { } reference, Candidate.Gradient: { } candidate })
            return Missing(compared);
        string name = compared.Name;
        bool transposable = reference.Rank == 2 && candidate.Rank == 2
            && reference.Shape[0] == candidate.Shape[1] && reference.Shape[1] == candidate.Shape[0];
        if (reference.Numel != candidate.Numel)
        {
            return new GradientComparison(
                name, GradientDifference.Shape,
                $"The candidate has shape {candidate.Shape}, the reference {reference.Shape}.",
                $"{candidate.Numel} elements against {reference.Numel}.",
                "Sum the candidate over the dimensions that it has too many, or look for a broadcast that it should not have.");
        }
        float[] r = reference.ToArray(), c = candidate.ToArray();
        var distance = GradientDistance.Between(r, c);
        if (NotFinite(name, r, c, reference.Shape) is { } notFinite)
            return notFinite;
        var pair = new Pair(name, reference.Shape, r, c, distance, known);
        // Of square matrices, the untransposed explanation comes first; of others, the transposed, as their shapes say.
        bool square = reference.Shape.Equals(candidate.Shape);
        var verdict = (transposable && !square ? pair.Transposed(candidate) : null)
            ?? pair.Same() ?? pair.ByFactor() ?? (transposable && square ? pair.Transposed(candidate) : null)
            ?? pair.ByOffset() ?? pair.InOnePlace() ?? pair.Otherwise();
        return square || verdict.Kind == GradientDifference.Transposed ? verdict : pair.WithShapes(verdict, candidate.Shape);
    }

    private static GradientComparison Missing(GradientPair pair)
    {
        string[] lacks = [.. new[] { Lacks("reference", pair.Reference), Lacks("candidate", pair.Candidate) }.OfType<string>()];
        bool unknown = pair.Reference is null || pair.Candidate is null;
        return new GradientComparison(
            pair.Name, GradientDifference.Missing, $"There is nothing to compare: {string.Join(", and ", lacks)}.",
            unknown ? "The names of the two sides do not match." : "The gradient is null.",
            unknown
                ? "Compare models with the same parameters; a parameter that only one has, a bias for instance, makes another model of it."
                : "Run the backward pass before comparing; if it ran, the loss does not reach this parameter.");

        string? Lacks(string side, NamedGradient? gradient) =>
            gradient is null ? $"the {side} has no parameter {pair.Name}"
            : gradient.Gradient is not null ? null
            : gradient.Name is null ? $"the {side} has no gradient" : $"the {side}'s {gradient.Name} has no gradient";
    }

    private static GradientComparison? NotFinite(string name, float[] reference, float[] candidate, Shape shape)
    {
        int inReference = Array.FindIndex(reference, number => !float.IsFinite(number));
        int inCandidate = Array.FindIndex(candidate, number => !float.IsFinite(number));
        if (inReference < 0 && inCandidate < 0)
            return null;
        bool both = inReference >= 0 && inCandidate >= 0;
        int index = inCandidate >= 0 ? inCandidate : inReference;
        return new GradientComparison(
            name, GradientDifference.NotFinite,
            both ? "Both gradients are not finite." : $"The {(inCandidate >= 0 ? "candidate" : "reference")} is not finite.",
            Invariant($"At {GradientIndex.Text(shape, index)} the reference is {reference[index]:G9}, the candidate {candidate[index]:G9}."),
            "Look for the first operation whose result is not finite: a division by 0, the log of 0, or a rate at which training diverges.")
        {
            Index = GradientIndex.Text(shape, index),
        };
    }

    /// <summary>Two gradients of as many finite elements, and the explanations tried on them.</summary>
    private sealed record Pair(
        string Name, Shape Shape, float[] Reference, float[] Candidate, GradientDistance Distance, GradientContext Known)
    {
        public GradientComparison? Same()
        {
            if (Distance.MaxUlp == 0)
                return Verdict(GradientDifference.None, "They are the same, to the bit.", $"{Elements(Reference.Length)}, all of the same bits.", factor: 1);
            if (ConstantFactor.Outliers(Reference, Candidate, 1, 1) > 0)
                return null;
            return Verdict(
                GradientDifference.Rounding, $"They are the same but for rounding: at most {Distance.MaxUlp} ulp.",
                Farthest(), "None is needed: sums in another order round so.", factor: 1);
        }

        public GradientComparison? ByFactor()
        {
            if (ConstantFactor.Find(Reference, Candidate) is not { } factor)
                return null;
            string? meaning = Describe(factor);
            // One number always has a ratio to another; only one that means something is an explanation.
            if (Reference.Count(number => number != 0) == 1 && meaning is null)
                return null;
            string finding = factor == 0
                ? "The candidate is all zeros: the loss does not reach it, or it was cleared."
                : Invariant($"candidate = {factor:G7} x reference") + (meaning is null ? "." : $"; {meaning}.");
            return Verdict(
                GradientDifference.Factor, finding, WithFactor(Reference, Candidate, factor),
                FactorName.Remedy(factor, Known.Samples, Features, Known.BatchSize, Outputs)
                    ?? "One factor is missing or too many: look at how the loss is averaged, weighted and differentiated.",
                factor);
        }

        public GradientComparison? Transposed(Tensor candidate)
        {
            float[] turned = candidate.Detach().Transpose(0, 1).ToArray();
            if (Reference.Length < 2 || ConstantFactor.Find(Reference, turned) is not { } factor || factor == 0)
                return null;
            // A vector that lies instead of standing has its elements in the same order: a reshape does.
            bool vector = Shape[0] == 1 || Shape[1] == 1;
            string meaning = factor == 1 ? string.Empty : Describe(factor) is { } words ? $"; {words}" : string.Empty;
            string text = factor == 1 ? "reference" : Invariant($"{factor:G7} x reference");
            var distance = GradientDistance.Between(Reference, turned);
            return new GradientComparison(
                Name, GradientDifference.Transposed, $"candidate = {text}, transposed{meaning}.", WithFactor(Reference, turned, factor),
                (vector ? "Reshape" : "Transpose") + $" the candidate to {Shape}"
                + (factor == 1 ? "." : $". {FactorName.Remedy(factor, Known.Samples, Features, Known.BatchSize, Outputs)}").TrimEnd())
            {
                Factor = factor,
                Cosine = distance.Cosine,
                MaxUlp = distance.MaxUlp,
                MaxRelative = distance.MaxRelative,
                Index = distance.MaxUlp == 0 ? string.Empty : GradientIndex.Text(Shape, distance.Worst),
            };
        }

        public GradientComparison? ByOffset()
        {
            if (Reference.Length < 2)
                return null;
            double[] offsets = [.. Reference.Zip(Candidate, (r, c) => (double)c - r)];
            // Where the numbers are smallest their difference is rounded least.
            double offset = offsets.Zip(Candidate, Reference).MinBy(item => Math.Max(Math.Abs(item.Second), Math.Abs(item.Third))).First;
            double floor = ConstantFactor.Floor(Reference, Candidate, 1);
            for (int i = 0; i < offsets.Length; i++)
            {
                // A difference is rounded as the numbers that it is of.
                double size = Math.Max(Math.Abs(Reference[i]), Math.Abs(Candidate[i]));
                if (Math.Abs(offsets[i] - offset) > (size * ConstantFactor.Tolerance) + floor)
                    return null;
            }
            return Verdict(
                GradientDifference.Offset, Invariant($"candidate = reference {(offset < 0 ? '-' : '+')} {Math.Abs(offset):G7}, in every element."),
                Invariant($"{Elements(Reference.Length)}; the differences lie between {offsets.Min():G7} and {offsets.Max():G7}."),
                "The same number is added everywhere: look for a term that does not belong to the sum over samples, or for another parameter's gradient, added by broadcasting.",
                offset: offset);
        }

        public GradientComparison? InOnePlace()
        {
            // The likely factor weighs elements by size; one great element that is wrong must not decide alone.
            double[] ratios = [.. Reference.Zip(Candidate).Where(p => p.First != 0).Select(p => (double)p.Second / p.First).Order()];
            if (ratios.Length == 0)
                return null;
            double[] factors = [1, ConstantFactor.Likely(Reference, Candidate)!.Value, ratios[ratios.Length / 2]];
            double factor = factors.MinBy(f => ConstantFactor.Outliers(Reference, Candidate, f, int.MaxValue));
            double floor = ConstantFactor.Floor(Reference, Candidate, factor);
            int[] wrong = [.. Enumerable.Range(0, Reference.Length).Where(i => !ConstantFactor.Near(Reference[i] * factor, Candidate[i], floor))];
            int right = Reference.Length - wrong.Length;
            // Two elements have one ratio by chance only when they are the same; for a factor three must.
            if (right < (factor == 1 ? 1 : 3) || factor == 0)
                return null;
            var place = GradientIndex.Place(Shape, wrong);
            if (place is not { } found)
                return null;
            string others = factor == 1 ? "all others agree" : Invariant($"all others are {factor:G7} x reference");
            string own = ConstantFactor.Find(Pick(Reference), Pick(Candidate)) is { } its && wrong.Length > 1
                ? Invariant($", {its:G7} x reference there") : string.Empty;
            string evidence = found.Kind == GradientDifference.Element
                ? Invariant($"At {found.Name} the reference is {Reference[wrong[0]]:G9}, the candidate {Candidate[wrong[0]]:G9}; {others}.")
                : $"{wrong.Length} of {Reference.Length} elements differ, all there; {others}. {Farthest()}";
            string meaning = factor != 1 && Describe(factor) is { } words ? $" ({words})" : string.Empty;
            return Verdict(
                found.Kind, $"Only {found.Name} is wrong{own}; {others}{meaning}.", evidence,
                $"Look at how the candidate makes {found.Name}: an index, a slice, or a term left out or counted twice.", factor);

            float[] Pick(float[] numbers) => [.. wrong.Select(i => numbers[i])];
        }

        public GradientComparison Otherwise()
        {
            string direction = Distance.Cosine switch
            {
                null => Array.TrueForAll(Reference, number => number == 0) ? "the reference is all zeros, the candidate is not" : "one of them has no direction",
                _ when Reference.Length == 1 => Invariant($"the candidate is {(double)Candidate[0] / Reference[0]:G7} x the reference, which one number alone does not explain"),
                > 0.9999 => "nearly the same direction, but no one factor between them",
                > 0.9 => "a similar direction",
                < -0.9 => "nearly opposite directions: the sign may be turned",
                < 0 => "directions more than 90 degrees apart: a step by one undoes the other",
                _ => "different directions",
            };
            string cosine = Distance.Cosine is { } value ? Invariant($" (cosine {value:G7})") : string.Empty;
            return Verdict(
                GradientDifference.Other, $"They differ: {direction}{(Reference.Length > 1 ? cosine : string.Empty)}.", Farthest(),
                "Check which is right with Test-Gradient, which compares with finite differences.");
        }

        /// <summary>The verdict on the elements in their order, with a word on the shapes that differ.</summary>
        public GradientComparison WithShapes(GradientComparison verdict, Shape candidate) =>
            new(Name, verdict.Kind, $"{verdict.Finding} Their shapes differ: {candidate} against {Shape}.", verdict.Evidence,
                $"{(verdict.Agrees ? string.Empty : verdict.Remedy + " ")}Reshape the candidate to {Shape}, so that nothing broadcasts.")
            {
                Factor = verdict.Factor,
                Offset = verdict.Offset,
                Cosine = verdict.Cosine,
                MaxUlp = verdict.MaxUlp,
                MaxRelative = verdict.MaxRelative,
                Index = verdict.Index,
            };

        // Weights are [out, in]; a bias has one element for each output, any other vector one for each feature.
        private bool IsBias => Name.EndsWith("bias", StringComparison.OrdinalIgnoreCase);

        private int? Features => Known.Features ?? (Shape.Rank == 0 || (Shape.Rank == 1 && IsBias) ? null : Shape[-1]);

        private int? Outputs => Shape.Rank == 2 ? Shape[0] : Shape.Rank == 1 && IsBias ? Shape[0] : null;

        private string? Describe(double factor) => FactorName.Describe(factor, Known.Samples, Features, Known.BatchSize, Outputs);

        private GradientComparison Verdict(
            GradientDifference kind, string finding, string evidence, string? remedy = null, double? factor = null, double? offset = null) =>
            new(Name, kind, finding, evidence, remedy)
            {
                Factor = factor,
                Offset = offset,
                Cosine = Distance.Cosine,
                MaxUlp = Distance.MaxUlp,
                MaxRelative = Distance.MaxRelative,
                Index = Distance.MaxUlp == 0 ? string.Empty : GradientIndex.Text(Shape, Distance.Worst),
            };

        private string Farthest() => Invariant(
            $"Farthest at {GradientIndex.Text(Shape, Distance.Worst)}: {Reference[Distance.Worst]:G9} and {Candidate[Distance.Worst]:G9}, {Distance.MaxUlp} ulp apart; the greatest relative difference is {Distance.MaxRelative:G3}.");

        private static string WithFactor(float[] reference, float[] candidate, double factor)
        {
            long rest = 0;
            for (int i = 0; i < reference.Length; i++)
                rest = Math.Max(rest, Ulp.Distance((float)(reference[i] * factor), candidate[i]));
            string numbers = reference.Length == 1 ? "1 element," : $"{reference.Length} elements; the first are";
            return Invariant($"{numbers} {reference[0]:G9} and {candidate[0]:G9}; ")
                + (factor == 1 ? "they agree " : "with the factor they agree ") + (rest == 0 ? "to the bit." : $"to {rest} ulp.");
        }

        private static string Elements(int count) => count == 1 ? "1 element" : $"{count} elements";
    }
}
