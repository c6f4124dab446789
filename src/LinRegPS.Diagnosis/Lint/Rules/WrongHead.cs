using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>Operations that follow one another and should not: one line each.</summary>
internal sealed class WrongHead : LintRule
{
    // Each side is a parameter, which may get its name later, or has a name of its own.
    private static readonly (Func<Operation, (object Upper, object Lower)?> Find, string Finding, string Remedy)[] s_patterns =
    [
        (TwoLayers,
            "Two linear layers with nothing between them: together they are one linear layer.",
            "Put Tanh or Relu between them, or leave one out."),
        (Scores<Operations.Softmax>,
            "A softmax goes into a cross-entropy, which takes the softmax itself: of probabilities it takes it once more, its gradients are small and its loss can't get near 0.",
            "Give the scores before the softmax to the loss; take the softmax for what is printed or predicted alone."),
        (Scores<Unary<Operations.Sigmoid>>,
            "A sigmoid goes into a cross-entropy, which takes scores of any size: between 0 and 1 they can't tell classes apart.",
            "Give the scores before the sigmoid to the loss."),
        (Rectified,
            "A relu goes into a loss that takes scores of either sign: what is below 0 becomes 0, and gets no gradient.",
            "Give the scores before the relu to the loss: end the model in its linear layer."),
        (Sure,
            "What is a probability already goes into BinaryCrossEntropyWithLogits, which takes the sigmoid itself: it sees scores between 0 and 1, and can't get sure of anything.",
            "Give the scores before the sigmoid to the loss, or take BinaryCrossEntropy, which is for probabilities."),
        (node => node is BinaryCrossEntropyLoss && Affine.Behind(node.Inputs[0].Node) is { } layer ? (node.OperationName, Affine.Weight(layer)!) : null,
            "Scores go into BinaryCrossEntropy, which takes probabilities: a linear layer gives numbers of any size.",
            "Take BinaryCrossEntropyWithLogits, or put Sigmoid between them."),
        (NoLogarithm,
            "Nll takes logarithms of probabilities: without one it is a plain mean, which has no lower bound.",
            "Take CrossEntropy, which is for scores, or LogSoftmax(1) before Nll."),
        (AlongRows,
            "The softmax before Nll goes along the rows, not along the classes: what it makes 1 in sum is each class over all rows, not each row over its classes.",
            "Take it along the classes, which are the second dimension: LogSoftmax 1, or $scores.LogSoftmax(1); or take CrossEntropy, which is for scores."),
        (OneClass,
            "A softmax over one number is 1, whatever the number: nothing can be learned through it.",
            "Take Sigmoid for one output, or give the model an output for each class."),
    ];

    private const int TwoInARow = 0, ScoresAsProbabilities = 5;

    private readonly Occurrences<(object Upper, object Lower, int Pattern), bool> _seen = new(EqualityComparer<(object Upper, object Lower, int Pattern)>.Create(
        (a, b) => IsSame(a.Upper, b.Upper) && IsSame(a.Lower, b.Lower) && a.Pattern == b.Pattern, key => key.Pattern));

    public override void Inspect(LossGraph graph)
    {
        foreach (var node in graph.InOrder)
        {
            for (int i = 0; i < s_patterns.Length; i++)
            {
                if (s_patterns[i].Find(node) is { } found && (i != TwoInARow || !(IsBetweenUsed(graph, node) || IsOneOfTwo(graph, node))))
                    _seen.Add((found.Upper, found.Lower, i), Lint.Step, node is Operations.Linear);
            }
        }
    }

