using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>
/// y[k] = x[k] + a[k] y[k - 1] along a dimension, or from its end y[k] = x[k] + a[k + 1] y[k + 1]; without factors a
/// torch.cumsum. Its gradients are recurrences the other way.
/// </summary>
internal sealed class Recurrence(string label, Tensor x, Tensor? factors, int dimension, bool fromEnd = false) : Operation(x, factors)
{
    protected override string Label => label;

    private protected override bool WholeGrows => true;

    protected override bool SavesOutput => Has(1) && Needs(1);

    protected override bool Saves(int input) => input == 1;

    protected override Tensor Forward()
    {
        var x = Input(0);
        var y = new Tensor(x.Shape);
        var (outer, count, inner) = Dimensions.Around(x.Shape, dimension);
        Recurrences.Run(x.Data, Has(1) ? Input(1).Data : default, y.Data, outer, count, inner, fromEnd);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        var factors = Has(1) ? Input(1) : null;
        var summed = new Recurrence(label, gradient, factors, dimension, !fromEnd).Apply();
        if (factors is not null && Needs(1))
            GiveNew(1, fromEnd ? Later(summed) * Output : summed * Later(Output));
        if (Needs(0))
            Give(0, summed);
    }

    // Each element one place further along the dimension, behind a zero.
    private Tensor Later(Tensor x) => Tensor.Cat(
        [Tensor.Zeros([.. x.Shape.With(dimension, 1)]), x.Slice(dimension, 0, x.Shape[dimension] - 1)], dimension);
}
