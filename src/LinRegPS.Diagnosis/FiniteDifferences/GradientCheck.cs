namespace LinRegPS.Diagnosis.FiniteDifferences;

/// <summary>Whether one tensor's gradient is the one that the function's own values have.</summary>
public sealed class GradientCheck : Verdict
{
    internal GradientCheck(string finding, string evidence, string remedy) =>
        (Finding, Evidence, Remedy) = (finding, evidence, remedy);

    /// <summary>The parameter of the script block, or of the model.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The tensor's shape.</summary>
    public Shape Shape { get; internal init; } = Shape.Scalar;

    /// <summary>Whether no element and no direction differs by more than could be measured.</summary>
    public bool Passed { get; internal init; }

    /// <summary>How many elements were compared.</summary>
    public int Checked { get; internal init; }

    /// <summary>The largest difference between the gradient and the numeric one; NaN where there was nothing to compare.</summary>
    public double MaxError { get; internal init; } = double.NaN;

    /// <summary>The largest error that the comparison may itself have, over all elements: what float32 allowed to see.</summary>
    public double Precision { get; internal init; } = double.NaN;

    /// <summary>The elements that differ.</summary>
    public ElementDifference[] Differences { get; internal init; } = [];

    /// <summary>The elements at a kink, where the slopes to the left and to the right differ and any value between them is right.</summary>
    public ElementDifference[] Kinks { get; internal init; } = [];

    /// <summary>The derivatives along random directions.</summary>
    public ElementDifference[] Directions { get; internal init; } = [];
}

/// <summary>A derivative by autograd, or as it was given, and by finite differences.</summary>
public sealed class ElementDifference
{
    /// <summary>The element's indices, <c>[0,1]</c>, or the number of the random direction.</summary>
    public string Index { get; internal init; } = string.Empty;

    /// <summary>The derivative that is checked.</summary>
    public double Autograd { get; internal init; }

    /// <summary>The derivative by finite differences.</summary>
    public double Numeric { get; internal init; }

    /// <summary>How far they are apart.</summary>
    public double Error => Math.Abs(Autograd - Numeric);

    /// <summary>How far they may be apart with both of them right.</summary>
    public double Precision { get; internal init; }

    /// <summary>How much the value changes over a step at most.</summary>
    internal double Change { get; init; }

    /// <summary>Whether nothing that the derivative may be could be told from nothing.</summary>
    internal bool IsLost => Precision >= Math.Max(Change, Math.Abs(Autograd)) && (Change > 0 || Autograd != 0);

    /// <summary>Whether they agree as far as could be measured.</summary>
    public bool Agrees => Error <= Precision;

    /// <summary>Both slopes, where the element is at a kink.</summary>
    public string Note { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Index}: {Autograd:G7} against {Numeric:G7} by differences (precision {Precision:G2}){(Note == "" ? "" : "; " + Note)}");
}
