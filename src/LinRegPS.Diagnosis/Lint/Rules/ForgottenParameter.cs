using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// A parameter that no optimizer steps, or that the loss does not reach. What may be meant to stay is none: a layer, or a model, of which
/// nothing is stepped (it was trained before, or is another optimizer's), and what gets gradients on their way to an input alone.
/// </summary>
internal sealed class ForgottenParameter : LintRule
{
    // So many passes may add up to the step that makes a parameter anew.
    private const int MostPasses = 4;

    // By parameter, those that one operation takes with it.
    private readonly ConditionalWeakTable<Tensor, Tensor[]> _layers = [];
    private readonly ConditionalWeakTable<Tensor, Tensor> _inputs = [];
    private readonly HashSet<WatchedParameter> _reachedByLoss = [];
    private bool _compares, _isOfInput;

    public override void Inspect(LossGraph graph) =>
        _compares |= graph.Head is not null || graph.Nodes.Any(node => node is CrossEntropy or SharedCrossEntropy);

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        if (needed)
            Note(operation);
    }

    public override void Asked(IReadOnlyList<Tensor> inputs)
    {
        foreach (var input in inputs)
            _inputs.TryAdd(input, input);
    }

    public override void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
        _isOfInput = false;
        foreach (var node in nodes)
        {
            Note(node);
            if (DifferentiatedInput(node) is not { } input)
                continue;
            _isOfInput = true;
            _inputs.TryAdd(input, input);
        }
    }

    public override void Accumulating(WatchedParameter parameter, Tensor gradient)
    {
        if (!_isOfInput)
            _reachedByLoss.Add(parameter);
    }

    public override void BackwardEnded() => _isOfInput = false;

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Passes == 0)
            return [];
        var parameters = Lint.Parameters.Where(p => p.Tensor.RequiresGrad && p.ReplacedBy is null && !p.IsOfTarget && !p.IsLate).ToList();
        var renewed = Renewed(parameters);
        bool anyStepped = parameters.Exists(p => p.IsStepped);
        // One backward pass and no step at all is a look at gradients, not a training; nor are several without anything to come near to,
        // or of which the gradients are computed with.
        bool trains = anyStepped || (_compares && Lint.Passes > 1 && !Lint.Lineage.ReadsGradients);
        string stepped = Names(parameters.Where(p => p.IsStepped)), reached = Names(parameters.Where(p => p.IsReached));
        return parameters
            .Where(p => !renewed.Contains(p) && !_inputs.TryGetValue(p.Tensor, out _)
                && (p.IsReached ? trains && !p.IsStepped && (anyStepped ? IsLeftOut(p, parameters) : _reachedByLoss.Contains(p)) : IsMissed(p)))
            .Select(p => p.IsReached
                ? Found(p.Name, 1, Lint.Passes, $"Nothing steps {p.Name}: it has gradients and stays as it is.",
                    $"Stepped: {stepped}. Reached by the loss: {reached}.",
                    $"Give {p.Name} to Step-Sgd too, or set RequiresGrad to $false if it is meant to stay.")
                : Found(p.Name, 1, Lint.Passes, $"The loss does not reach {p.Name}: no backward pass gave it a gradient.",
                    $"Reached by the loss: {reached}.",
                    $"Use {p.Name} in the forward pass, look for Detach(), Item() or Invoke-NoGrad between it and the loss, or leave it out."));
    }

    // Where others are stepped: one that was to be, one of its layer is, or it is no layer's.
    private bool IsLeftOut(WatchedParameter parameter, List<WatchedParameter> all)
    {
        if (!_reachedByLoss.Contains(parameter))
            return false;
        // Biases alone may be meant to learn.
        bool hasSteppedNeighbour = all.Exists(p => p.IsStepped && p.Tensor.Rank >= parameter.Tensor.Rank && AreNeighbours(p, parameter));
        return parameter.IsHeld || hasSteppedNeighbour || !IsOfLayer(parameter);
    }

    // Of what no pass reaches: a layer's parameters were meant to learn only where a step or a clearing has them.
    private bool IsMissed(WatchedParameter parameter) => parameter is { IsSuccessor: false, IsMadeTarget: false, IsStepped: false, Restarts: 0 }
        && (parameter.IsHeld || parameter.IsEverCleared || !IsOfLayer(parameter));

    private bool IsOfLayer(WatchedParameter parameter) => parameter.Place is not null || _layers.TryGetValue(parameter.Tensor, out _);

    private bool AreNeighbours(WatchedParameter first, WatchedParameter second) => first.Place is not null && first.Place == second.Place
        || (_layers.TryGetValue(first.Tensor, out var layer) && Array.Exists(layer, tensor => ReferenceEquals(tensor, second.Tensor)));

    private void Note(Operation operation)
    {
        if (operation is not (Operations.Linear or Operations.LayerNorm or ChannelNorm))
            return;
        Tensor[]? layer = null;
        foreach (ref readonly var input in operation.Inputs[1..])
        {
            if (input.Leaf is { } leaf && !_layers.TryGetValue(leaf, out _))
                _layers.Add(leaf, layer ??= [.. LossGraph.LeavesOf(operation, 1)]);
        }
    }

    // What a layer computes from, with nothing but functions of its elements between, where that is a leaf which gets a gradient.
    private static Tensor? DifferentiatedInput(Operation node)
    {
        if (node is not (Operations.Linear or Operations.LayerNorm or ChannelNorm or Pick or WindowProduct or Correlation) && !(node is MatMul && node.Inputs[1].Leaf is not null))
            return null;
        // A convolution has its weight first.
        ref readonly var start = ref node.Inputs[node is WindowProduct or Correlation ? 1 : 0];
        int numel = start.Shape.Numel;
        var (leaf, below) = (start.Leaf, start.Node);
        while (leaf is null && below is not null)
        {
            Operation? only = null;
            foreach (ref readonly var input in below.Inputs)
            {
                if (!input.NeedsGradient)
                    continue;
                if (only is not null || leaf is not null)
                    return null;
                (leaf, only) = (input.Leaf, input.Node);
            }
            below = only;
        }
        // What is repeated for each row is a parameter.
        return leaf?.Numel >= numel ? leaf : null;
    }

    // A script may step by making each parameter anew of its numbers: then one of the same shape follows where another is reached
    // for the last time, and the last waits for a pass that does not come.
    private HashSet<WatchedParameter> Renewed(List<WatchedParameter> parameters)
    {
        var renewed = new HashSet<WatchedParameter>();
        foreach (var alike in parameters.Where(p => !p.IsStepped && p.PassCount <= MostPasses).GroupBy(p => p.Tensor.Shape))
        {
            var first = alike.Where(p => p.IsReached).ToLookup(p => p.FirstPass);
            var successors = alike.Where(p => p.IsReached).SelectMany(p => first[p.LastPass + 1]).ToHashSet();
            if (successors.Count == 0)
                continue;
            renewed.UnionWith(successors);
            renewed.UnionWith(alike.Where(p => !p.IsReached || first[p.LastPass + 1].Any()));
        }
        return renewed;
    }

    private static string Names(IEnumerable<WatchedParameter> parameters) =>
        string.Join(", ", parameters.Select(p => p.Name).DefaultIfEmpty("none"));
}
