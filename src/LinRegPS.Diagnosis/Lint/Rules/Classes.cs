using System.Globalization;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What is given to a loss of classes as the classes.

/// <summary>
/// A target that does not say the class of each row: one-hot, a column, classes that the model has no output for, that start
/// at 1 or are -1 and 1, several at once, or answers that are beyond no (0) and yes (1).
/// </summary>
internal sealed class ClassTargets : LintRule
{
    private readonly Occurrences<string, (string Evidence, string Remedy)> _seen = new();

    public override void ClassesRefused(Tensor scores, Tensor target)
    {
        int rows = scores.Rank > 1 ? scores.Shape[0] : 1, classes = scores.Rank == 0 ? 1 : scores.Shape[^1];
        string evidence = $"Scores {scores.Shape} against target {target.Shape}.";
        if (scores.Shape.Equals(target.Shape) && IsHot(target, out _))
            Add("The target is one-hot, where the loss takes the number of each row's class.", evidence, "Take the number of the largest: $Y.ArgMax(1).");
        else if (target.Numel == rows && !target.Shape.Equals(new Shape(rows)))
            Add("The classes stand in a column, where the loss takes a vector of them.", evidence, $"Reshape the target: $Y.Reshape({Whole(target).Shape[0]}).");
        else if (target is { Rank: 2 } && target.Shape[0] == rows && target.Shape[1] != classes)
            Add("The target has not as many columns as the model has outputs.", evidence, $"Give the model {target.Shape[1]} outputs, or the loss a class for each row.");
    }

    public override void Refused(Operation operation, LinRegException error)
    {
        if (operation is CrossEntropy && error.ErrorId == "LinRegPS.InvalidClass")
            Numbers(operation.Inputs[0].Shape[^1], Whole(operation.Inputs[1].Tensor!));
    }

    public override void Inspect(LossGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node is SharedCrossEntropy && node.Inputs[1].Tensor is { } shares && IsHot(shares, out int most) && most > 1)
            {
                Add("Rows have several classes at once, where a cross-entropy wants one: their probabilities can't all be 1.",
                    $"The target {shares.Shape} has rows with {most} ones.",
                    "Take BinaryCrossEntropyWithLogits, which judges each class by itself.", Lint.Step);
            }
            if (node is BinaryCrossEntropyLoss or BinaryCrossEntropyWithLogitsLoss && node.Inputs[1].Tensor is { } answers)
                Answers(node.OperationName, Whole(answers));
        }
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        var classes = Lint.Classes;
        if (classes.Outputs > 2 && classes.Rows >= 2 * classes.Outputs && !classes.Counts.ContainsKey(0) && classes.Counts.Count == classes.Outputs - 1)
        {
            Add("Classes start at 1: the model's first output is for class 0, which never comes.",
                $"Classes 1 to {classes.Outputs - 1} in {classes.Rows} rows, for {classes.Outputs} outputs.",
                $"Count from 0: $Y - 1, and give the model {classes.Outputs - 1} outputs.", classes.FirstStep);
        }
        return _seen.All.Select(seen => Found("target", seen.First, seen.Count, seen.Key, seen.FirstDetail.Evidence, seen.FirstDetail.Remedy));
    }

    private void Numbers(int outputs, Tensor target)
    {
        float[] numbers = [.. target.ToArray().Distinct().Order()];
        string evidence = string.Create(CultureInfo.InvariantCulture, $"Classes from {numbers[0]} to {numbers[^1]} for {outputs} outputs, which are classes 0 to {outputs - 1}.");
        if (numbers.Any(number => number != MathF.Floor(number)))
            Add("The target has numbers that are no classes: a class is a whole number.", evidence, "Give the number of each row's class; numbers that are measured are for Mse.");
        else if (numbers is [-1, 1])
            Add("The classes are -1 and 1, where the loss counts from 0.", evidence, "Make them 0 and 1: ($Y + 1) / 2.");
        else if (numbers[0] >= 1 && numbers[^1] == outputs)
            Add("Classes start at 1, where the loss counts from 0.", evidence, "Count from 0: $Y - 1.");
        else if (numbers[0] < 0)
            Add("A class is negative: rows of which the class is not known count for nothing only as -100.", evidence, "Leave such rows out, or make their class -100.");
        else
            Add("A class is beyond the model's outputs.", evidence, string.Create(CultureInfo.InvariantCulture, $"Give the model {numbers[^1] + 1} outputs, or number the classes from 0 to {outputs - 1}."));
    }

    // Beyond 0 and 1 the loss has no lower bound.
    private void Answers(string loss, Tensor target)
    {
        if (!target.Data.ContainsAnyExceptInRange(0f, 1f) || !Kernels.Reductions.Finite.All(target.Data))
            return;
        float[] numbers = [.. target.ToArray().Distinct().Order()];
        Add("The target goes beyond 0 and 1, where the loss takes no (0), yes (1), or a probability between: it can fall without end.",
            string.Create(CultureInfo.InvariantCulture, $"{loss} has targets from {numbers[0]} to {numbers[^1]}."),
            numbers switch
            {
                [-1, 1] => "Make them 0 and 1: ($Y + 1) / 2.",
                [1, 2] => "Make them 0 and 1: $Y - 1.",
                [0, var yes] => string.Create(CultureInfo.InvariantCulture, $"Make them 0 and 1: $Y / {yes}."),
                _ => "Make yes 1 and no 0; for classes of which a row has one take CrossEntropy, for numbers that are measured Mse.",
            },
            Lint.Step);
    }

    private Tensor Whole(Tensor target) => Lint.Whole(target, isTarget: true);

    private void Add(string finding, string evidence, string remedy, int? step = null) => _seen.Add(finding, step ?? Lint.Step + 1, (evidence, remedy));

    // Zeros and ones alone, and how many ones a row has at most.
    private static bool IsHot(Tensor target, out int most)
    {
        most = 0;
        if (target.Rank != 2)
            return false;
        var data = target.Data;
        for (int row = 0; row < target.Shape[0]; row++)
        {
            var one = data.Slice(row * target.Shape[1], target.Shape[1]);
            if (one.ContainsAnyExcept(0f, 1f))
                return false;
            most = Math.Max(most, one.Count(1f));
        }
        return true;
    }
}

