using LinRegPS.Kernels;
using LinRegPS.Kernels.Normalization;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.layer_norm over the last dimensions, those of <paramref name="normalized"/>.</summary>
internal sealed class LayerNorm(Tensor x, Shape normalized, Tensor? weight, Tensor? bias, double epsilon)
    : Operation(x, weight, bias)
{
    private double[] _means = [], _scales = [];

    private protected override Saves Saves => SecondOrNull is null ? Saves.First : Saves.Both;

    private protected override Tensor Forward()
    {
        int outer = First.Rank - normalized.Rank;
        if (normalized.Rank == 0 || outer < 0 || !First.Shape.Skip(outer).SequenceEqual(normalized))
            throw Errors.NormalizedShape(First.Shape, normalized);
        if (normalized.Numel == 0)
            throw Errors.Empty(Label, normalized);
        Check("Weight", SecondOrNull);
        Check("Bias", Third);
        if (!float.IsFinite((float)epsilon))
            throw Errors.NonFinite("Epsilon", epsilon);
        if (epsilon < 0)
            throw Errors.Negative("Epsilon", epsilon);
        int rows = First.Shape.Product(0, outer);
        (_means, _scales) = (new double[rows], new double[rows]);
        var y = new Tensor(First.Shape);
        RowLayerNorm.Forward(First.Data, Weight, Third is null ? default : Third.Data, epsilon, y.Data, _means, _scales);
        return y;

        void Check(string name, Tensor? parameter)
        {
            if (parameter is not null && !parameter.Shape.Equals(normalized))
                throw Errors.ParameterShape("LayerNorm: " + name, normalized, parameter.Shape);
        }
    }

    private protected override void Backward(Tensor gradient)
    {
        int rows = _means.Length, width = normalized.Numel;
        var dx = First.RequiresGrad ? new Tensor(First.Shape) : null;
        var products = SecondOrNull is { RequiresGrad: true } ? new Tensor(First.Shape) : null;
        RowLayerNorm.Backward(
            gradient.Data, First.Data, Weight, _means, _scales, dx is null ? default : dx.Data, products is null ? default : products.Data);
        if (dx is not null)
            First.Accumulate(dx);
        if (products is not null)
            Second.Accumulate(OverRows(products));
        if (Third is { RequiresGrad: true })
            Third.Accumulate(OverRows(gradient));

        Tensor OverRows(Tensor terms)
        {
            var sums = new Tensor(normalized);
            Summation.SumMiddle(terms.Data, 1, rows, width, sums.Data);
            return sums;
        }
    }

    private ReadOnlySpan<float> Weight => SecondOrNull is null ? default : Second.Data;
}
