using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.softmax along the last dimension.</summary>
internal sealed class Softmax(Tensor x) : Operation(x)
{
    // What rounding took from the output: of that alone, the gradients' differences would have few digits.
    private Tensor? _rest;

    protected override bool SavesOutput => true;

    protected override Tensor Forward()
    {
        var shape = InputShape(0);
        var (rows, count) = LastDimension.Of(shape);
        var y = new Tensor(shape);
        _rest = IsRecorded ? new Tensor(shape) : null;
        RowSoftmax.Forward(Input(0).Data, y.Data, _rest is null ? default : _rest.Data, rows, count);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            var y = Output;
            GiveNew(0, y * (gradient - (gradient * y).Sum(-1, keepdim: true)));
            return;
        }
        var (rows, count) = LastDimension.Of(InputShape(0));
        var dx = new Tensor(InputShape(0));
        RowSoftmax.Backward(gradient.Data, Output.Data, _rest!.Data, dx.Data, rows, count);
        GiveNew(0, dx);
    }

    protected override void Free() => _rest = null;
}

/// <summary>The logarithm of softmax; torch.log_softmax along the last dimension.</summary>
internal sealed class LogSoftmax(Tensor x) : Operation(x)
{
    // Not the output: of what was rounded the gradients' differences would have few digits.
    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var (rows, count) = LastDimension.Of(InputShape(0));
        var y = new Tensor(InputShape(0));
        RowSoftmax.ForwardLog(Input(0).Data, y.Data, rows, count);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            GiveNew(0, gradient - (Input(0).Softmax(-1) * gradient.Sum(-1, keepdim: true)));
            return;
        }
        var (rows, count) = LastDimension.Of(InputShape(0));
        var dx = new Tensor(InputShape(0));
        RowSoftmax.BackwardLog(gradient.Data, Input(0).Data, dx.Data, rows, count);
        GiveNew(0, dx);
    }
}

/// <summary>A tensor as rows along its last dimension; a number alone is a row of one.</summary>
internal static class LastDimension
{
    public static (int Rows, int Count) Of(Shape shape) =>
        shape.Rank == 0 ? (1, 1) : (shape.Product(0, shape.Rank - 1), shape[^1]);
}