/// <summary>Classes of which one is nearly all: a model that always says it is nearly always right.</summary>
internal sealed class UnbalancedClasses : LintRule
{
    private const double Share = 0.9;
    private const int Fewest = 20;

    public override IEnumerable<TrainingFinding> Findings()
    {
        var classes = Lint.Classes;
        if (classes.IsWeighted || classes.HasOthers || classes.Rows < Fewest)
            return [];
        var (most, count) = classes.Counts.MaxBy(pair => pair.Value);
        double share = count / (double)classes.Rows;
        if (share < Share)
            return [];
        string weights = string.Join(", ", Enumerable.Range(0, classes.Outputs).Select(c => classes.Counts.TryGetValue(c, out int rows)
            ? ((double)classes.Rows / (classes.Outputs * rows)).ToString("G3", CultureInfo.InvariantCulture) : "0"));
        return
        [
            Found("target", classes.FirstStep, 1,
                string.Create(CultureInfo.InvariantCulture, $"Nearly all rows are of class {most}: whoever always says so is right in {100 * share:G4} of 100, so that an accuracy says nothing."),
                $"Rows by class: {string.Join(", ", classes.Counts.Take(10).Select(pair => $"{pair.Key}: {pair.Value}"))}{(classes.Counts.Count > 10 ? ", ..." : string.Empty)}.",
                (classes.Counts.Count == 1 ? "Look for rows of other classes. " : string.Empty)
                    + "Look at -Metric Recall, F1, and at the Confusion of Test-Model; let rare rows count more: "
                    + (classes.Outputs == 2 && classes.Counts.Count == 2
                        ? $"for one output [LinRegPS.LossFunction]::Named('BinaryCrossEntropyWithLogits', $false, @{{ posWeight = New-Tensor {Ratio(classes)} }}), for two "
                        : string.Empty)
                    + $"[LinRegPS.LossFunction]::Named('CrossEntropy', $false, @{{ weight = New-Tensor {weights} }})."),
        ];
    }

    private static string Ratio(TargetClasses classes) => ((double)classes.Counts[0] / classes.Counts[1]).ToString("G3", CultureInfo.InvariantCulture);
}
