using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>NaN or infinity: in the data, or from the first operation with finite inputs and a result that is not.</summary>
internal sealed class NonFinite : LintRule
{
    private readonly List<(string Name, int Step, string Finding, string Evidence, string Remedy)> _found = [];
    private bool _dataSeen;

    private bool IsFound => _found.Count > 0;

    public override void Inspect(LossGraph graph)
    {
        if (!_dataSeen)
            CheckData(graph);
    }

    public override void InspectNonFinite(LossGraph graph)
    {
        bool isFirst = !_dataSeen;
        CheckData(graph);
        if (IsFound)
            return;
        foreach (var node in graph.InOrder)
        {
            if (graph.Output(node) is not { } output || IsFinite(output))
                continue;
            if (LossGraph.Inputs(node).FirstOrDefault(input => !IsFinite(input)) is { } input)
            {
                Add(Lint.NameOf(input), $"{Lint.NameOf(input)} is not finite when the forward pass begins.",
                    $"{Count(input)}; the loss is {Number(graph.Result.Data[0])}.",
                    isFirst ? "It was so before the first step: an earlier training left it so, or what it was made from. Make it anew; a lower rate does not mend it."
                        : "A step made it so: the learning rate is too large, or a gradient was not finite. Lower the rate first.");
            }
            else
            {
                Add(node.OperationName, $"{node.OperationName} is the first operation whose result is not finite although its inputs are.",
                    $"{Count(output)}; greatest input {Number(LossGraph.Inputs(node).Select(Greatest).DefaultIfEmpty(double.NaN).Max())}.", Remedy(node));
            }
            return;
        }
    }

    public override void GradientPassed(Operation node, Tensor gradient, Tensor passed)
    {
        if (IsFound || IsFinite(passed) || !IsFinite(gradient))
            return;
        Add(node.OperationName, $"The gradient stops being finite in {node.OperationName}: what comes in is finite, what goes on is not.",
            $"{Count(passed)}, for an input of shape {passed.Shape}.",
            "Its slope has no bound at such inputs: keep them away from there, for instance by adding 1e-8 under a root, a logarithm or a quotient.");
    }

    public override IEnumerable<TrainingFinding> Findings() =>
        _found.Select(f => Found(f.Name, f.Step, 1, f.Finding, f.Evidence, f.Remedy));

    private void CheckData(LossGraph graph)
    {
        _dataSeen = true;
        foreach (var part in graph.Data)
        {
            bool isTarget = ReferenceEquals(part, graph.Head?.Target);
            // A batch shows a part of the data, at other indices.
            var data = Lint.Whole(part, isTarget);
            if (IsFinite(data))
                continue;
            string what = isTarget ? "target" : "data";
            Lint.DataIsFinite = false;
            Add(what, $"The {what} of shape {data.Shape} has a NaN or an infinity.", Count(data) + ".", "Remove or replace these values before training.");
        }
    }

    private void Add(string name, string finding, string evidence, string remedy)
    {
        if (!_found.Exists(f => f.Finding == finding))
            _found.Add((name, Lint.Step, finding, evidence, remedy));
    }

    private static string Remedy(Operation node) => node.OperationName switch
    {
        "Log" => "A logarithm needs numbers above 0: keep them there, with $t.Clamp(1e-8, 1e8) for instance.",
        "Sqrt" or "Pow" => "A root needs numbers of at least 0; a power may overflow. Look at what goes in.",
        "Div" => "A divisor is 0 or tiny: add 1e-8 to it.",
        "Exp" => "exp overflows above 88.7: scale what goes in, or bound it with $t.Clamp(-80, 80).",
        _ => "The numbers have grown beyond float32: lower the learning rate, or scale the data.",
    };

    private static bool IsFinite(Tensor tensor) => Finite.All(tensor.Data);

    private static double Greatest(Tensor tensor) => tensor.Numel == 0 ? 0 : tensor.Data.ToArray().Max(Math.Abs);

    private static string Count(Tensor tensor)
    {
        float[] elements = tensor.Data.ToArray();
        int nan = elements.Count(float.IsNaN), infinite = elements.Count(float.IsInfinity);
        int first = Array.FindIndex(elements, x => !float.IsFinite(x));
        int width = tensor.Rank >= 2 ? tensor.Shape[^1] : 1;
        string row = width > 1 ? $" (row {first / width}, column {first % width})" : string.Empty;
        return $"{nan} NaN and {infinite} infinite of {Plural(elements.Length, "element", "elements")}, the first at index {first}{row}";
    }
}
