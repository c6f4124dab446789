namespace LinRegPS.Operations;

/// <summary>torch.cross of two tensors of one shape: differences of products, rounded once. Its gradients are cross products.</summary>
internal sealed class Cross(Tensor a, Tensor b, int dimension) : Operation(a, b)
{
    private protected override bool WholeGrows => true;

    public static Tensor Apply(Tensor a, Tensor b, int dimension) =>
        LeavesNoTrace(a, b) ? Run(a, b, dimension) : new Cross(a, b, dimension).Apply();

    protected override bool Saves(int input) => Needs(1 - input);

    protected override Tensor Forward() => Run(Input(0), Input(1), dimension);

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
            GiveNew(0, Apply(Input(1), gradient, dimension));
        if (Needs(1))
            GiveNew(1, Apply(gradient, Input(0), dimension));
    }

    private static Tensor Run(Tensor a, Tensor b, int dimension)
    {
        var result = new Tensor(a.Shape);
        ReadOnlySpan<float> x = a.Data, y = b.Data;
        int step = a.Shape.Product(dimension + 1, a.Rank);
        for (int i = 0; i < result.Numel; i++)
        {
            // Where the component's two neighbours are, each followed by the next.
            int component = i / step % 3, start = i - (component * step);
            int next = start + ((component + 1) % 3 * step), last = start + ((component + 2) % 3 * step);
            result.Data[i] = (float)(((double)x[next] * y[last]) - ((double)x[last] * y[next]));
        }
        return result;
    }
}
