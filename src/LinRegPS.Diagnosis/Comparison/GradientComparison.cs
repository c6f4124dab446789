namespace LinRegPS.Diagnosis.Comparison;

/// <summary>How one gradient differs from another.</summary>
public enum GradientDifference
{
    /// <summary>Not at all: the same bits.</summary>
    None,

    /// <summary>By what rounding in another order does.</summary>
    Rounding,

    /// <summary>By one factor everywhere.</summary>
    Factor,

    /// <summary>Rows and columns are exchanged.</summary>
    Transposed,

    /// <summary>By one number added everywhere.</summary>
    Offset,

    /// <summary>In one element.</summary>
    Element,

    /// <summary>In one row.</summary>
    Row,

    /// <summary>In one column.</summary>
    Column,

    /// <summary>In some other way.</summary>
    Other,

    /// <summary>One of them is NaN or infinite somewhere.</summary>
    NotFinite,

    /// <summary>They have different numbers of elements.</summary>
    Shape,

    /// <summary>One of them does not exist.</summary>
    Missing,
}

/// <summary>What comparing two gradients showed.</summary>
public sealed class GradientComparison : Verdict
{
    internal GradientComparison(string name, GradientDifference kind, string finding, string evidence = "", string? remedy = null)
    {
        (Name, Kind, Finding, Evidence, Remedy) = (name, kind, finding, evidence, remedy ?? string.Empty);
    }

    /// <summary>The parameter's name, or its place in the list.</summary>
    public string Name { get; }

    /// <summary>How they differ.</summary>
    public GradientDifference Kind { get; }

    /// <summary>The number c of candidate = c x reference, where there is one; of all but the element, row or column where only that differs.</summary>
    public double? Factor { get; internal init; }

    /// <summary>What is added to every element of the reference, where it is one number.</summary>
    public double? Offset { get; internal init; }

    /// <summary>The cosine of the angle between them: 1 for the same direction, -1 for opposite ones. Null where one has no direction.</summary>
    public double? Cosine { get; internal init; }

    /// <summary>The greatest distance of two elements, in float32 numbers; null where elements have no counterparts.</summary>
    public long? MaxUlp { get; internal init; }

    /// <summary>The greatest difference of two elements, as a part of the reference's; null where elements have no counterparts.</summary>
    public double? MaxRelative { get; internal init; }

    /// <summary>Where they differ most in ulp: <c>[0,2]</c>. Empty where they do not differ.</summary>
    public string Index { get; internal init; } = string.Empty;

    /// <summary>Whether they agree, but for rounding.</summary>
    public bool Agrees => Kind is GradientDifference.None or GradientDifference.Rounding;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Finding}";
}

/// <summary>What is known of the training that gradients come from; names their factors.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Features">The number of input features; by default from the gradient's shape.</param>
/// <param name="BatchSize">The number of samples in a batch.</param>
public sealed record GradientContext(int? Samples = null, int? Features = null, int? BatchSize = null);
