using System.Runtime.CompilerServices;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// Where tensors of a script come from: which are made of gradients that autograd gave, as steps are, and which took a
/// parameter's place. <c>$w = $w - 0.01 * $w.Grad</c> makes the result of an operation of a parameter, which is a mistake unless
/// it is cut off and made a leaf again.
/// </summary>
internal sealed class Lineage(LintWatcher lint)
{
    // What was made of gradients, the gradients themselves among it.
    private readonly ConditionalWeakTable<Tensor, object> _ofGradient = [];

    // By result, the parameter that it was made of with nothing but numbers and gradients; by operation too, for it is freed.
    private readonly ConditionalWeakTable<Tensor, Tensor> _origins = [];
    private readonly ConditionalWeakTable<Operation, Tensor> _results = [];

    // By what records nothing, the parameters whose numbers are in it.
    private readonly ConditionalWeakTable<Tensor, Tensor[]> _numbersOf = [];

    private readonly List<(Tensor Origin, string? Operation, string Name)> _named = [];
    private bool _reads, _makesSteps;

    // Those of them that a step made.
    private readonly ConditionalWeakTable<Tensor, Tensor> _stepped = [];
    private readonly ConditionalWeakTable<Operation, Tensor> _steps = [];

    /// <summary>Whether a tensor is a gradient that autograd gave, or made of one.</summary>
    public bool IsOfGradient(Tensor tensor) => _ofGradient.TryGetValue(tensor, out _);

    /// <summary>Whether anything but a step was computed with gradients: they may be what a script is after.</summary>
    public bool ReadsGradients => _reads && !_makesSteps;

    /// <summary>Whether a tensor is made of a parameter's numbers.</summary>
    public bool HasNumbersOf(Tensor tensor, Tensor parameter) =>
        ReferenceEquals(Origin(tensor), parameter) || (_numbersOf.TryGetValue(tensor, out var sources) && sources.Any(source => ReferenceEquals(source, parameter)));

    /// <summary>The parameter that a result was made of with nothing but numbers and gradients, or null.</summary>
    public Tensor? Origin(Tensor result) =>
        _origins.TryGetValue(result, out var origin) || (result.GradFn is { } made && _results.TryGetValue(made, out origin)) ? origin : null;

    /// <summary>Whether a tensor is what a step made of a parameter and its gradient.</summary>
    public bool IsStep(Tensor tensor) => _stepped.TryGetValue(tensor, out _);

    /// <summary>A backward pass has given a parameter its gradient.</summary>
    public void Given(Tensor gradient) => _ofGradient.TryAdd(gradient, gradient);

    /// <summary>A variable of the script holds the result of an operation at the end.</summary>
    public void Named(Tensor result, string name)
    {
        if (Origin(result) is { } origin)
            _named.Add((origin, result.GradFn?.OperationName, name));
    }

    /// <summary>The looking on has ended: a parameter that no variable holds any more was replaced by what was made of it.</summary>
    public void Conclude()
    {
        foreach (var (origin, operation, name) in _named)
        {
            var parameter = lint.Parameter(origin);
            if (parameter is { IsNamed: false, IsStepped: false, IsReached: true })
                parameter.ReplacedBy ??= operation;
            if (parameter.ReplacedBy is not null)
                parameter.Name = name;
        }
    }

    public void Ran(Operation operation, Tensor output)
    {
        if (output.GradFn is null)
            FollowNumbers(operation, output);
        Tensor? origin = null;
        bool ofGradient = false, ofOthers = false, isWhole = false;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (input.Tensor is not { } tensor)
                continue;
            if (IsOfGradient(tensor))
                ofGradient = true;
            else if (OriginOf(tensor) is { } leaf && output.Shape.Equals(leaf.Shape))
            {
                ofOthers |= origin is not null && !ReferenceEquals(origin, leaf);
                origin = leaf;
                isWhole |= ReferenceEquals(tensor, leaf) || IsStep(tensor);
            }
            else
                ofOthers |= !input.IsNumber;
        }
        bool isStep = ofGradient && isWhole && !ofOthers && operation is Binary<Add> or Binary<Sub>;
        (_reads, _makesSteps) = (_reads || ofGradient, _makesSteps || isStep);
        if (ofGradient && !isStep)
            _ofGradient.TryAdd(output, output);
        else if (origin is not null && !ofOthers)
            Note(operation, output, origin, isStep);
    }

    /// <summary>A graph that was recorded before anybody looked on is walked, once for each node.</summary>
    public void Inspect(LossGraph graph)
    {
        if (graph.Head is { } head && _numbersOf.TryGetValue(head.Target, out var sources))
        {
            foreach (var source in sources)
                lint.Parameter(source).IsMadeTarget = true;
        }
        foreach (var node in graph.Nodes)
        {
            if (_steps.TryGetValue(node, out var stepped))
                lint.Parameter(stepped).ReplacedBy ??= node.OperationName;
            if (node is Binary<Add> or Binary<Sub> or Binary<Mul> or Binary<Div> && node.Inputs is [var first, var second]
                && (first.IsNumber ? second.Leaf : second.IsNumber ? first.Leaf : null) is { } leaf)
            {
                _results.TryAdd(node, leaf);
            }
        }
    }

    /// <summary>A view that is no part of the graph: a step that ends so is what it should be.</summary>
    public void Detached(Tensor source, Tensor result)
    {
        _numbersOf.TryAdd(result, source.IsLeaf ? [source] : [.. LossGraph.Below(source.GradFn!)]);
        if (!IsStep(source) || Origin(source) is not { } origin)
            return;
        lint.Parameter(origin).Renew();
        _stepped.TryAdd(result, result);
    }

    /// <summary>A pass needed what was freed: a parameter's successor carries the graphs of all steps.</summary>
    public void Freed(Operation operation)
    {
        if (_results.TryGetValue(operation, out var leaf))
            lint.Parameter(leaf).ReplacedBy ??= operation.OperationName;
    }

    /// <summary>An optimizer was to move the result of an operation.</summary>
    public void Refused(Tensor result)
    {
        if (Origin(result) is { } origin)
            lint.Parameter(origin).ReplacedBy ??= result.GradFn!.OperationName;
    }

    private void FollowNumbers(Operation operation, Tensor output)
    {
        List<Tensor>? sources = null;
        foreach (ref readonly var input in operation.Inputs)
        {
            if (input.Leaf is { } leaf)
                (sources ??= []).Add(leaf);
            else if (input.Tensor is { } tensor && _numbersOf.TryGetValue(tensor, out var known))
                (sources ??= []).AddRange(known);
        }
        if (sources is not null)
            _numbersOf.TryAdd(output, [.. sources]);
    }

    private Tensor? OriginOf(Tensor tensor) => tensor is { RequiresGrad: true, IsLeaf: true } ? tensor : Origin(tensor);

    private void Note(Operation operation, Tensor output, Tensor origin, bool isStep)
    {
        if (isStep)
            _stepped.TryAdd(output, output);
        if (output.GradFn is not null)
        {
            _origins.TryAdd(output, origin);
            if (isStep)
                _steps.TryAdd(operation, origin);
            if (operation is Binary<Add> or Binary<Sub> or Binary<Mul> or Binary<Div>)
                _results.TryAdd(operation, origin);
        }
        else if (isStep)
        {
            // Unrecorded, under no-grad, it is a leaf as it should be.
            lint.Parameter(origin).Renew();
        }
    }
}
