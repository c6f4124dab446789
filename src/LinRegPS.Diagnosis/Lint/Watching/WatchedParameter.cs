namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What the lint knows of a leaf that requires a gradient.</summary>
internal sealed class WatchedParameter(Tensor tensor, int number)
{
    private string? _name, _optimizersName;

    public Tensor Tensor { get; } = tensor;

    /// <summary>The name that model or script has for it, or its shape where they have none.</summary>
    public string Name
    {
        get => _name ?? _optimizersName ?? $"tensor {number} {Tensor.Shape}";
        set => _name ??= value;
    }

    /// <summary>The name that an optimizer has for it: of several models, each may have one of that name.</summary>
    public string OptimizersName { set => _optimizersName ??= value; }

    /// <summary>Whether model or script has a name for it.</summary>
    public bool IsNamed => (_name ?? _optimizersName) is not null;

    /// <summary>The model that it belongs to, and the layer's name in it; null where none is known.</summary>
    public (Module Model, string Layer)? Place { get; set; }

    /// <summary>Whether a backward pass gave it a gradient.</summary>
    public bool IsReached => FirstPass > 0;

    /// <summary>Whether an optimizer or a change in place moved it, or its successor was made of it and its gradient.</summary>
    public bool IsStepped { get; set; }

    /// <summary>Whether a gradient came since the last step.</summary>
    public bool HasNewGradient { get; set; }

    /// <summary>The backward passes that its gradient is the sum of.</summary>
    public int PassesSinceCleared { get; set; }

    /// <summary>Those of them that a step has used.</summary>
    public int PassesUsed { get; private set; }

    /// <summary>Whether its gradient was ever cleared.</summary>
    public bool IsEverCleared { get; set; }

    /// <summary>Whether a step had it to move, with a gradient or without one.</summary>
    public bool IsHeld { get; set; }

    /// <summary>How often it was given other numbers, that no step has made: it is trained anew from there.</summary>
    public int Restarts { get; private set; }

    /// <summary>The first backward pass that reached it; 0 where none did.</summary>
    public int FirstPass { get; private set; }

    /// <summary>The last backward pass that reached it.</summary>
    public int LastPass { get; private set; }

    /// <summary>How many backward passes reached it.</summary>
    public int PassCount { get; private set; }

    /// <summary>The name of the operation whose result took its place in the script; null where none did.</summary>
    public string? ReplacedBy { get; set; }

    /// <summary>Whether it was made anew of an older one and its gradient, as a step that changes nothing in place does.</summary>
    public bool IsSuccessor { get; set; }

    /// <summary>Whether it is reached only by way of the target.</summary>
    public bool IsOfTarget { get; set; }

    /// <summary>Whether the target was made with its numbers, and without a graph: it is no part of the model.</summary>
    public bool IsMadeTarget { get; set; }

    /// <summary>Whether an optimizer was made before it was, or for what it has replaced.</summary>
    public bool IsLate { get; set; }

    /// <summary>Counts a backward pass that reaches it; a leaf used twice in one counts once.</summary>
    public void Reach(int pass)
    {
        HasNewGradient = true;
        if (LastPass == pass && pass > 0)
            return;
        if (FirstPass == 0)
            FirstPass = Math.Max(pass, 1);
        LastPass = pass;
        PassCount++;
        PassesSinceCleared++;
    }

    /// <summary>Its gradient is cleared, or set to what is no sum of passes.</summary>
    public void Clear(bool isSet = false)
    {
        PassesSinceCleared = isSet ? Math.Min(PassesSinceCleared, 1) : 0;
        IsEverCleared |= !isSet;
        PassesUsed = 0;
    }

    /// <summary>Others' numbers take the place of its own.</summary>
    public void Restart() => Restarts++;

    /// <summary>Another takes its place, as a step: its gradient goes with it.</summary>
    public void Renew() => (IsStepped, IsEverCleared) = (true, true);

    /// <summary>It is moved by the gradient that is there.</summary>
    public void Step()
    {
        (IsStepped, HasNewGradient) = (true, false);
        UseGradient();
    }

    /// <summary>A step is taken with the gradient that is there.</summary>
    public void UseGradient() => PassesUsed = PassesSinceCleared;
}
