using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>How often each class is a target, in the rows that were looked at; of yes or no the classes are 1 and 0.</summary>
internal sealed class TargetClasses
{
    private const int MostTensors = 64;
    private readonly List<Tensor> _seen = [];

    /// <summary>How many classes the model tells apart; 0 where the targets are no classes.</summary>
    public int Outputs { get; private set; }

    /// <summary>Rows by class.</summary>
    public SortedDictionary<int, int> Counts { get; } = [];

    public int Rows => Counts.Values.Sum();

    /// <summary>Whether each row, or class, counts as somebody has said.</summary>
    public bool IsWeighted { get; private set; }

    /// <summary>Whether targets of yes or no are other numbers than 1 and 0: then the rows by class tell nothing.</summary>
    public bool HasOthers { get; private set; }

    public int FirstStep { get; private set; }

    /// <summary>Counts the targets of a loss of classes, each tensor once.</summary>
    public void Observe(LossGraph graph, LintWatcher lint)
    {
        if (_seen.Count >= MostTensors)
            return;
        foreach (var node in graph.Nodes)
        {
            if (node is CrossEntropy && node.Inputs[1].Tensor is { } classes)
                Count(lint.Whole(classes, isTarget: true), node.Inputs[0].Shape[1], lint.Step);
            else if (node is BinaryCrossEntropyLoss or BinaryCrossEntropyWithLogitsLoss && node.Inputs[1].Tensor is { } answers && IsOneColumn(answers))
            {
                IsWeighted |= ((ElementwiseLoss)node).Reduction == Reduction.None;
                var all = lint.Whole(answers, isTarget: true);
                HasOthers |= all.Data.ContainsAnyExcept(0f, 1f);
                Count(all, 2, lint.Step);
            }
            else
                IsWeighted |= node is SharedCrossEntropy;
        }
    }

    private static bool IsOneColumn(Tensor target) => target.Rank == 1 || (target.Rank == 2 && target.Shape[1] == 1);

    private void Count(Tensor target, int outputs, int step)
    {
        if (_seen.Exists(other => ReferenceEquals(other, target)))
            return;
        _seen.Add(target);
        if (FirstStep == 0)
            (Outputs, FirstStep) = (outputs, step);
        foreach (float number in target.Data)
        {
            // Between yes and no there is no class.
            if (number == MathF.Floor(number) && number >= 0 && number < outputs)
                Counts[(int)number] = Counts.GetValueOrDefault((int)number) + 1;
        }
    }
}
