namespace LinRegPS.Diagnosis.Traces;

/// <summary>Finds which parameters of two trainings are the same though they are called differently.</summary>
internal static class ParameterNames
{
    /// <summary>
    /// Pairs of places: by the same name, by the same last part of a path (lin.weight, weight), by the beginning of it
    /// (w, weight), and the last one left on either side.
    /// </summary>
    public static List<(int Reference, int Candidate)> Match(IReadOnlyList<string> reference, IReadOnlyList<string> candidate)
    {
        var pairs = new List<(int Reference, int Candidate)>();
        List<int> left = [.. Enumerable.Range(0, reference.Count)], right = [.. Enumerable.Range(0, candidate.Count)];
        Take((r, c) => Same(r, c));
        Take((r, c) => Same(Last(r), Last(c)));
        Take((r, c) => Begins(Last(r), Last(c)) || Begins(Last(c), Last(r)));
        if (reference.Count == 1 && candidate.Count == 1 && left.Count == 1 && right.Count == 1)
            pairs.Add((left[0], right[0]));
        pairs.Sort();
        return pairs;

        // Only what fits one on the other side, and is fitted by no other.
        void Take(Func<string, string, bool> fits)
        {
            foreach (int r in left.ToArray())
            {
                var partners = right.Where(c => fits(reference[r], candidate[c])).ToList();
                if (partners.Count != 1 || left.Count(other => fits(reference[other], candidate[partners[0]])) != 1)
                    continue;
                pairs.Add((r, partners[0]));
                left.Remove(r);
                right.Remove(partners[0]);
            }
        }
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string longer, string shorter) => longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase);
}
