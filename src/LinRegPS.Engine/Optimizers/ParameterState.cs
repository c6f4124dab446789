namespace LinRegPS;

/// <summary>A parameter, and what an optimizer keeps of its steps with it: running means of gradients and the like.</summary>
internal sealed class ParameterState(ModelParameter parameter)
{
    private (string Name, float[] Elements)[] _kept = [];

    public ModelParameter Parameter { get; } = parameter;

    public Tensor Value { get; } = parameter.Value;

    /// <summary>The steps taken with the parameter.</summary>
    public int Steps { get; set; }

    /// <summary>Whether something is kept under a name already.</summary>
    public bool Has(string name)
    {
        foreach (var (known, _) in _kept)
        {
            if (known == name)
                return true;
        }
        return false;
    }

    /// <summary>What is kept under a name, an element for each of the parameter's; zeros at first.</summary>
    public float[] Keep(string name)
    {
        foreach (var (known, elements) in _kept)
        {
            if (known == name)
                return elements;
        }
        // In memory of its own, for it outlives the step.
        float[] zeros = new float[Value.Numel];
        _kept = [.. _kept, (name, zeros)];
        return zeros;
    }

    /// <summary>Copies of all that is kept, and the number of steps, by name.</summary>
    public OrderedDictionary<string, Tensor> ToDictionary()
    {
        var state = new OrderedDictionary<string, Tensor> { ["step"] = Tensor.Scalar(Steps) };
        foreach (var (name, elements) in _kept)
            state[name] = Tensor.From(elements, Parameter.Shape.ToArray());
        return state;
    }

    /// <summary>Forgets all, and takes what is given.</summary>
    public void Set(int steps, IEnumerable<(string Name, Tensor Value)> state)
    {
        Steps = steps;
        _kept = [.. state.Select(kept => (kept.Name, kept.Value.Data.ToArray()))];
    }
}
