namespace LinRegPS.Operations;

/// <summary>Indices of one dimension: every step-th, count of them from start.</summary>
internal readonly record struct Strip(int Dimension, int Start, int Step, int Count)
{
    /// <summary>The elements at the indices, in a shape of as many.</summary>
    public Tensor Cut(Tensor whole, Shape shape)
    {
        var strip = new Tensor(shape);
        Copy(whole.Shape, whole.Data, strip.Data, toStrip: true);
        return strip;
    }

    /// <summary>Zeros with the elements at the indices.</summary>
    public Tensor Paste(Tensor strip, Shape shape)
    {
        var whole = new Tensor(shape);
        whole.Data.Clear();
        Copy(shape, whole.Data, strip.Data, toStrip: false);
        return whole;
    }

    private void Copy(Shape shape, Span<float> whole, Span<float> strip, bool toStrip)
    {
        int outer = shape.Product(0, Dimension), size = shape[Dimension], run = shape.Product(Dimension + 1, shape.Rank);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < Count; i++)
            {
                var inWhole = whole.Slice(((o * size) + Start + (i * Step)) * run, run);
                var inStrip = strip.Slice(((o * Count) + i) * run, run);
                if (toStrip)
                    inWhole.CopyTo(inStrip);
                else
                    inStrip.CopyTo(inWhole);
            }
        }
    }
}

/// <summary>Every step-th index of a dimension; torch.narrow with a step.</summary>
internal sealed class Slice(Tensor x, Strip strip) : Operation(x)
{
    protected override Tensor Forward() => strip.Cut(Input(0), InputShape(0).With(strip.Dimension, strip.Count));

    protected override void Backward(Tensor gradient) => GiveNew(0, Unslice.Apply(gradient, strip, InputShape(0)));
}

/// <summary>One index of a dimension, which is left out; torch.select.</summary>
internal sealed class Select(Tensor x, int dimension, int index) : Operation(x)
{
    private readonly Strip _strip = new(dimension, index, 1, 1);

    protected override Tensor Forward() => _strip.Cut(Input(0), InputShape(0).Without(dimension));

    protected override void Backward(Tensor gradient) => GiveNew(0, Unslice.Apply(gradient, _strip, InputShape(0)));
}

/// <summary>The gradient of a slice: zeros of a shape around it.</summary>
internal sealed class Unslice(Tensor x, Strip strip, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, Strip strip, Shape shape) =>
        LeavesNoTrace(x) ? strip.Paste(x, shape) : new Unslice(x, strip, shape).Apply();

    protected override Tensor Forward() => strip.Paste(Input(0), shape);

    protected override void Backward(Tensor gradient) => GiveNew(0, Reshape.Apply(new Slice(gradient, strip).Apply(), InputShape(0)));
}
