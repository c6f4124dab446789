using LinRegPS.Kernels;

namespace LinRegPS.Operations;

// Operations on pairs of elements: forward broadcasts the operands, backward sums over what was repeated.

/// <summary>torch.add.</summary>
internal sealed class Add(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Tensor Forward() => Broadcasting.Combine(Label, default(Kernels.Add), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        Broadcasting.Give(First, gradient, shared: true);
        Broadcasting.Give(Second, gradient, shared: true);
    }
}

/// <summary>torch.sub.</summary>
internal sealed class Sub(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Tensor Forward() => Broadcasting.Combine(Label, default(Kernels.Sub), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        Broadcasting.Give(First, gradient, shared: true);
        if (Second.RequiresGrad)
        {
            var negative = new Tensor(gradient.Shape);
            Elementwise.Forward(default(Neg), gradient.Data, negative.Data);
            Broadcasting.Give(Second, negative);
        }
    }
}

/// <summary>torch.mul.</summary>
internal sealed class Mul(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward() => Broadcasting.Combine(Label, default(Kernels.Mul), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        if (First.RequiresGrad)
            Broadcasting.Give(First, Broadcasting.Combine(Label, default(Kernels.Mul), gradient, Second));
        if (Second.RequiresGrad)
            Broadcasting.Give(Second, Broadcasting.Combine(Label, default(Kernels.Mul), gradient, First));
    }
}

/// <summary>torch.div.</summary>
internal sealed class Div(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward() => Broadcasting.Combine(Label, default(Kernels.Div), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        if (First.RequiresGrad)
            Broadcasting.Give(First, Broadcasting.Combine(Label, default(Kernels.Div), gradient, Second));
        if (Second.RequiresGrad)
            Broadcasting.GiveTimes(Second, gradient, default(DivByDivisor), First, Second);
    }
}

/// <summary>torch.pow of two tensors.</summary>
internal sealed class Pow(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward() => Broadcasting.Combine(Label, default(Kernels.Pow), First, Second);

    private protected override void Backward(Tensor gradient)
    {
        if (First.RequiresGrad)
            Broadcasting.GiveTimes(First, gradient, default(PowByBase), First, Second);
        if (Second.RequiresGrad)
            Broadcasting.GiveTimes(Second, gradient, default(PowByExponent), First, Second);
    }
}
