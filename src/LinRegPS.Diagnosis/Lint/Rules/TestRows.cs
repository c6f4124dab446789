using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// What rules on rows that are kept for testing have in common: the inputs that were trained with, and those that the model was
/// tested on: validation data, or what a script computes a loss of under no-grad.
/// </summary>
internal abstract class TestRows : LintRule
{
    private readonly ConditionalWeakTable<Tensor, Tensor> _from = [];
    private readonly List<Tensor> _trained = [], _tested = [];
    private const int MostTensors = 64;

    public override void Inspect(LossGraph graph)
    {
        if (Lint.Data is null && _trained.Count < MostTensors && graph.InOrder.Select(Data).FirstOrDefault(data => data is not null) is { } input && !Contains(_trained, input))
            _trained.Add(input);
    }

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (output.GradFn is not null || GradMode.IsEnabled || Lint.Data is not null)
            return;
        Tensor? source = needed ? Data(operation) : null;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (source is null && input.Tensor is { } tensor && _from.TryGetValue(tensor, out var known))
                source = known;
        }
        if (source is null)
            return;
        _from.TryAdd(output, source);
        if (operation is ElementwiseLoss or CrossEntropy or SharedCrossEntropy && _tested.Count < MostTensors && !Contains(_tested, source))
            _tested.Add(source);
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Data is { } data)
            return Lint.Validation?.Data is { } validation && Judge([data.AllInput], validation.Input, isSetApart: true) is { } finding ? [finding] : [];
        return _trained.Count == 0 ? [] : _tested.Where(test => !Contains(_trained, test)).Select(test => Judge(_trained, test, isSetApart: false)).OfType<TrainingFinding>().Take(1);
    }

    /// <summary>What is wrong with test rows; null where nothing is.</summary>
    /// <param name="trained">The inputs trained with; batches may come again.</param>
    /// <param name="test">The rows tested on.</param>
    /// <param name="isSetApart">Whether they were given as rows that are not trained with.</param>
    protected abstract TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, bool isSetApart);

    private static bool Contains(List<Tensor> tensors, Tensor tensor) => tensors.Exists(other => ReferenceEquals(other, tensor));

    // What goes into an operation beside a parameter.
    private static Tensor? Data(Operation operation)
    {
        Tensor? data = null;
        bool learns = false;
        foreach (ref readonly var input in operation.Inputs)
        {
            learns |= input.Leaf is not null;
            if (input is { NeedsGradient: false, Tensor: { Rank: > 0, Numel: > 1 } tensor } && data is null)
                data = tensor;
        }
        return learns ? data : null;
    }
}

/// <summary>Test rows that are rows trained with too: the test praises what was learned by heart.</summary>
internal sealed class SharedRows : TestRows
{
    private const double Share = 0.1, OverDuplicates = 3, All = 0.9;

    protected override TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, bool isSetApart)
    {
        var known = new HashSet<string>();
        int rows = 0;
        foreach (string row in trained.Where(input => input.Shape.Without(0).Equals(test.Shape.Without(0))).SelectMany(Rows))
        {
            rows++;
            known.Add(row);
        }
        if (rows == 0)
            return null;
        string[] asked = [.. Rows(test)];
        int shared = asked.Count(known.Contains);
        // Where rows are alike by nature, those of a test are too. Batches that come again are no duplicates.
        double duplicates = trained.Count == 1 ? 1 - (known.Count / (double)rows) : 0;
        double share = shared / (double)asked.Length;
        bool isOwn = !isSetApart && asked.Where(known.Contains).Distinct().Count() >= All * known.Count;
        if (shared < 2 || share < Share || share < OverDuplicates * duplicates || isOwn)
            return null;
        return Found("data", 1, shared,
            "Rows that the model is tested on are rows that it was trained with: the test tells how well it remembers.",
            $"{shared} of {Plural(asked.Length, "test row", "test rows")} are among the {Plural(known.Count, "row", "rows")} trained with.",
            "Split before training, and train with the one part alone: $split = New-DataSet $X $Y | Split-DataSet; $split.Train, $split.Test. Of rows that occur twice keep one.");
    }

    private static IEnumerable<string> Rows(Tensor tensor)
    {
        int rows = tensor.Shape[0], width = tensor.Numel / rows;
        for (int i = 0; i < rows; i++)
            yield return new string(MemoryMarshal.Cast<float, char>(tensor.Data.Slice(i * width, width)));
    }
}

/// <summary>A scaler that has seen the test rows: fitted on all rows, or on the test rows by themselves.</summary>
internal sealed class LeakyScaler : TestRows
{
    private const double Exact = 1e-4, Apart = 5e-3;
    private const int Fewest = 5;

    protected override TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, bool isSetApart)
    {
        if (trained.Count != 1 || trained[0] is not { Rank: 2 } train || test.Rank != 2 || test.Shape[1] != train.Shape[1] || test.Shape[0] < Fewest)
            return null;
        var (of, own, all) = (Columns(train), Columns(test), Columns(train, test));
        bool isOfTrain = of.TrueForAll(IsScaled), isOfBoth = all.TrueForAll(IsScaled) && of.Exists(IsOff), isOfTest = isOfTrain && own.TrueForAll(IsScaled) && own.Count > 0;
        if (!isOfBoth && !isOfTest)
            return null;
        var shown = isOfBoth ? of.Find(IsOff)! : own[0];
        return Found("data", 1, 1,
            isOfBoth ? "The features were scaled by all rows, the test rows among them: what the test should not know is in the data trained with."
                : "The test rows were scaled by themselves: the same number means another thing in them than in the rows trained with.",
            isOfBoth ? $"Of both together each column has mean 0 and standard deviation 1; column {shown.Index} of the rows trained with has mean {Rough(shown.Mean)} and {Rough(shown.Deviation)}."
                : $"Each column has mean 0 and standard deviation 1 in the rows trained with, and once more in the {test.Shape[0]} test rows.",
            "Fit the scaler on the rows trained with, and apply it to both: $mean = $train.Mean(0); $std = $train.Std(0); ($train - $mean) / $std; ($test - $mean) / $std.");
    }

    // Divided by the rows or by one less.
    private static bool IsScaled(Column column) =>
        Math.Abs(column.Mean) <= Exact && Math.Abs(column.Deviation - 1) <= Exact + (0.6 / column.Rows);

    private static bool IsOff(Column column) => Math.Abs(column.Mean) > Apart || Math.Abs(column.Deviation - 1) > Apart + (0.6 / column.Rows);

    private static List<Column> Columns(params Tensor[] parts)
    {
        int width = parts[0].Shape[1];
        var columns = new List<Column>();
        for (int j = 0; j < width; j++)
        {
            double[] numbers = [.. parts.SelectMany(part => Enumerable.Range(0, part.Shape[0]).Select(i => (double)part.Data[(i * width) + j]))];
            double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
            if (deviation > 0)
                columns.Add(new(j, mean, deviation, numbers.Length));
        }
        return columns;
    }

    private sealed record Column(int Index, double Mean, double Deviation, int Rows);
}
