using LinRegPS.Kernels.Normalization;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.layer_norm over the last dimensions, those of <paramref name="normalized"/>.</summary>
internal sealed class LayerNorm(Tensor x, Shape normalized, Tensor? weight, Tensor? bias, double epsilon)
    : Operation(x, weight, bias)
{
    private double[] _means = [], _scales = [];

    protected override bool Saves(int input) => input switch { 0 => Needs(0) || Needs(1), 1 => Needs(0), _ => false };

    protected override Tensor Forward()
    {
        var x = Input(0);
        int outer = x.Rank - normalized.Rank;
        if (normalized.Rank == 0 || outer < 0 || !x.Shape.Skip(outer).SequenceEqual(normalized))
            throw Errors.NormalizedShape(x.Shape, normalized);
        if (normalized.Numel == 0)
            throw Errors.Empty(Label, normalized);
        Check("Weight", 1);
        Check("Bias", 2);
        if (!float.IsFinite((float)epsilon))
            throw Errors.NonFinite("Epsilon", epsilon);
        if (epsilon < 0)
            throw Errors.Negative("Epsilon", epsilon);
        int rows = x.Shape.Product(0, outer);
        (_means, _scales) = (new double[rows], new double[rows]);
        var y = new Tensor(x.Shape);
        RowLayerNorm.Forward(
            x.Data, Has(1) ? Input(1).Data : default, Has(2) ? Input(2).Data : default, epsilon, y.Data, _means, _scales);
        return y;

        void Check(string name, int parameter)
        {
            if (Has(parameter) && !InputShape(parameter).Equals(normalized))
                throw Errors.ParameterShape("LayerNorm: " + name, normalized, InputShape(parameter));
        }
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            GiveRecorded(gradient);
            if (Needs(2))
                Give(2, gradient);
        }
        else if (Needs(0) || Needs(1))
        {
            Tensor? dx = Needs(0) ? new(InputShape(0)) : null, weight = Needs(1) ? new(normalized) : null, bias = Needs(2) ? new(normalized) : null;
            RowLayerNorm.Backward(
                gradient.Data, Input(0).Data, Needs(0) && Has(1) ? Input(1).Data : default, _means, _scales, Data(dx), Data(weight), Data(bias));
            if (dx is not null)
                GiveNew(0, dx);
            if (weight is not null)
                GiveNew(1, weight);
            if (bias is not null)
                GiveNew(2, bias);
        }
        else
            // Summed over all rows.
            Give(2, gradient);

        static Span<float> Data(Tensor? tensor) => tensor is null ? default : tensor.Data;
    }

    protected override void Free() => (_means, _scales) = ([], []);

    // dx = scale (g w - mean(g w) - n mean(g w n)), with n the normalized x.
    private void GiveRecorded(Tensor gradient)
    {
        if (!Needs(0) && !Needs(1))
            return;
        var x = Rows(Input(0));
        var centred = x - x.Mean(1, keepdim: true);
        var scale = 1 / (centred.Square().Mean(1, keepdim: true) + epsilon).Sqrt();
        var (normal, rows) = (centred * scale, Rows(gradient));
        if (Needs(1))
            GiveNew(1, (rows * normal).Reshape(InputShape(0).ToArray()));
        if (!Needs(0))
            return;
        var weighted = Has(1) ? rows * Input(1).Reshape(1, normalized.Numel) : rows;
        var shifted = weighted - weighted.Mean(1, keepdim: true);
        GiveNew(0, ((shifted - (normal * (weighted * normal).Mean(1, keepdim: true))) * scale).Reshape(InputShape(0).ToArray()));

        Tensor Rows(Tensor tensor) => tensor.Reshape(_means.Length, normalized.Numel);
    }
}
