using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.linear: x [*, in] times the weight [out, in] transposed, plus the bias [out].
/// </summary>
internal sealed class Linear(Tensor x, Tensor weight, Tensor? bias) : Operation(x, weight, bias)
{
    private int In => InputShape(1)[1];

    private int Out => InputShape(1)[0];

    private int Rows => InputShape(0).Product(0, InputShape(0).Rank - 1);

    protected override bool Saves(int input) => input switch { 0 => Needs(1), 1 => Needs(0), _ => false };

    protected override Tensor Forward()
    {
        var (x, weight) = (Input(0), Input(1));
        if (x.Rank == 0 || x.Shape[^1] != In)
            throw Errors.LinearInput(x.Shape, weight.Shape);
        var y = new Tensor(x.Shape.With(x.Rank - 1, Out));
        MatrixProduct.MultiplyRightTransposed(x.Data, weight.Data, y.Data, Rows, Out, In);
        // The bias comes after the finished product, rounded by itself: PyTorch's bits depend on it.
        if (Has(2))
            Broadcasting.Combine(default(Add), y, Input(2), y);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
            GiveNew(0, GradMode.IsEnabled ? gradient.MatMul(Input(1)) : ByInput(gradient));
        if (Needs(1))
        {
            GiveNew(1, GradMode.IsEnabled
                ? gradient.Reshape(Rows, Out).T.MatMul(Input(0).Reshape(Rows, In))
                : ByWeight(gradient));
        }
        // Summed over all rows.
        if (Needs(2))
            Give(2, gradient);
    }

    private Tensor ByInput(Tensor gradient)
    {
        var dx = new Tensor(InputShape(0));
        MatrixProduct.Multiply(gradient.Data, Input(1).Data, dx.Data, Rows, In, Out);
        return dx;
    }

    private Tensor ByWeight(Tensor gradient)
    {
        var dw = new Tensor(InputShape(1));
        MatrixProduct.MultiplyLeftTransposed(gradient.Data, Input(0).Data, dw.Data, Out, In, Rows);
        return dw;
    }
}
