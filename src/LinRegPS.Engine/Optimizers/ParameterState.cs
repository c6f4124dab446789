using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>A parameter, and what an optimizer keeps of its steps with it: running means of gradients and the like.</summary>
internal sealed class ParameterState(ModelParameter parameter)
{
    private (string Name, float[] Elements, Shape Shape)[] _kept = [];
    private float[] _negated = [];

    public ModelParameter Parameter { get; } = parameter;

    public Tensor Value { get; } = parameter.Value;

    /// <summary>The steps taken with the parameter.</summary>
    public int Steps { get; set; }

    /// <summary>All that is kept.</summary>
    public IEnumerable<float[]> Kept => _kept.Select(kept => kept.Elements);

    /// <summary>Whether something is kept under a name already.</summary>
    public bool Has(string name)
    {
        foreach (var (known, _, _) in _kept)
        {
            if (known == name)
                return true;
        }
        return false;
    }

    /// <summary>What is kept under a name, an element for each of the parameter's.</summary>
    public float[] Keep(string name, float initial = 0) => Keep(name, initial, Value.Shape);

    /// <summary>The number that is kept under a name.</summary>
    public ref float KeepNumber(string name, float initial) => ref Keep(name, initial, Shape.Scalar)[0];

    /// <summary>The gradient times -1; until it is asked for again.</summary>
    public ReadOnlySpan<float> Negated()
    {
        var gradient = Value.Grad!.Data;
        if (_negated.Length < gradient.Length)
            _negated = new float[gradient.Length];
        var negated = _negated.AsSpan(0, gradient.Length);
        using var whole = Interruption.Whole();
        Elementwise.Forward(default(Neg), gradient, negated);
        return negated;
    }

    /// <summary>Copies of all that is kept, and the number of steps, by name.</summary>
    public OrderedDictionary<string, Tensor> ToDictionary()
    {
        var state = new OrderedDictionary<string, Tensor> { ["step"] = Tensor.Scalar(Steps) };
        foreach (var (name, elements, shape) in _kept)
            state[name] = Tensor.From(elements, shape.ToArray());
        return state;
    }

    /// <summary>Forgets all, and takes what is given.</summary>
    public void Set(int steps, IEnumerable<(string Name, Tensor Value)> state)
    {
        Steps = steps;
        _kept = [.. state.Select(kept => (kept.Name, kept.Value.Data.ToArray(), kept.Value.Shape))];
    }

    private float[] Keep(string name, float initial, Shape shape)
    {
        foreach (var (known, kept, _) in _kept)
        {
            if (known == name)
                return kept;
        }
        // In memory of its own, for it outlives the step.
        float[] elements = new float[shape.Numel];
        if (initial != 0)
            elements.AsSpan().Fill(initial);
        _kept = [.. _kept, (name, elements, shape)];
        return elements;
    }
}
