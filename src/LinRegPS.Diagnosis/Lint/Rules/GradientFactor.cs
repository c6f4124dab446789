using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// A gradient written by hand that is autograd's times a constant: set as Grad, stepped with while autograd's is there,
/// or given beside a model.
/// </summary>
internal sealed class GradientFactor : LintRule
{
    // By product of a number and a tensor, the tensor: 0.01 * $gradient, of which the rate is no part of the gradient. Of two
    // numbers either may be the rate.
    private readonly ConditionalWeakTable<Tensor, Tensor[]> _scaled = [];
    private readonly ConditionalWeakTable<Tensor, Tensor> _computed = [];
    private readonly Dictionary<WatchedParameter, List<(int Step, double? Factor, int Numel)>> _compared = [];
    private int? _samples, _features;

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (output.GradFn is not null)
            return;
        if (output.Rank == 0)
            _computed.TryAdd(output, output);
        if (operation is not (Binary<Mul> or Binary<Div>))
            return;
        Tensor first = operation.Inputs[0].Tensor!, second = operation.Inputs[1].Tensor!;
        Tensor[] sources = (first.Rank, second.Rank) switch
        {
            // Of two numbers the one that was computed is the gradient, the other the rate.
            (0, 0) when operation is Binary<Mul> && IsComputed(first) == IsComputed(second) => [first, second],
            (0, 0) when operation is Binary<Mul> => [IsComputed(first) ? first : second],
            (_, 0) => [first],
            (0, _) when operation is Binary<Mul> => [second],
            _ => [],
        };
        if (sources.Length > 0)
            _scaled.Add(output, sources);
    }

    public override void Inspect(LossGraph graph)
    {
        var data = graph.Data.FirstOrDefault(d => !ReferenceEquals(d, graph.Head?.Target));
        _samples ??= graph.Head?.Target is { Rank: > 0 } target ? target.Shape[0] : data?.Shape[0];
        _features ??= data is { Rank: >= 2 } ? data.Shape[^1] : null;
    }

    public override void SettingGradient(WatchedParameter parameter, Tensor? gradient)
    {
        if (gradient is not null && Reference(parameter, gradient) is { } reference)
            Add(parameter, ConstantFactor.Find(reference, gradient), reference.Numel);
    }

    public override void Changing(WatchedParameter parameter, string method, Tensor argument)
    {
        // Of the product of a number and a tensor the tensor is the gradient; of anything else the rate is unknown.
        if (method is not ("Sub_" or "Add_") || Reference(parameter, argument) is not { } reference)
            return;
        var factors = new List<double?>();
        bool ambiguous = false;
        for (Tensor[] next = [argument]; next.Length > 0;)
        {
            next = [.. next.SelectMany(product => _scaled.TryGetValue(product, out var sources) ? sources : [])];
            ambiguous |= factors.Count == 0 && next.Length > 1;
            factors.AddRange(next.Where(source => source.Shape.Equals(reference.Shape)).Select(source => ConstantFactor.Find(reference, source)));
        }
        if (factors.Count == 0)
            return;
        // With several numbers before the gradient, which of them are the rate? Where leaving out some leaves autograd's, small
        // ones are; one above 1 is a sum for a mean.
        bool isRight = factors.Exists(factor => factor is { } f && Same(f, 1)) && !(Math.Abs(factors[0] ?? 0) > 1);
        Add(parameter, isRight ? 1 : ambiguous ? null : factors[0], reference.Numel);
    }

    /// <summary>A hand-written gradient and autograd's of the same parameters, from whoever has both.</summary>
    public void Compare(WatchedParameter parameter, Tensor reference, Tensor candidate, int? samples, int? features)
    {
        (_samples, _features) = (samples, features);
        Add(parameter, ConstantFactor.Find(reference, candidate), reference.Numel);
    }

    public override IEnumerable<TrainingFinding> Findings() => _compared
        .Select(compared => (Parameter: compared.Key, Factors: compared.Value))
        .Where(compared => IsConstant(compared.Factors))
        .Select(compared =>
        {
            double factor = compared.Factors[0].Factor!.Value;
            return Found(
                compared.Parameter.Name, compared.Factors[0].Step, compared.Factors.Count,
                $"The gradient by hand of {compared.Parameter.Name} is {Number(factor)} times autograd's"
                    + (FactorName.Describe(factor, _samples, _features) is { } name ? $": {name}." : "."),
                $"The same ratio in {Plural(compared.Factors.Count, "comparison", "comparisons")} of {Plural(compared.Factors[0].Numel, "element", "elements")}.",
                FactorName.Remedy(factor, _samples, _features) ?? "Compare the formula with the loss: each factor of the loss is one of the gradient.");
        });

    // Only what autograd made is a reference, and what is made of it is not by hand.
    private Tensor? Reference(WatchedParameter parameter, Tensor candidate) =>
        parameter.IsReached && !Lint.Lineage.IsOfGradient(candidate) && parameter.Tensor.Grad is { } reference
            && candidate.Shape.Equals(reference.Shape) ? reference : null;

    private void Add(WatchedParameter parameter, double? factor, int numel)
    {
        if (!_compared.TryGetValue(parameter, out var factors))
            _compared[parameter] = factors = [];
        factors.Add((Math.Max(Lint.Step, 1), factor, numel));
    }

    private bool IsComputed(Tensor number) => number.GradFn is not null || _computed.TryGetValue(number, out _);

    // Every single number is a multiple of another: one alone needs a factor that means something, or a second step.
    private bool IsConstant(List<(int Step, double? Factor, int Numel)> factors)
    {
        if (factors[0].Factor is not { } first || Same(first, 1) || !factors.TrueForAll(f => f.Factor is { } factor && Same(factor, first)))
            return false;
        return factors.Count > 1 || factors[0].Numel > 1 || FactorName.Describe(first, _samples, _features) is not null;
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= ConstantFactor.Tolerance * Math.Abs(b);
}
