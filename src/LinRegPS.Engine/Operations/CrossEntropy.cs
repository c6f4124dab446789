using LinRegPS.Kernels;
using LinRegPS.Kernels.Losses;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.cross_entropy of scores [rows, classes] and the number of each row's class.</summary>
internal sealed class CrossEntropy(Tensor scores, Tensor target, Reduction reduction) : Operation(scores, target)
{
    private int[] _classes = [];
    private float[] _greatest = [];
    private double[] _sums = [];

    private protected override Saves Saves => Saves.First;

    private int Rows => First.Shape[0];

    private protected override Tensor Forward()
    {
        if (First.Rank != 2 || Second.Rank != 1 || First.Shape[0] != Second.Shape[0])
            throw Errors.ClassTarget(First.Shape, Second.Shape);
        if (Second.RequiresGrad)
            throw Errors.ClassGradient();
        if (First.Numel == 0)
            throw Errors.Empty(Label, First.Shape);
        (_classes, _greatest, _sums) = (ClassNumbers(), new float[Rows], new double[Rows]);
        var losses = new Tensor(new Shape(Rows));
        SoftmaxCrossEntropy.Forward(First.Data, _classes, First.Shape[1], losses.Data, _greatest, _sums);
        return reduction switch
        {
            Reduction.None => losses,
            Reduction.Sum => new Tensor(Summation.Sum(losses.Data)),
            _ => new Tensor(Summation.Sum(losses.Data) / Rows),
        };
    }

    private protected override void Backward(Tensor gradient)
    {
        var dx = new Tensor(First.Shape);
        // One number where the losses were put together; a copy of it where there is one row alone.
        ReadOnlySpan<float> share = reduction == Reduction.Mean ? [gradient.Data[0] / Rows] : gradient.Data;
        SoftmaxCrossEntropy.Backward(First.Data, _classes, First.Shape[1], _greatest, _sums, share, dx.Data);
        First.Accumulate(dx);
    }

    private int[] ClassNumbers()
    {
        int count = First.Shape[1];
        var numbers = Second.Data;
        int[] classes = new int[numbers.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            float number = numbers[i];
            if (!(number >= 0 && number < count) || number != MathF.Floor(number))
                throw Errors.ClassNumber(i, number, count);
            classes[i] = (int)number;
        }
        return classes;
    }
}
