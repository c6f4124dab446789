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
    private readonly ConditionalWeakTable<Tensor, Rows> _from = [];
    private readonly List<Rows> _trained = [], _tested = [];
    private const int MostTensors = 256;

    public override void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
        if (Lint.Data is null && nodes.Reverse().Select(Given).FirstOrDefault(given => given is not null) is { } rows)
            Add(_trained, rows);
    }

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (output.GradFn is not null || GradMode.IsEnabled || Lint.Data is not null)
            return;
        var source = needed ? Given(operation) : null;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (source is null && input.Tensor is { } tensor && _from.TryGetValue(tensor, out var known))
                source = known;
        }
        if (source is null)
            return;
        _from.TryAdd(output, source);
        if (operation is ElementwiseLoss or CrossEntropy or SharedCrossEntropy)
            Add(_tested, source).Last = Lint.Passes;
    }

    // What one model, or one from another start, is tested on may well be what the next is trained with, or what it is itself later.
    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Data is { } data)
            return Lint.Validation?.Data is { } validation && Judge([data.AllInput], validation.Input, null) is { } finding ? [finding] : [];
        return _tested.Except(_trained)
            .Select(test => (
                Trained: _trained.Where(rows => rows.IsOfSameModel(test) && rows.First <= test.Last).Select(rows => rows.Input).ToList(),
                test.Input,
                Others: _tested.Where(rows => rows.IsOfSameModel(test) && !rows.Equals(test)).Select(rows => rows.Input).ToList()))
            .Where(rows => rows.Trained.Count > 0)
            .Select(rows => Judge(rows.Trained, rows.Input, rows.Others)).OfType<TrainingFinding>().Take(1);
    }

    /// <summary>What is wrong with test rows; null where nothing is.</summary>
    /// <param name="trained">The inputs trained with; batches may come again.</param>
    /// <param name="test">The rows tested on.</param>
    /// <param name="others">What else the model was tested on; null where they were given as rows that are not trained with.</param>
    protected abstract TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, IReadOnlyList<Tensor>? others);

    private static Rows Add(List<Rows> all, Rows rows)
    {
        if (all.Find(rows.Equals) is { } known)
            return known;
        if (all.Count < MostTensors)
            all.Add(rows);
        return rows;
    }

    // What goes into an operation beside a parameter.
    private Rows? Given(Operation operation)
    {
        Tensor? data = null, learns = null;
        foreach (ref readonly var input in operation.Inputs)
        {
            learns ??= input.Leaf;
            if (input is { NeedsGradient: false, Tensor: { Rank: > 0, Numel: > 1 } tensor } && data is null)
                data = tensor;
        }
        return learns is null || data is null ? null : new(data, learns, Lint.Known(learns)?.Restarts ?? 0) { First = Lint.Passes };
    }

    // The first parameter that rows meet stands for the model, as it was trained since it was given numbers last.
    private sealed record Rows(Tensor Input, Tensor Parameter, int Restarts)
    {
        /// <summary>The backward passes that had begun when they were met first.</summary>
        public int First { get; init; }

        /// <summary>Those that had when they were met last.</summary>
        public int Last { get; set; }

        public bool IsOfSameModel(Rows other) => ReferenceEquals(Parameter, other.Parameter) && Restarts == other.Restarts;

        public bool Equals(Rows? other) => other is not null && ReferenceEquals(Input, other.Input) && IsOfSameModel(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Input), RuntimeHelpers.GetHashCode(Parameter), Restarts);
    }
}

/// <summary>Test rows that are rows trained with too: the test praises what was learned by heart.</summary>
internal sealed class SharedRows : TestRows
{
    private const double Share = 0.1, OverDuplicates = 3, All = 0.9;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<Tensor, int[]> _numbersOf = new(ReferenceEqualityComparer.Instance);

    protected override TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, IReadOnlyList<Tensor>? others)
    {
        var known = new HashSet<int>();
        int rows = 0;
        foreach (int row in trained.Where(input => input.Shape.Without(0).Equals(test.Shape.Without(0))).SelectMany(Rows))
        {
            rows++;
            known.Add(row);
        }
        if (rows == 0)
            return null;
        int[] asked = Rows(test);
        int shared = asked.Count(known.Contains);
        // Where rows are alike by nature, those of a test are too. Batches that come again are no duplicates.
        double duplicates = trained.Count == 1 ? 1 - (known.Count / (double)rows) : 0;
        double share = shared / (double)asked.Length;
        if (shared < 2 || share < Share || share < OverDuplicates * duplicates || (others is not null && IsOwn(known, test, others)))
            return null;
        return Found("data", 1, shared,
            "Rows that the model is tested on are rows that it was trained with: the test tells how well it remembers.",
            $"{shared} of {Plural(asked.Length, "test row", "test rows")} are among the {Plural(known.Count, "row", "rows")} trained with.",
            "Split before training, and train with the one part alone: $split = New-DataSet $X $Y | Split-DataSet; $split.Train, $split.Test. Of rows that occur twice keep one.");
    }

    // All that was trained with, at once or in parts, or a part of it beside a test of other rows: the loss of the training, and no test.
    private bool IsOwn(HashSet<int> known, Tensor test, IReadOnlyList<Tensor> others)
    {
        bool IsAll(IEnumerable<int> rows) => rows.Where(known.Contains).Distinct().Count() >= All * known.Count;
        if (IsAll(Rows(test)))
            return true;
        if (!Rows(test).All(known.Contains))
            return false;
        var inside = others.Where(other => Rows(other).All(known.Contains)).ToList();
        return inside.Count < others.Count || (IsAll(inside.Append(test).SelectMany(Rows)) && !inside.Exists(other => IsAll(Rows(other))));
    }

    // A number for each row, the same for rows that are alike.
    private int[] Rows(Tensor tensor)
    {
        if (_numbersOf.TryGetValue(tensor, out int[]? numbers))
            return numbers;
        int rows = tensor.Shape[0], width = tensor.Numel / rows;
        numbers = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            string row = new(MemoryMarshal.Cast<float, char>(tensor.Data.Slice(i * width, width)));
            if (!_numbers.TryGetValue(row, out numbers[i]))
                _numbers[row] = numbers[i] = _numbers.Count;
        }
        return _numbersOf[tensor] = numbers;
    }
}
