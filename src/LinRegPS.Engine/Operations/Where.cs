namespace LinRegPS.Operations;

/// <summary>torch.where: elements of one tensor where a condition holds, of another elsewhere, with broadcasting.</summary>
internal sealed class Where(string label, Tensor condition, Tensor x, Tensor y) : Operation(condition, x, y)
{
    protected override string Label => label;

    protected override bool Saves(int input) => input == 0;

    protected override Tensor Forward()
    {
        var (condition, x, y) = (Input(0), Input(1), Input(2));
        var shape = Shape.Broadcast(label, Shape.Broadcast(label, condition.Shape, x.Shape), y.Shape);
        var flags = condition.Bool();
        var dtype = Tensor.Common(x.DType, y.DType);
        (x, y) = (x.Promoted(dtype), y.Promoted(dtype));
        return dtype switch
        {
            DType.Int64 => Choose<long>(flags, x, y, shape),
            DType.Bool => Choose<bool>(flags, x, y, shape),
            _ => Choose<float>(flags, x, y, shape),
        };
    }

    protected override void Backward(Tensor gradient)
    {
        var chosen = Input(0).Bool();
        if (Needs(1))
            GiveNew(1, Binary<Gate>.Apply(gradient, chosen.Float()));
        if (Needs(2))
            GiveNew(2, Binary<Gate>.Apply(gradient, chosen.LogicalNot().Float()));
    }

    private static Tensor Choose<T>(Tensor flags, Tensor x, Tensor y, Shape shape)
        where T : struct
    {
        T[] result = new T[shape.Numel];
        var chosen = flags.ElementsOver<bool>(shape);
        ReadOnlySpan<T> a = x.ElementsOver<T>(shape), b = y.ElementsOver<T>(shape);
        for (int i = 0; i < result.Length; i++)
            result[i] = chosen[i] ? a[i] : b[i];
        return Tensor.Of(result, shape);
    }
}
