using LinRegPS.Operations;

namespace LinRegPS;

// Norms, and distances that are made of them.
public sealed partial class Tensor
{
    /// <summary>(sum |x|^p)^(1/p) over all elements; torch.norm. The derivative where the norm is 0 is 0.</summary>
    /// <param name="p">2 for the Euclidean norm, 1 for the sum of magnitudes, infinity for the greatest, 0 for the number of elements that are not 0.</param>
    /// <exception cref="InvalidValueException">p is NaN, or infinite and there are no elements.</exception>
    public Tensor Norm(double p = 2) => Norm(p, []);

    /// <summary>Norms along one dimension; torch.norm.</summary>
    /// <exception cref="InvalidValueException">p is NaN, or the dimension does not exist.</exception>
    public Tensor Norm(double p, int dim, bool keepdim = false) => Norm(p, [dim], keepdim);

    /// <summary>Norms along several dimensions, of the vectors of all elements along them; torch.norm.</summary>
    /// <exception cref="InvalidValueException">p is NaN, or infinite and a dimension is empty; a dimension does not exist, or is named twice.</exception>
    public Tensor Norm(double p, int[] dim, bool keepdim = false)
    {
        if (double.IsNaN(p))
            throw Errors.NotAnOrder(p);
        bool[] marks = Dimensions.Some("Norm", Shape, dim);
        return new Norm(this, p, marks, Dimensions.Left(Shape, marks, keepdim)).Apply();
    }

    /// <summary>The tensor with each part along a dimension whose norm is above a bound scaled down to it; torch.renorm.</summary>
    /// <param name="p">The order of the norm, above 0.</param>
    /// <param name="dim">The dimension along which the parts follow one another.</param>
    /// <param name="maxnorm">The greatest norm that is left as it is.</param>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">p is not above 0, the bound is negative, or the dimension does not exist.</exception>
    public Tensor Renorm(double p, int dim, double maxnorm)
    {
        int d = Shape.Dimension("Renorm", dim);
        if (!(p > 0))
            throw Errors.NotAboveZero("P", p);
        if (!(maxnorm >= 0))
            throw Errors.Negative("MaxNorm", maxnorm);
        if (Rank < 2)
            throw Errors.NoMatrix("Renorm", Shape);
        if (NormScaling.Is(this, p))
        {
            var parts = MoveDim(d, 0);
            return new NormScaling("Renorm", parts.Reshape(Shape[d], Numel / Shape[d]), p, maxnorm, norm => norm > maxnorm, 1, 1e-7)
                .Apply().Reshape([.. parts.Shape]).MoveDim(0, d);
        }
        var norms = Norm(p, [.. Enumerable.Range(0, Rank).Where(i => i != d)], keepdim: true);
        // As PyTorch keeps a division by nothing away.
        return this * Where(norms.Gt(maxnorm), maxnorm / (norms + 1e-7), OnesLike(norms));
    }

    /// <summary>The elements over their norm along a dimension, which is at least eps; torch.nn.functional.normalize.</summary>
    /// <exception cref="InvalidValueException">p is NaN, or the dimension does not exist.</exception>
    public Tensor Normalize(double p = 2, int dim = 1, double eps = 1e-12)
    {
        int d = Shape.Dimension("Normalize", dim);
        if (!NormScaling.Is(this, p) || !(eps > 0))
            return this / Norm(p, dim, keepdim: true).Clamp(min: eps);
        if (Rank == 0)
            return Unsqueeze(0).Normalize(p, 0, eps).Squeeze(0);
        var rows = MoveDim(d, -1);
        // NaN spreads.
        return new NormScaling("Normalize", rows.Reshape(Numel / Shape[d], Shape[d]), p, 1, norm => !(norm < eps), eps, 0)
            .Apply().Reshape([.. rows.Shape]).MoveDim(-1, d);
    }

    /// <summary>
    /// The cosine of the angle between vectors along a dimension, with broadcasting; torch.nn.functional.cosine_similarity. Their
    /// norms count as eps at least.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public static Tensor CosineSimilarity(Tensor x1, Tensor x2, int dim = 1, double eps = 1e-8)
    {
        var both = Shape.Broadcast("CosineSimilarity", Given("CosineSimilarity", "x1", x1).Shape, Given("CosineSimilarity", "x2", x2).Shape);
        int d = both.Dimension("CosineSimilarity", dim);
        if (both.Rank == 0)
            both = new Shape(1);
        return new CosineSimilarity(Along(x1), Along(x2), eps).Apply();

        Tensor Along(Tensor x)
        {
            // Rows are read one after the other: a sum repeats what is broadcast, a view would not.
            var whole = x.Shape.Equals(both) ? x : x + Zeros([.. both]);
            return d == both.Rank - 1 ? whole : whole.Permute([.. Enumerable.Range(0, both.Rank).Where(i => i != d), d]);
        }
    }

    /// <summary>The norm of x1 - x2 + eps along the last dimension, with broadcasting; torch.nn.functional.pairwise_distance.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">p is NaN.</exception>
    public static Tensor PairwiseDistance(Tensor x1, Tensor x2, double p = 2, double eps = 1e-6, bool keepdim = false) =>
        (x1 - x2 + eps).Norm(p, -1, keepdim);

    /// <summary>The norm of the difference of each row of the one and each of the other; torch.cdist.</summary>
    /// <param name="x1">[*,n,columns].</param>
    /// <param name="x2">[*,m,columns].</param>
    /// <param name="p">The norm's order.</param>
    /// <returns>[*,n,m].</returns>
    /// <exception cref="ShapeMismatchException">A tensor has fewer than two dimensions, or other than n and m do not broadcast.</exception>
    /// <exception cref="InvalidValueException">p is NaN.</exception>
    public static Tensor Cdist(Tensor x1, Tensor x2, double p = 2)
    {
        if (Given("Cdist", "x1", x1).Rank < 2 || Given("Cdist", "x2", x2).Rank < 2 || x1.Shape[^1] != x2.Shape[^1])
            throw Errors.RowsOfColumns("Cdist", x1.Shape, x2.Shape);
        return (x1.Unsqueeze(-2) - x2.Unsqueeze(-3)).Norm(p, -1);
    }

    private static Tensor Given(string operation, string name, Tensor? x) => x ?? throw Errors.Null(operation, name);
}
