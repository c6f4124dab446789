using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>A function of each element; the struct has the function and its derivatives.</summary>
public sealed class Unary<TOperator> : Operation
    where TOperator : struct, IUnaryOperator
{
    private readonly TOperator _f;

    private Unary(Tensor x, TOperator f)
        : base(x) => _f = f;

    /// <summary>What PyTorch calls it.</summary>
    protected override string Label => _f.Label;

    /// <inheritdoc/>
    protected override bool SavesOutput => _f.Saves == Operations.Saves.Output;

    /// <summary>f(x) of each element, of x's shape.</summary>
    public static Tensor Apply(Tensor x, TOperator f = default) =>
        LeavesNoTrace(x) && x.DType != DType.Int64 ? Forward(x, f) : new Unary<TOperator>(x, f).Apply();

    private protected override bool WholeGrows => _f.WholeGrows;

    /// <inheritdoc/>
    protected override bool Saves(int input) => _f.Saves == Operations.Saves.First;

    /// <inheritdoc/>
    protected override Tensor Forward() => Forward(Input(0), _f);

    /// <inheritdoc/>
    protected override void Backward(Tensor gradient) => GiveNew(0, UnaryBackward<TOperator>.Apply(
        gradient, _f.Saves switch { Operations.Saves.First => Input(0), Operations.Saves.Output => Output, _ => null }, _f));

    private static Tensor Forward(Tensor x, TOperator f)
    {
        var y = new Tensor(x.Shape);
        Elementwise.Forward(f, x.Data, y.Data);
        return y;
    }
}

/// <summary>The gradient of a function of each element: an operation of its own where a pass is recorded.</summary>
internal sealed class UnaryBackward<TOperator> : Operation
    where TOperator : struct, IUnaryOperator
{
    private readonly TOperator _f;

    private UnaryBackward(Tensor gradient, Tensor? saved, TOperator f)
        : base(gradient, saved) => _f = f;

    protected override string Label => _f.Label + "Backward";

    public static Tensor Apply(Tensor gradient, Tensor? saved, TOperator f) =>
        LeavesNoTrace(gradient.RequiresGrad || saved is { RequiresGrad: true })
            ? Forward(gradient, saved, f)
            : new UnaryBackward<TOperator>(gradient, saved, f).Apply();

    protected override bool Saves(int input) => input == 1 || Needs(1);

    protected override Tensor Forward() => Forward(Input(0), Saved, _f);

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
            GiveNew(0, Apply(gradient, Saved, _f));
        if (Needs(1))
            GiveNew(1, _f.Curvature(Input(1)) is { } curvature ? gradient * Input(0) * curvature : Tensor.Zeros(InputShape(1).ToArray()));
    }

    private Tensor? Saved => Has(1) ? Input(1) : null;

    private static Tensor Forward(Tensor gradient, Tensor? saved, TOperator f)
    {
        var dx = new Tensor(gradient.Shape);
        Elementwise.Backward(f, gradient.Data, (saved ?? gradient).Data, dx.Data);
        return dx;
    }
}