    // What is no probability is known for what it is by its number; what is none at all by another rule.
    public override void Refused(Operation operation, LinRegException error)
    {
        if (operation is BinaryCrossEntropyLoss && error is { ErrorId: "LinRegPS.InvalidProbability", Value: float value } && float.IsFinite(value))
            _seen.Add((operation.OperationName, $"A prediction of shape {operation.Inputs[0].Shape} with {Number(value)} in it", ScoresAsProbabilities), Lint.Step + 1, false);
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Where(seen => seen.Key is not (Tensor upper, Tensor lower, TwoInARow) || AreOfOneModel(upper, lower, isLayer: seen.FirstDetail)).Select(seen => Found(
        Name(seen.Key.Upper), seen.First, seen.Count, s_patterns[seen.Key.Pattern].Finding,
        $"{Place(seen.Key.Lower)} leads straight to {Place(seen.Key.Upper)}.", s_patterns[seen.Key.Pattern].Remedy));

    // A tensor is itself alone, whatever its numbers.
    private static bool IsSame(object a, object b) => a is string ? a.Equals(b) : ReferenceEquals(a, b);

    // Two models that follow one another, as a generator and what judges it, learn each by itself.
    private bool AreOfOneModel(Tensor upper, Tensor lower, bool isLayer)
    {
        var (above, below) = (Lint.Known(upper)?.Place?.Model, Lint.Known(lower)?.Place?.Model);
        return ReferenceEquals(above, below) && (above is not null || !isLayer);
    }

    private string Name(object side) => side is Tensor tensor ? Lint.NameOf(tensor) : $"{side}";

    private string Place(object side) => side is Tensor tensor ? $"{Lint.NameOf(tensor)} {tensor.Shape}" : $"{side}";

    private static (object, object)? TwoLayers(Operation node)
    {
        if (Affine.Weight(node) is not { } upper)
            return null;
        ref readonly var input = ref Between(node);
        if (Affine.Behind(input.Node) is not { } layer || Affine.Weight(layer) is not { } lower)
            return null;
        // Through fewer numbers than come in or go out, not every linear layer can be made: it is a bottleneck.
        var shape = input.Shape;
        int between = shape.Rank == 0 ? 1 : IsWeightFirst(node) && shape.Rank > 1 ? shape[^2] : shape[^1];
        return between < Math.Min(upper.Numel / between, lower.Numel / between) ? null : (upper, lower);
    }

    // What the upper of two layers takes. The weight may stand on either side of a matrix product.
    private static ref readonly Input Between(Operation upper) => ref upper.Inputs[IsWeightFirst(upper) ? 1 : 0];

    private static bool IsWeightFirst(Operation layer) => ReferenceEquals(layer.Inputs[0].Tensor ?? layer.Inputs[0].Leaf, Affine.Weight(layer));

    // A residual, a gate or queries, keys and values take what the lower layer made as well: one layer would not do for all.
    private static bool IsBetweenUsed(LossGraph graph, Operation upper)
    {
        var user = upper;
        for (var made = Between(upper).Node; made is not null; (user, made) = (made, Affine.Weight(made) is null ? Affine.Next(made) : null))
        {
            if (graph.Nodes.Any(other => !ReferenceEquals(other, user) && Takes(other, made)))
                return true;
        }
        return false;
    }

    // What a cell of a recurrence makes of its input is added, in parts or as it is, to what it makes of its state.
    private static bool IsOneOfTwo(LossGraph graph, Operation made) => graph.Nodes.Any(user => Takes(user, made) && user switch
    {
        Binary<Add> when user.Inputs is [{ Node: not null }, { Node: not null }] => true,
        Binary<Add> or Reshape or Permute or PartOf => IsOneOfTwo(graph, user),
        _ => false,
    });

    private static bool Takes(Operation node, Operation made)
    {
        foreach (ref readonly var input in node.Inputs)
        {
            if (ReferenceEquals(input.Node, made))
                return true;
        }
        return false;
    }

    private static (object, object)? Scores<TActivation>(Operation node)
        where TActivation : Operation
    {
        if (node is not (CrossEntropy or SharedCrossEntropy))
            return null;
        return Behind<TActivation>(node.Inputs[0].Node) is { } made ? (node.OperationName, Text(made, node.Inputs[0].Shape)) : null;
    }

    private static (object, object)? Rectified(Operation node)
    {
        if (node is not (CrossEntropy or SharedCrossEntropy or BinaryCrossEntropyWithLogitsLoss or PositiveWeightedLoss or Operations.LogSoftmax))
            return null;
        return Behind<Unary<Relu>>(node.Inputs[0].Node) is { } made ? (node.OperationName, Text(made, node.Inputs[0].Shape)) : null;
    }

    private static (object, object)? Sure(Operation node)
    {
        if (node is not (BinaryCrossEntropyWithLogitsLoss or PositiveWeightedLoss))
            return null;
        var below = node.Inputs[0].Node;
        return (Behind<Unary<Operations.Sigmoid>>(below) ?? Behind<Operations.Softmax>(below)) is { } made
            ? (nameof(Loss.BinaryCrossEntropyWithLogits), Text(made, node.Inputs[0].Shape)) : null;
    }

    // What Nll picks its classes by.
    private static Operation? BehindNll(Operation node) =>
        node is Binary<Gate> && node.Inputs is [{ Node: { } made } scores, { NeedsGradient: false } shares] && scores.Shape.Equals(shares.Shape) ? made : null;

    // Along another dimension than the last it is made of the turned tensor, and turned back.
    private static (object, object)? AlongRows(Operation node) =>
        BehindNll(node) is Permute { Inputs: [{ Shape.Rank: 2, Node: Operations.LogSoftmax { Inputs: [{ Node: Permute }] } made } turned] }
            ? (nameof(Loss.Nll), $"{made.OperationName} along dimension 0 of shape [{turned.Shape[1]},{turned.Shape[0]}]") : null;

    private static (object, object)? NoLogarithm(Operation node)
    {
        if (BehindNll(node) is not { } made)
            return null;
        var scores = node.Inputs[0];
        if (Behind<Operations.Softmax>(made) is { } softmax)
            return (nameof(Loss.Nll), Text(softmax, scores.Shape));
        return Affine.Behind(made) is { } layer ? (nameof(Loss.Nll), Affine.Weight(layer)!) : null;
    }

    private static string Text(Operation made, Shape shape) => $"{made.OperationName} of shape {shape}";

    // A constant factor or another shape between them changes nothing.
    private static Operation? Behind<TActivation>(Operation? made)
        where TActivation : Operation
    {
        while (made is not (TActivation or null))
        {
            made = made switch
            {
                Reshape or Permute => made.Inputs[0].Node,
                Binary<Mul> or Binary<Div> when made.Inputs[1].IsNumber => made.Inputs[0].Node,
                Binary<Mul> when made.Inputs[0].IsNumber => made.Inputs[1].Node,
                _ => null,
            };
        }
        return made;
    }

    private static (object, object)? OneClass(Operation node) =>
        node is Operations.Softmax or Operations.LogSoftmax && node.Inputs[0].Shape is { Rank: > 0 } shape && shape[^1] == 1
            ? (node.OperationName, $"A tensor of shape {shape}, with one number in its last dimension,") : null;
}
