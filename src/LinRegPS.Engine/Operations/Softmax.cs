using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.softmax along the last dimension.</summary>
internal sealed class Softmax(Tensor x) : Probabilities(x, log: false);

/// <summary>The logarithm of softmax; torch.log_softmax along the last dimension.</summary>
internal sealed class LogSoftmax(Tensor x) : Probabilities(x, log: true);

/// <summary>e to the power of each element over their sum along the last dimension, or the logarithm of that.</summary>
internal abstract class Probabilities(Tensor x, bool log) : Operation(x)
{
    // Not the output: of what was rounded the gradients' differences would have few digits.
    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var (rows, count) = LastDimension.Of(InputShape(0));
        var y = new Tensor(InputShape(0));
        RowSoftmax.Forward(Input(0).Data, y.Data, rows, count, log);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            var y = Input(0).Softmax(-1);
            GiveNew(0, log
                ? gradient - (y * gradient.Sum(-1, keepdim: true))
                : y * (gradient - (gradient * y).Sum(-1, keepdim: true)));
            return;
        }
        var (rows, count) = LastDimension.Of(InputShape(0));
        var dx = new Tensor(InputShape(0));
        RowSoftmax.Backward(gradient.Data, Input(0).Data, dx.Data, rows, count, log);
        GiveNew(0, dx);
    }
}

/// <summary>A tensor as rows along its last dimension; a number alone is a row of one.</summary>
internal static class LastDimension
{
    public static (int Rows, int Count) Of(Shape shape) =>
        shape.Rank == 0 ? (1, 1) : (shape.Product(0, shape.Rank - 1), shape[^1]);
}
