using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.softmax along the last dimension.</summary>
internal sealed class Softmax(Tensor x) : Operation(x)
{
    protected override bool SavesOutput => true;

    protected override Tensor Forward()
    {
        var (rows, count) = LastDimension.Of(InputShape(0));
        var y = new Tensor(InputShape(0));
        RowSoftmax.Forward(Input(0).Data, y.Data, rows, count);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            GiveNew(0, Output * (gradient - (gradient * Output).Sum(-1, keepdim: true)));
            return;
        }
        var (rows, count) = LastDimension.Of(InputShape(0));
        var dx = new Tensor(InputShape(0));
        RowSoftmax.Backward(gradient.Data, Output.Data, dx.Data, rows, count);
        GiveNew(0, dx);
    }
}

/// <summary>The logarithm of softmax; torch.log_softmax along the last dimension.</summary>
internal sealed class LogSoftmax(Tensor x) : Operation(x)
{
    protected override bool SavesOutput => true;

    protected override Tensor Forward()
    {
        var (rows, count) = LastDimension.Of(InputShape(0));
        var y = new Tensor(InputShape(0));
        RowSoftmax.LogForward(Input(0).Data, y.Data, rows, count);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            GiveNew(0, gradient - (Output.Exp() * gradient.Sum(-1, keepdim: true)));
            return;
        }
        var (rows, count) = LastDimension.Of(InputShape(0));
        var dx = new Tensor(InputShape(0));
        RowSoftmax.LogBackward(gradient.Data, Output.Data, dx.Data, rows, count);
        GiveNew(0, dx);
    }
}

/// <summary>A tensor as rows along its last dimension; a number alone is a row of one.</summary>
internal static class LastDimension
{
    public static (int Rows, int Count) Of(Shape shape) =>
        shape.Rank == 0 ? (1, 1) : (shape.Product(0, shape.Rank - 1), shape[^1]);
}
