using LinRegPS.Kernels;
using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.softmax along the last dimension, or its logarithm: torch.log_softmax.</summary>
internal sealed class Softmax(Tensor x, bool logarithm) : Operation(x)
{
    private protected override string Label => logarithm ? "LogSoftmax" : "Softmax";

    private protected override Saves Saves => Saves.Output;

    private protected override Tensor Forward()
    {
        var (rows, count) = LastDimension.Of(First.Shape);
        var y = new Tensor(First.Shape);
        if (logarithm)
            RowSoftmax.LogForward(First.Data, y.Data, rows, count);
        else
            RowSoftmax.Forward(First.Data, y.Data, rows, count);
        return y;
    }

    private protected override void Backward(Tensor gradient)
    {
        var (rows, count) = LastDimension.Of(First.Shape);
        var dx = new Tensor(First.Shape);
        if (logarithm)
            RowSoftmax.LogBackward(gradient.Data, Output.Data, dx.Data, rows, count);
        else
            RowSoftmax.Backward(gradient.Data, Output.Data, dx.Data, rows, count);
        First.Accumulate(dx);
    }
}

/// <summary>A tensor as rows along its last dimension; a number alone is a row of one.</summary>
internal static class LastDimension
{
    public static (int Rows, int Count) Of(Shape shape) =>
        shape.Rank == 0 ? (1, 1) : (shape.Product(0, shape.Rank - 1), shape[^1]);
}
