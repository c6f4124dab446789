using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Numerics;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>Features of very different scales, or far from 0, so that the loss is a long narrow valley.</summary>
internal sealed class UnscaledFeatures : LintRule
{
    private const double Spread = 30, OffCentre = 5, Condition = 1e3;
    private const int MostColumns = 64;
    private readonly HashSet<Tensor> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(int Step, Shape Shape, string Evidence, bool Centre)> _found = [];

    public override void Inspect(LossGraph graph)
    {
        // New tensors in every step are batches of the same data: a few tell enough.
        if (_seen.Count > 4)
            return;
        foreach (var node in graph.Nodes)
        {
            if (Features(node) is { } data && _seen.Add(data) && _found.Count == 0)
                Judge(data, HasBias(node, graph));
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _found.Select(f => Found(
        $"data {f.Shape}", f.Step, 1,
        f.Centre
            ? "A feature is far from 0 for its spread: weight and bias pull against each other, and training crawls."
            : "The features have very different scales: a rate that suits the large ones is far too low for the small ones.",
        f.Evidence,
        "Centre and scale each column before training: ($X - mean) / standard deviation, and do the same with what is predicted later."));

    private static Tensor? Features(Operation node)
    {
        if (node is not (Operations.Linear or MatMul or Binary<Mul>))
            return null;
        // Of a product of elements either may be the data.
        bool second = node is Binary<Mul> && node.Inputs[0].NeedsGradient;
        ref readonly var data = ref node.Inputs[second ? 1 : 0];
        return !data.NeedsGradient && data.Tensor is { Numel: > 1 } && node.Inputs[second ? 0 : 1].Leaf is not null ? data.Tensor : null;
    }

    private static bool HasBias(Operation node, LossGraph graph) =>
        node.Inputs is [_, _, { Exists: true }] || graph.Nodes.Any(next => next is Binary<Add> && next.Inputs is [var first, var second]
            && ((first.Node == node && second.Leaf is not null) || (second.Node == node && first.Leaf is not null)));

    private void Judge(Tensor data, bool bias)
    {
        int columns = data.Rank >= 2 ? data.Shape[^1] : 1, rows = data.Numel / columns;
        double[] means = new double[columns], deviations = new double[columns], sizes = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            double square = 0, centred = 0;
            for (int i = 0; i < rows; i++)
                means[j] += data.Data[(i * columns) + j] / (double)rows;
            for (int i = 0; i < rows; i++)
            {
                double x = data.Data[(i * columns) + j];
                square += x * x;
                centred += (x - means[j]) * (x - means[j]);
            }
            (deviations[j], sizes[j]) = (Math.Sqrt(centred / rows), Math.Sqrt(square / rows));
        }
        // A constant column is a bias in disguise. With a bias the spread around the mean is what a weight learns from.
        var scales = Enumerable.Range(0, columns).Where(j => deviations[j] > 0).Select(j => (Column: j, Scale: bias ? deviations[j] : sizes[j])).ToList();
        if (scales.Count == 0)
            return;
        var (least, greatest) = (scales.MinBy(s => s.Scale), scales.MaxBy(s => s.Scale));
        int worst = scales.MaxBy(s => Math.Abs(means[s.Column]) / deviations[s.Column]).Column;
        double spread = greatest.Scale / least.Scale, offCentre = bias ? Math.Abs(means[worst]) / deviations[worst] : 0;
        if (spread < Spread && offCentre < OffCentre)
            return;
        double condition = columns <= MostColumns ? ConditionNumber(data, columns, rows, bias) : double.PositiveInfinity;
        if (!(condition > Condition))
            return;
        string evidence = spread > 1 ? $"Column scales from {Number(least.Scale)} (column {least.Column}) to {Number(greatest.Scale)} (column {greatest.Column}), a factor of {Number(spread)}. " : string.Empty;
        if (bias)
            evidence += $"Column {worst}: mean {Number(means[worst])}, standard deviation {Number(deviations[worst])}. ";
        if (columns <= MostColumns)
            evidence += $"Condition number {Number(condition)}.";
        _found.Add((Lint.Step, data.Shape, evidence.TrimEnd(), spread < Spread));
    }

    // Largest over smallest eigenvalue of A'A / N, A being the data with a column of ones for a bias.
    private static double ConditionNumber(Tensor data, int columns, int rows, bool bias)
    {
        int n = columns + (bias ? 1 : 0);
        double[,] products = new double[n, n];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k <= j; k++)
                    products[j, k] += Element(i, j) * Element(i, k) / rows;
            }
        }
        for (int j = 0; j < n; j++)
        {
            for (int k = j + 1; k < n; k++)
                products[j, k] = products[k, j];
        }
        double[] eigenvalues = SymmetricEigen.Decompose(products).Values;
        return eigenvalues[^1] > 0 ? eigenvalues[0] / eigenvalues[^1] : double.PositiveInfinity;

        double Element(int row, int column) => column == columns ? 1 : data.Data[(row * columns) + column];
    }
}
