using LinRegPS.Kernels.Losses;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.cross_entropy of scores [rows, classes] and the number of each row's class.</summary>
internal sealed class CrossEntropy(Tensor scores, Tensor target, Reduction reduction) : Operation(scores, target)
{
    private int[] _classes = [];
    private float[] _greatest = [];
    private double[] _sums = [];

    private int Rows => InputShape(0)[0];

    private int Classes => InputShape(0)[1];

    protected override bool Saves(int input) => input == 0;

    protected override Tensor Forward()
    {
        var scores = Input(0);
        (_classes, _greatest, _sums) = (new ClassScores(Label, scores, Input(1), mayBeEmpty: reduction != Reduction.Mean).Numbers(Input(1)), new float[Rows], new double[Rows]);
        var losses = new Tensor(new Shape(Rows));
        SoftmaxCrossEntropy.Forward(scores.Data, _classes, Classes, losses.Data, _greatest, _sums);
        return reduction switch
        {
            Reduction.None => losses,
            Reduction.Sum => new Tensor(Summation.SumInOrder(losses.Data)),
            _ => new Tensor(Summation.SumInOrder(losses.Data) / Rows),
        };
    }

    protected override void Backward(Tensor gradient) => GiveNew(0, GradMode.IsEnabled ? Recorded(gradient) : ByScores(gradient));

    protected override void Free() => (_classes, _greatest, _sums) = ([], [], []);

    private Tensor ByScores(Tensor gradient)
    {
        var dx = new Tensor(InputShape(0));
        // One number where the losses were put together; a copy of it where there is one row alone.
        ReadOnlySpan<float> share = reduction == Reduction.Mean ? [gradient.Data[0] / Rows] : gradient.Data;
        SoftmaxCrossEntropy.Backward(Input(0).Data, _classes, Classes, _greatest, _sums, share, dx.Data);
        return dx;
    }

    // The probabilities, less 1 at each row's class, times the gradient of the row's loss.
    private Tensor Recorded(Tensor gradient)
    {
        var hot = Tensor.Zeros(Rows, Classes);
        for (int row = 0; row < Rows; row++)
            hot.Data[(row * Classes) + _classes[row]] = 1;
        var share = reduction switch
        {
            Reduction.None => gradient.Reshape(Rows, 1),
            Reduction.Sum => gradient,
            _ => gradient / Rows,
        };
        return (Input(0).Softmax(-1) - hot) * share;
    }
}
