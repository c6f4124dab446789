namespace LinRegPS.Operations;

/// <summary>The value of one tensor with the graph of another, which is the same but for its rounding.</summary>
internal sealed class Valued(Tensor graph, Tensor value) : Operation(graph)
{
    protected override Tensor Forward() => value;

    protected override void Backward(Tensor gradient) => Give(0, gradient);
}
