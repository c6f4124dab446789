namespace LinRegPS.Operations;

/// <summary>torch.trace: the sum of a matrix's diagonal, in float64.</summary>
internal sealed class Trace(Tensor x) : Operation(x)
{
    private protected override bool WholeGrows => true;

    protected override Tensor Forward()
    {
        var x = Input(0);
        double sum = 0;
        for (int i = 0; i < Math.Min(x.Shape[0], x.Shape[1]); i++)
            sum += x.Data[i * (x.Shape[1] + 1)];
        return new Tensor((float)sum);
    }

    protected override void Backward(Tensor gradient) =>
        GiveNew(0, Binary<Gate>.Apply(gradient, Tensor.Eye(InputShape(0)[0], InputShape(0)[1])));
}
