using LinRegPS.Kernels.Losses;

namespace LinRegPS.Operations;

/// <summary>
/// The cross-entropy of scores [rows,classes] and what each row has of each class, [rows,classes]: less the sum of shares times
/// log-softmax. A share of 0 counts for nothing, whatever the score.
/// </summary>
/// <param name="scores">[rows,classes].</param>
/// <param name="shares">[rows,classes], rounded to float32.</param>
/// <param name="exact">The same before they were rounded; null where they were not.</param>
internal sealed class SharedCrossEntropy(Tensor scores, Tensor shares, double[]? exact = null) : Operation(scores, shares)
{
    private double[]? _exact = exact;

    private int Rows => InputShape(0)[0];

    private int Classes => InputShape(0)[1];

    protected override string Label => nameof(CrossEntropy);

    protected override bool Saves(int input) => input == 0 || Needs(0);

    protected override Tensor Forward()
    {
        var losses = new Tensor(new Shape(Rows));
        SharedSoftmaxCrossEntropy.Forward(Input(0).Data, Exact(), Classes, losses.Data);
        return losses;
    }

    protected override void Backward(Tensor gradient)
    {
        var share = Reshape.Apply(gradient, new Shape(Rows, 1));
        if (Needs(1))
            GiveNew(1, -(Input(0).LogSoftmax(-1) * share));
        if (!Needs(0))
            return;
        if (GradMode.IsEnabled)
        {
            var whole = Input(1).Sum(1, keepdim: true);
            var counted = Binary<Gate>.Apply(share, 1 - Mask.Within(Input(1).Detach().Abs().Sum(1, keepdim: true), 0, 0));
            GiveNew(0, (Binary<Gate>.Apply(Input(0).Softmax(-1), whole) - Input(1)) * counted);
            return;
        }
        var dx = new Tensor(InputShape(0));
        SharedSoftmaxCrossEntropy.Backward(Input(0).Data, Exact(), Classes, gradient.Data, dx.Data);
        GiveNew(0, dx);
    }

    protected override void Free() => _exact = null;

    private double[] Exact() => _exact ?? Array.ConvertAll(Input(1).Data.ToArray(), share => (double)share);
}
