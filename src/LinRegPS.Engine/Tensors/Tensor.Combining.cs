namespace LinRegPS;

// Vectors with each other: inner products, covariances, and what can be chosen of them.
public sealed partial class Tensor
{
    /// <summary>Sums of products along the last dimensions of both; torch.inner. A number multiplies all.</summary>
    /// <returns>The dimensions of this but for the last, then those of the other.</returns>
    /// <exception cref="ShapeMismatchException">The last dimensions differ.</exception>
    public Tensor Inner(Tensor other) => Given("Inner", "other", other).Rank == 0 || Rank == 0
        ? this * other
        : Shape[^1] == other.Shape[^1] ? Tensordot(this, other, [-1], [-1]) : throw Errors.ContractedSizes("Inner", Rank - 1, Shape, other.Rank - 1, other.Shape);

    /// <summary>The sum of the products of two vectors; torch.vdot.</summary>
    /// <exception cref="ShapeMismatchException">They are not vectors of the same length.</exception>
    public Tensor Vdot(Tensor other) => Dot(other);

    /// <summary>beta times this plus alpha times the products of each element of a vector with each of another; torch.addr.</summary>
    /// <exception cref="ShapeMismatchException">They are not vectors, or this does not broadcast to the products.</exception>
    public Tensor Addr(Tensor vec1, Tensor vec2, double beta = 1, double alpha = 1) => Plus("Addr", Given("Addr", "vec1", vec1).Outer(vec2), beta, alpha);

    /// <summary>beta times this plus alpha times the sum of the products of as many matrices; torch.addbmm.</summary>
    /// <exception cref="ShapeMismatchException">The tensors have other than three dimensions, other batches, the inner sizes differ, or this does not broadcast to the sum.</exception>
    public Tensor Addbmm(Tensor batch1, Tensor batch2, double beta = 1, double alpha = 1) => Plus("Addbmm", Given("Addbmm", "batch1", batch1).Bmm(batch2).Sum(0), beta, alpha);

    /// <summary>The product of matrices in a list of objects, as dynamic languages have them: those would take the list for one tensor; torch.chain_matmul.</summary>
    /// <exception cref="ShapeMismatchException">One is no matrix, or they do not follow each other.</exception>
    /// <exception cref="InvalidValueException">There is no matrix, or one of them is none.</exception>
    public static Tensor ChainMatmul(object[] matrices) => ChainMatmul(Tensors("ChainMatmul", "matrices", matrices));

    /// <summary>The product of matrices, from left to right; torch.chain_matmul.</summary>
    /// <exception cref="ShapeMismatchException">They are not matrices, or the inner sizes differ.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor ChainMatmul(params Tensor[] matrices)
    {
        Operations.Joining.Check("ChainMatmul", matrices);
        return matrices.Select((matrix, i) => Ranked("ChainMatmul", $"tensor {i}", 2, matrix)).Aggregate((product, matrix) => product.MatMul(matrix));
    }

    /// <summary>The covariances of variables that are rows, [variables,observations]; [] of one alone; torch.cov.</summary>
    /// <param name="correction">What the number of observations is lessened by.</param>
    /// <param name="fweights">How often each observation was made, [observations].</param>
    /// <param name="aweights">How much each observation counts, [observations].</param>
    /// <exception cref="ShapeMismatchException">There are more than two dimensions, or the weights are not one for each observation.</exception>
    /// <exception cref="InvalidValueException">There are no observations, or a weight is negative.</exception>
    public Tensor Cov(int correction = 1, Tensor? fweights = null, Tensor? aweights = null)
    {
        const string name = "Cov";
        if (Rank > 2)
            throw Errors.OperandRank(name, "the tensor", 2, Shape);
        if (Numel == 0)
            throw Errors.Empty(name, Shape);
        var rows = Rank == 2 ? this : Reshape(1, Numel);
        Tensor? weights = Weights(fweights, "fweights"), shares = Weights(aweights, "aweights");
        weights = weights is null || shares is null ? weights ?? shares : weights * shares;
        double count = weights is null ? rows.Shape[1] : weights.ToArray().Sum(weight => (double)weight);
        // Once more, for what the mean was rounded by.
        var centered = Centered(Centered(rows));
        double less = shares is null ? correction : correction * weights!.ToArray().Zip(shares.ToArray(), (w, a) => (double)w * a).Sum() / count;
        var products = (weights is null ? centered : centered * weights).MatMul(centered.Transpose(0, 1));
        return (products / Math.Max(count - less, 0)).Squeeze();

        Tensor Centered(Tensor x) => x - (weights is null ? x.Mean(1, keepdim: true) : (x * weights).Sum(1, keepdim: true) / count);

        Tensor? Weights(Tensor? given, string argument) => given is null ? null
            : given.Rank != 1 || given.Numel != rows.Shape[1] ? throw Errors.ParameterShape($"{name}: {argument}", new Shape(rows.Shape[1]), given.Shape)
            : Array.Exists(given.ToArray(), weight => weight < 0) ? throw Errors.Negative(argument == "fweights" ? "FWeights" : "AWeights", given.ToArray().Min()) : given.Float();
    }

