using LinRegPS.Kernels;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.linear: x [*, in] times the weight [out, in] transposed, plus the bias [out].
/// </summary>
internal sealed class Linear(Tensor x, Tensor weight, Tensor? bias) : Operation(x, weight, bias)
{
    private protected override Saves Saves => Saves.Both;

    private int In => Second.Shape[1];

    private int Out => Second.Shape[0];

    private int Rows => First.Shape.Product(0, First.Rank - 1);

    private protected override Tensor Forward()
    {
        if (First.Rank == 0 || First.Shape[^1] != In)
            throw Errors.LinearInput(First.Shape, Second.Shape);
        var y = new Tensor(First.Shape.With(First.Rank - 1, Out));
        MatrixProduct.MultiplyRightTransposed(First.Data, Second.Data, y.Data, Rows, Out, In);
        // The bias comes after the finished product, rounded by itself: PyTorch's bits depend on it.
        if (Third is not null)
            Broadcasting.Combine(default(Kernels.Add), y, Third, y);
        return y;
    }

    private protected override void Backward(Tensor gradient)
    {
        if (First.RequiresGrad)
        {
            var dx = new Tensor(First.Shape);
            MatrixProduct.Multiply(gradient.Data, Second.Data, dx.Data, Rows, In, Out);
            First.Accumulate(dx);
        }
        if (Second.RequiresGrad)
        {
            var dw = new Tensor(Second.Shape);
            MatrixProduct.MultiplyLeftTransposed(gradient.Data, First.Data, dw.Data, Out, In, Rows);
            Second.Accumulate(dw);
        }
        if (Third is { RequiresGrad: true })
        {
            var db = new Tensor(Third.Shape);
            Summation.SumMiddle(gradient.Data, 1, Rows, Out, db.Data);
            Third.Accumulate(db);
        }
    }
}
