using LinRegPS.Operations;

namespace LinRegPS;

// Rows by their numbers, and attention.
public sealed partial class Tensor
{
    /// <summary>The rows of a weight that this tensor's whole numbers name, from 0; torch.nn.functional.embedding.</summary>
    /// <param name="weight">[rows,size].</param>
    /// <param name="paddingIdx">A row whose gradient is left out; negative counts from the end.</param>
    /// <exception cref="ShapeMismatchException">The weight is no matrix.</exception>
    /// <exception cref="InvalidValueException">The weight is null, or the number of a row that does not exist.</exception>
    /// <exception cref="AutogradException">This tensor requires a gradient, but numbers of rows have none.</exception>
    public Tensor Embedding(Tensor weight, int? paddingIdx = null)
    {
        const string name = "Embedding";
        CheckRows(name, weight);
        int rows = weight.Shape[0], padding = PaddingRow(paddingIdx, rows);
        int[] map = new int[Numel];
        for (int i = 0; i < map.Length; i++)
        {
            float number = Data[i];
            if (!(number >= 0 && number < rows) || number != MathF.Floor(number))
                throw Errors.RowNumber(name, i, number, rows);
            map[i] = (int)number;
        }
        var shape = new Shape([.. Shape, weight.Shape[1]]);
        if (padding < 0 || Array.IndexOf(map, padding) < 0)
            return Take(weight, map);
        // The padding's rows come from outside the graph.
        return Take(weight, Array.ConvertAll(map, row => row == padding ? -1 : row))
            + Take(weight.Detach(), Array.ConvertAll(map, row => row == padding ? row : -1));

        Tensor Take(Tensor from, int[] places) => Operations.Pick.Apply(from, new Picks(name, from.Shape, shape, 1, from.Shape[1], places));
    }

    private void CheckRows(string operation, Tensor weight)
    {
        if (weight is null)
            throw Errors.Null(operation, "the weight");
        if (weight.Rank != 2)
            throw Errors.EmbeddingWeight(weight.Shape);
        if (RequiresGrad)
            throw Errors.ClassGradient(operation, "input", "numbers of rows");
    }

    // From 0; -1 for none.
    private static int PaddingRow(int? paddingIdx, int rows) => paddingIdx is not { } index ? -1
        : index >= -rows && index < rows ? index < 0 ? index + rows : index
        : throw Errors.OutOfRange("PaddingIdx", index, $"from {-rows} to {rows - 1}");

    /// <summary>
    /// Attention: the values weighted by the softmax of queries times keys over the root of their size;
    /// torch.nn.functional.scaled_dot_product_attention. This tensor has the queries, [...,length,size].
    /// </summary>
    /// <param name="key">[...,positions,size].</param>
    /// <param name="value">[...,positions,values].</param>
    /// <param name="mask">Added to the scores, in a shape that broadcasts to [...,length,positions]: 0, or negative infinity for what is not to be seen.</param>
    /// <param name="isCausal">Whether a query sees only keys up to its own position.</param>
    /// <param name="dropout">What is done with the weights before they are used; a layer's dropout while it trains.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="InvalidValueException">Key or value is null.</exception>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, Tensor? mask = null, bool isCausal = false, Func<Tensor, Tensor>? dropout = null) =>
        Attention.Weights(this, key, mask, isCausal, dropout).MatMul(value ?? throw Errors.Null("ScaledDotProductAttention", "the value"));
}
