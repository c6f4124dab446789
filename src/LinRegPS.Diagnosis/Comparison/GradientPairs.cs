namespace LinRegPS.Diagnosis.Comparison;

/// <summary>A gradient by name; a name that is null is to be matched by place.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Gradient">The gradient, or null where there is none.</param>
public sealed record NamedGradient(string? Name, Tensor? Gradient);

/// <summary>Two gradients to compare; null where one side has no parameter of the name.</summary>
/// <param name="Name">What the result is called.</param>
/// <param name="Reference">The gradient taken to be right.</param>
/// <param name="Candidate">The gradient in question.</param>
public sealed record GradientPair(string Name, NamedGradient? Reference, NamedGradient? Candidate);

/// <summary>Finds which of two lists of gradients belong together.</summary>
public static class GradientPairs
{
    /// <summary>
    /// Pairs by name where all have one (the last part of a path is enough: <c>lin.weight</c> and <c>weight</c>), else by
    /// place. One of each always is a pair.
    /// </summary>
    /// <exception cref="ShapeMismatchException">There are no names, and not as many on both sides.</exception>
    public static IEnumerable<GradientPair> Match(IReadOnlyList<NamedGradient> references, IReadOnlyList<NamedGradient> candidates)
    {
        if (references.Count == 1 && candidates.Count == 1)
            return [new(references[0].Name ?? candidates[0].Name ?? "gradient", references[0], candidates[0])];
        if (references.Concat(candidates).All(gradient => gradient.Name is not null))
            return ByName(references, candidates);
        if (references.Count != candidates.Count)
            throw DiagnosisErrors.GradientCount(references.Count, candidates.Count);
        return references.Zip(candidates).Select((pair, i) =>
            new GradientPair(pair.First.Name ?? pair.Second.Name ?? $"[{i}]", pair.First, pair.Second));
    }

    private static IEnumerable<GradientPair> ByName(IReadOnlyList<NamedGradient> references, IReadOnlyList<NamedGradient> candidates)
    {
        var left = candidates.ToList();
        NamedGradient?[] partners = [.. references.Select(reference => Take(left, candidate => Same(candidate.Name!, reference.Name!)))];
        for (int i = 0; i < partners.Length; i++)
            partners[i] ??= Take(left, candidate => Same(Last(candidate.Name!), Last(references[i].Name!)));
        return references.Zip(partners, (reference, partner) => new GradientPair(reference.Name!, reference, partner))
            .Concat(left.Select(candidate => new GradientPair(candidate.Name!, null, candidate)));
    }

    // The one that fits, taken out of the list; none where several do.
    private static NamedGradient? Take(List<NamedGradient> gradients, Func<NamedGradient, bool> fits)
    {
        var found = gradients.Where(fits).ToList();
        if (found.Count != 1)
            return null;
        gradients.Remove(found[0]);
        return found[0];
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
