using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>A last layer that can't give the targets it is compared with: no relu is below 0, no sigmoid above 1, no tanh beyond 1.</summary>
internal sealed class BoundedOutput : LintRule
{
    // A few targets beyond may be noise that is rightly held at the bound.
    private const double Share = 0.1, Beyond = 0.01;
    private readonly Occurrences<string, (int Beyond, int Of, float Least, float Greatest, double From, double To)> _seen = new();

    public override void Inspect(LossGraph graph)
    {
        if (graph.Head is not { PredictsTarget: true } head || head.Prediction.Numel != head.Target.Numel || Bounds(head.Prediction.GradFn) is not { } bounds)
            return;
        var target = Lint.Whole(head.Target, isTarget: true);
        if (!Kernels.Reductions.Finite.All(target.Data))
            return;
        float[] numbers = target.ToArray();
        int beyond = numbers.Count(y => y < bounds.From - Beyond || y > bounds.To + Beyond);
        if (beyond >= 2 && beyond >= Share * numbers.Length)
            _seen.Add(bounds.Name, Lint.Step, (beyond, numbers.Length, numbers.Min(), numbers.Max(), bounds.From, bounds.To));
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
        seen.Key, seen.First, seen.Count,
        $"The model ends in {seen.Key}, which can't give what it should: {Range(seen.FirstDetail.From, seen.FirstDetail.To)}.",
        $"{seen.FirstDetail.Beyond} of {Plural(seen.FirstDetail.Of, "target", "targets")} are beyond; they go from {Number(seen.FirstDetail.Least)} to {Number(seen.FirstDetail.Greatest)}.",
        "Leave the last function out, so that the model ends in a linear layer; or scale the targets into its range, and back what is predicted."));

    private static string Range(double from, double to) =>
        double.IsInfinity(to) ? $"its numbers are never below {Number(from)}" : $"its numbers are between {Number(from)} and {Number(to)}";

    private static (string Name, double From, double To)? Bounds(Operation? made)
    {
        while (made is Reshape)
            made = made.Inputs[0].Node;
        return made switch
        {
            Unary<Relu> or Unary<Operations.Softplus> => (made.OperationName, 0, double.PositiveInfinity),
            Unary<Operations.Sigmoid> or Operations.Softmax => (made.OperationName, 0, 1),
            Unary<Operations.Tanh> => (made.OperationName, -1, 1),
            _ => null,
        };
    }
}
