using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>A function of each element; the struct has the function and its derivative.</summary>
internal sealed class Unary<TOperator>(Tensor x, TOperator f = default) : Operation(x)
    where TOperator : struct, IUnaryOperator
{
    private protected override string Label => f is Kernels.PowScalar ? "Pow" : typeof(TOperator).Name;

    private protected override Saves Saves => f.Saves;

    private protected override Tensor Forward()
    {
        var y = new Tensor(First.Shape);
        Elementwise.Forward(f, First.Data, y.Data);
        return y;
    }

    private protected override void Backward(Tensor gradient)
    {
        var saved = f.Saves switch { Saves.First => First, Saves.Output => Output, _ => gradient };
        var dx = new Tensor(First.Shape);
        Elementwise.Backward(f, gradient.Data, saved.Data, dx.Data);
        First.Accumulate(dx);
    }
}
