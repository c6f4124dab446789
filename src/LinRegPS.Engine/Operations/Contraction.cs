namespace LinRegPS.Operations;

/// <summary>
/// Sums of products of several tensors' elements, written as einsum has them, in float64 and rounded once: nothing between is. For few
/// products; the gradients are such sums too.
/// </summary>
/// <param name="label">What it is done for.</param>
/// <param name="operands">The tensors.</param>
/// <param name="terms">A subscript for each dimension of each; a size of 1 stands for any.</param>
/// <param name="output">The subscripts of the result.</param>
/// <param name="shape">The result's shape; over what has a size of 1 is summed.</param>
internal sealed class Contraction(string label, Tensor[] operands, string[] terms, string output, Shape shape) : Operation(operands)
{
    // Products: so many take no longer than a few operations.
    private const int Few = 4096;

    protected override string Label => label;

    private protected override bool WholeGrows => true;

    /// <summary>Whether there are few enough products.</summary>
    public static bool IsSmall(IEnumerable<(Tensor X, string Subscripts)> terms) => Sizes(terms.Select(t => (t.X.Shape, t.Subscripts))).Values.Aggregate(1L, (all, size) => all * size) <= Few;

    protected override bool Saves(int input) => Enumerable.Range(0, terms.Length).Any(other => other != input && Needs(other));

    protected override Tensor Forward()
    {
        var all = terms.Select((subscripts, i) => (InputShape(i), subscripts)).Append((shape, output));
        var (subscripts, sizes) = Sizes(all) is var known ? (known.Keys.ToArray(), known.Values.ToArray()) : default;
        int[][] strides = [.. all.Select(term => Strides(term.Item1, term.Item2, subscripts))];
        float[][] elements = [.. terms.Select((_, i) => Input(i).ToArray())];
        double[] sums = new double[shape.Numel];
        int[] position = new int[sizes.Length], at = new int[all.Count()];
        for (int count = sizes.Aggregate(1, (product, size) => product * size); count > 0; count--)
        {
            double product = elements[0][at[0]];
            for (int i = 1; i < elements.Length; i++)
                product *= elements[i][at[i]];
            sums[at[^1]] += product;
            Step(position, sizes, at, strides);
        }
        return Tensor.From(Array.ConvertAll(sums, sum => (float)sum), [.. shape]);
    }

    protected override void Backward(Tensor gradient)
    {
        for (int i = 0; i < terms.Length; i++)
        {
            if (!Needs(i))
                continue;
            int[] others = [.. Enumerable.Range(0, terms.Length).Where(other => other != i)];
            GiveNew(i, new Contraction(
                label + "Backward", [gradient, .. others.Select(Input)], [output, .. others.Select(other => terms[other])], terms[i], InputShape(i)).Apply());
        }
    }

    private static void Step(int[] position, int[] sizes, int[] at, int[][] strides)
    {
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            bool isAtEnd = ++position[d] == sizes[d];
            for (int i = 0; i < at.Length; i++)
                at[i] += strides[i][d] * (isAtEnd ? 1 - sizes[d] : 1);
            if (!isAtEnd)
                return;
            position[d] = 0;
        }
    }

    // The size of each subscript.
    private static Dictionary<char, int> Sizes(IEnumerable<(Shape Shape, string Subscripts)> terms) => terms
        .SelectMany(term => term.Subscripts.Zip(term.Shape))
        .GroupBy(dimension => dimension.First, (subscript, sizes) => (subscript, sizes.Select(s => s.Second).FirstOrDefault(size => size != 1, 1)))
        .ToDictionary();

    // How far a term goes with each subscript; 0 where it stands still.
    private static int[] Strides(Shape shape, string own, char[] subscripts)
    {
        int[] strides = Layout.RowMajor(shape);
        return [.. subscripts.Select(c => own.IndexOf(c)).Select(d => d < 0 || shape[d] == 1 ? 0 : strides[d])];
    }
}
