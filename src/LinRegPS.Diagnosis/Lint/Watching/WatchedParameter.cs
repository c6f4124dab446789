namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What the lint knows of a leaf that requires a gradient.</summary>
internal sealed class WatchedParameter(Tensor tensor, int number)
{
    private string? _name;

    public Tensor Tensor { get; } = tensor;

    /// <summary>The name that model or script has for it, or its shape where they have none.</summary>
    public string Name
    {
        get => _name ?? $"tensor {number} {Tensor.Shape}";
        set => _name ??= value;
    }

    /// <summary>Whether a backward pass gave it a gradient.</summary>
    public bool IsReached { get; set; }

    /// <summary>Whether an optimizer or a change in place moved it.</summary>
    public bool IsStepped { get; set; }

    /// <summary>Whether a gradient came since the last step.</summary>
    public bool HasNewGradient { get; set; }

    /// <summary>The backward passes that its gradient is the sum of.</summary>
    public int PassesSinceCleared { get; set; }

    /// <summary>The last backward pass that reached it, so that a leaf used twice in one counts once.</summary>
    public int LastPass { get; set; }
}
