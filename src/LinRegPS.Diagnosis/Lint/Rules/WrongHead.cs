using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// Operations that follow one another and should not. One line each: a softmax into a cross-entropy and a sigmoid into a
/// loss that takes logits join the list when these losses exist.
/// </summary>
internal sealed class WrongHead : LintRule
{
    private static readonly (Func<Operation, (Tensor? Upper, Tensor? Lower)?> Find, string Finding, string Remedy)[] s_patterns =
    [
        (TwoLayers,
            "Two linear layers with nothing between them: together they are one linear layer.",
            "Put Tanh or Relu between them, or leave one out."),
    ];

    private readonly Occurrences<(Tensor? Upper, Tensor? Lower, int Pattern), int> _seen = new();

    public override void Inspect(LossGraph graph)
    {
        foreach (var node in graph.InOrder)
        {
            for (int i = 0; i < s_patterns.Length; i++)
            {
                if (s_patterns[i].Find(node) is { } found)
                    _seen.Add((found.Upper, found.Lower, i), Lint.Step, 0);
            }
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen =>
    {
        var (upper, lower, pattern) = seen.Key;
        return Found(
            upper is null ? string.Empty : Lint.NameOf(upper), seen.First, seen.Count, s_patterns[pattern].Finding,
            $"{(lower is null ? "nothing" : $"{Lint.NameOf(lower)} {lower.Shape}")} leads straight to {(upper is null ? "nothing" : $"{Lint.NameOf(upper)} {upper.Shape}")}.",
            s_patterns[pattern].Remedy);
    });

    private static (Tensor?, Tensor?)? TwoLayers(Operation node)
    {
        if (Affine.Weight(node) is not { } upper)
            return null;
        // The weight may stand on either side of a matrix product.
        ref readonly var input = ref node.Inputs[ReferenceEquals(node.Inputs[0].Tensor ?? node.Inputs[0].Leaf, upper) ? 1 : 0];
        return Affine.Behind(input.Node) is { } layer ? (upper, Affine.Weight(layer)) : null;
    }
}
