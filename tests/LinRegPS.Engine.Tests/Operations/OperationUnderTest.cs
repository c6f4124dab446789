namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// An operation as both checks of <see cref="Parity"/> run it: by the name that op_reference.json gives it, and with
/// arguments of its own for the check by finite differences.
/// </summary>
internal sealed record OperationUnderTest(string Name, Func<Tensor[], Attributes, Outcome> Apply, params Sample[] Samples)
{
    /// <summary>The operation alone, for the cases of PyTorch's, where samples have their arguments moved away from its kinks.</summary>
    public Func<Tensor[], Attributes, Outcome> Reference { get; init; } = Apply;
}

/// <summary>Arguments for which an operation is smooth around the inputs that <see cref="Parity"/> draws.</summary>
internal sealed record Sample(int[][] Shapes, string Attributes = "{}", bool Positive = false);

/// <summary>An operation's result, with the indices where it gives them.</summary>
internal sealed record Outcome(Tensor Output, long[]? Indices = null)
{
    public static implicit operator Outcome(Tensor output) => new(output);

    public static implicit operator Outcome(IndexedValues result) => new(result.Values, result.Indices.ToInt64Array());
}
