namespace LinRegPS.Operations;

/// <summary>
/// A function of pairs of elements: forward broadcasts the operands, backward sums over what was repeated. The struct has the
/// function and both derivatives.
/// </summary>
public sealed class Binary<TOperator> : Operation
    where TOperator : struct, IBinaryOperator
{
    private static readonly string s_name = typeof(TOperator).Name;

    // Those by which whole numbers grow.
    private static readonly bool s_grows = typeof(TOperator) == typeof(Add) || typeof(TOperator) == typeof(Sub) || typeof(TOperator) == typeof(Mul)
        || typeof(TOperator) == typeof(Pow);

    private static readonly bool s_hasTerms = typeof(ITerms).IsAssignableFrom(typeof(TOperator));

    private readonly TOperator _f;

    private Binary(Tensor x, Tensor y, TOperator f)
        : base(x, y) => _f = f;

    /// <summary>What PyTorch calls it.</summary>
    protected override string Label => s_name;

    private protected override bool WholeGrows => s_grows;

    /// <summary>f(x, y) of each pair, in the shape that both broadcast to.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A sum, difference, product or power of int64 numbers is 2^24 or more, and might have been rounded.</exception>
    public static Tensor Apply(Tensor x, Tensor y, TOperator f = default) =>
        LeavesNoTrace(x, y) && !(s_grows && (x.DType == DType.Int64 || y.DType == DType.Int64))
            ? Broadcasting.Combine(s_name, f, x, y)
            : new Binary<TOperator>(x, y, f).Apply();

    /// <inheritdoc/>
    protected override bool Saves(int input)
    {
        var read = (Needs(0) ? _f.FirstReads : Operations.Saves.Nothing) | (Needs(1) ? _f.SecondReads : Operations.Saves.Nothing);
        return (read & (input == 0 ? Operations.Saves.First : Operations.Saves.Second)) != 0;
    }

    /// <inheritdoc/>
    protected override Tensor Forward() => Broadcasting.Combine(s_name, _f, Input(0), Input(1));

    /// <inheritdoc/>
    protected override void Backward(Tensor gradient)
    {
        Tensor x = Saves(0) ? Input(0) : null!, y = Saves(1) ? Input(1) : null!;
        if (Needs(0))
            GivePart(0, Exact(0, () => _f.BackwardFirst(gradient, x, y)));
        if (Needs(1))
            GivePart(1, Exact(1, () => _f.BackwardSecond(gradient, x, y)));

        // In float64 where there are few; a recorded pass has the same numbers, and the graph of what would have been given.
        Tensor Exact(int input, Func<Tensor> recorded)
        {
            if (!s_hasTerms || RepeatedOperand.Sum((ITerms)(object)_f, input == 0, gradient, x, y, InputShape(input)) is not { } exact)
                return recorded();
            return GradMode.IsEnabled ? new Valued(Broadcasting.SumTo(recorded(), InputShape(input)), exact).Apply() : exact;
        }

        // The gradient itself is the result's; what is made of it is nobody else's.
        void GivePart(int input, Tensor part)
        {
            if (ReferenceEquals(part, gradient))
                Give(input, part);
            else
                GiveNew(input, part);
        }
    }
}
