namespace LinRegPS.Operations;

/// <summary>How much each query sees of each key.</summary>
internal static class Attention
{
    private const string Name = "ScaledDotProductAttention";

    /// <summary>The weights, [...,length,positions].</summary>
    public static Tensor Weights(Tensor query, Tensor key, Tensor? mask, bool isCausal, Func<Tensor, Tensor>? dropout = null)
    {
        if (key is null)
            throw Errors.Null(Name, "the key");
        if (query.Rank < 2 || key.Rank < 2 || query.Shape[^1] != key.Shape[^1] || query.Shape[^1] == 0)
            throw Errors.AttentionShapes(Name, query.Shape, key.Shape);
        var scores = (query / Math.Sqrt(query.Shape[^1])).MatMul(key.Transpose(-1, -2));
        mask = Additive(Name, mask, seen: true);
        if (mask is not null)
        {
            if (!Shape.TryBroadcast(scores.Shape, mask.Shape, out var both) || !both.Equals(scores.Shape))
                throw Errors.CannotBroadcast(Name, scores.Shape, mask.Shape);
            scores += mask;
        }
        if (isCausal)
            scores += Causal(query.Shape[^2], key.Shape[^2]);
        var weights = scores.Softmax(-1);
        return dropout is null ? weights : dropout(weights);
    }

    /// <summary>A mask that is added to scores: of bool ones negative infinity where what is not to be seen is marked so.</summary>
    /// <param name="operation">What messages name.</param>
    /// <param name="mask">Float32, which stays as it is, or bool.</param>
    /// <param name="seen">What a bool mask has where a position is to be seen.</param>
    public static Tensor? Additive(string operation, Tensor? mask, bool seen) => mask?.DType switch
    {
        DType.Bool => Tensor.Zeros([.. mask.Shape]).MaskedFill(seen ? mask.LogicalNot() : mask, double.NegativeInfinity),
        DType.Int64 => throw Errors.WrongDType(operation, DType.Bool, DType.Int64),
        _ => mask,
    };

    /// <summary>0 up to a query's own position, negative infinity behind it, [length,positions].</summary>
    public static Tensor Causal(int length, int positions)
    {
        var mask = Tensor.Zeros(length, positions);
        for (int row = 0; row < Math.Min(length, positions); row++)
            mask.Data.Slice((row * positions) + row + 1, positions - row - 1).Fill(float.NegativeInfinity);
        return mask;
    }
}