    /// <summary>The correlations of variables that are rows, [variables,observations]; torch.corrcoef. NaN where one does not vary.</summary>
    /// <exception cref="ShapeMismatchException">There are more than two dimensions.</exception>
    /// <exception cref="InvalidValueException">There are no observations.</exception>
    public Tensor Corrcoef()
    {
        var covariances = Cov();
        if (covariances.Rank == 0)
            return covariances / covariances;
        var deviations = covariances.Diagonal().Sqrt();
        return (covariances / deviations.Unsqueeze(1) / deviations).Clamp(-1, 1);
    }

    /// <summary>Each choice of an element of each vector, a row for each, the last varying first; torch.cartesian_prod. Of one vector itself.</summary>
    /// <returns>[choices,vectors].</returns>
    /// <exception cref="ShapeMismatchException">One is no vector.</exception>
    /// <exception cref="InvalidValueException">There is no tensor, or one is null.</exception>
    public static Tensor CartesianProd(params Tensor[] tensors)
    {
        var grid = Meshgrid([.. Errors.Given(tensors, "CartesianProd").Select((tensor, i) => Ranked("CartesianProd", $"tensor {i}", 1, tensor))]);
        return grid.Length == 1 ? grid[0] : Stack([.. grid.Select(coordinate => coordinate.Flatten())], 1);
    }

    /// <summary>Each choice of an element of each vector of a list of objects, as dynamic languages have them: those would take the list for one tensor; torch.cartesian_prod.</summary>
    /// <exception cref="ShapeMismatchException">One is no vector.</exception>
    /// <exception cref="InvalidValueException">There is no tensor, or one of them is none.</exception>
    public static Tensor CartesianProd(object[] tensors) => CartesianProd(Tensors("CartesianProd", "tensors", tensors));

    /// <summary>Each choice of so many elements of a vector, in their order, a row for each; torch.combinations.</summary>
    /// <param name="r">How many are chosen.</param>
    /// <param name="withReplacement">Whether an element may be chosen again.</param>
    /// <returns>[choices,r].</returns>
    /// <exception cref="ShapeMismatchException">The tensor is no vector.</exception>
    /// <exception cref="InvalidValueException">r is negative, or there are too many choices.</exception>
    public Tensor Combinations(int r = 2, bool withReplacement = false)
    {
        Ranked("Combinations", "the tensor", 1, this);
        if (r < 0)
            throw Errors.Negative("R", r);
        double size = r;
        for (int i = 0; i < r; i++)
            size *= (Numel + (withReplacement ? i : -i)) / (i + 1.0);
        if (size > Array.MaxLength)
            throw Errors.TooManyElements($"of the choices of {r} of {Numel} elements");
        var chosen = new List<long>();
        long[] choice = [.. Enumerable.Range(0, r).Select(i => withReplacement ? 0L : i)];
        while (r > 0 && choice[^1] < Numel)
        {
            chosen.AddRange(choice);
            int last = r - 1;
            while (last > 0 && choice[last] == (withReplacement ? Numel - 1 : Numel - r + last))
                last--;
            choice[last]++;
            for (int i = last + 1; i < r; i++)
                choice[i] = choice[i - 1] + (withReplacement ? 0 : 1);
        }
        return r == 0 ? Of(Array.Empty<float>(), new Shape(0)) : IndexSelect(0, Of(chosen.ToArray(), new Shape(chosen.Count))).Reshape(chosen.Count / r, r);
    }
}
