using LinRegPS.Operations;

namespace LinRegPS;

// Losses that ask for a margin, and no more.
public static partial class Loss
{
    /// <summary>log(1 + e^(-target prediction)), for targets of 1 and -1; torch.nn.functional.soft_margin_loss.</summary>
    /// <param name="prediction">The model's scores.</param>
    /// <param name="target">1 or -1 for each, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements.</exception>
    public static Tensor SoftMargin(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean) =>
        new SoftMarginLoss(prediction, target, reduction).Apply();

    /// <summary>
    /// The distance of a pair that belongs together (1), and what a distance is below the margin where it does not (-1);
    /// torch.nn.functional.hinge_embedding_loss.
    /// </summary>
    /// <param name="prediction">Distances.</param>
    /// <param name="target">1 or -1 for each, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="margin">The distance that is enough.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or the margin is not finite.</exception>
    public static Tensor HingeEmbedding(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double margin = 1) =>
        new HingeEmbeddingLoss(prediction, target, reduction, Finite(margin)).Apply();

    /// <summary>
    /// How far the one of two scores that should be greater (the first at 1, the second at -1) is not so by a margin;
    /// torch.nn.functional.margin_ranking_loss.
    /// </summary>
    /// <param name="first">Scores.</param>
    /// <param name="second">Scores, of the same shape.</param>
    /// <param name="target">1 or -1 for each, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="margin">By how much it should be greater.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or the margin is not finite.</exception>
    public static Tensor MarginRanking(Tensor first, Tensor second, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        const string name = "MarginRankingLoss";
        Reductions.Checked(name, reduction);
        Alike(name, first, second, reduction);
        if (!first.Shape.Equals(Given(name, target).Shape))
            throw Errors.MoreShapes(name, first.Shape, second.Shape, target.Shape);
        return Margins.AtLeastZero((-target * (first - second)) + Finite(margin)).Reduced(reduction);
    }

    /// <summary>
    /// 1 less the cosine of the angle between two vectors that belong together (1), and how far it is above the margin where they do
    /// not (-1); torch.nn.functional.cosine_embedding_loss.
    /// </summary>
    /// <param name="first">Vectors, [rows,size], or one, [size].</param>
    /// <param name="second">Vectors, of the same shape.</param>
    /// <param name="target">1 or -1 for each row, [rows], or [].</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <param name="margin">The cosine that is small enough, from -1 to 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or the margin is not finite.</exception>
    public static Tensor CosineEmbedding(Tensor first, Tensor second, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        const string name = "CosineEmbeddingLoss";
        // As PyTorch keeps a vector of zeros from having no direction.
        const double eps = 1e-12;
        Reductions.Checked(name, reduction);
        Alike(name, first, second, reduction);
        if (first.Rank is not (1 or 2) || !Given(name, target).Shape.Equals(first.Shape.Without(first.Rank - 1)))
            throw Errors.MoreShapes(name, first.Shape, second.Shape, target.Shape);
        var cosine = new CosineSimilarity(first, second, eps, added: true).Apply();
        var (near, far) = (Mark(target, 1), Mark(target, -1));
        return ((near * (1 - cosine)) + (far * Margins.AtLeastZero(cosine - Finite(margin)))).Reduced(reduction);

        static Tensor Mark(Tensor target, float value)
        {
            var mark = new Tensor(target.Shape);
            for (int i = 0; i < mark.Numel; i++)
                mark.Data[i] = target.Data[i] == value ? 1 : 0;
            return mark;
        }
    }

    /// <summary>
    /// How far the distance from a sample to one that belongs to it is not below the distance to one that does not, by a margin;
    /// torch.nn.functional.triplet_margin_loss.
    /// </summary>
    /// <param name="anchor">Vectors, [rows,size], or one, [size].</param>
    /// <param name="positive">What belongs to each, of the same shape.</param>
    /// <param name="negative">What does not, of the same shape.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <param name="margin">By how much it should be nearer.</param>
    /// <param name="p">The order of the norm of a distance.</param>
    /// <param name="eps">Added to each difference.</param>
    /// <param name="swap">Whether the distance between the two others counts where it is the smaller.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or the margin is not finite.</exception>
    public static Tensor TripletMargin(
        Tensor anchor, Tensor positive, Tensor negative, Reduction reduction = Reduction.Mean, double margin = 1, double p = 2, double eps = 1e-6, bool swap = false)
    {
        const string name = "TripletMarginLoss";
        Reductions.Checked(name, reduction);
        Alike(name, anchor, positive, reduction);
        Alike(name, anchor, Given(name, negative), reduction);
        Finite(margin);
        var near = Tensor.PairwiseDistance(anchor, positive, p, eps);
        var far = Tensor.PairwiseDistance(anchor, negative, p, eps);
        if (swap)
            far = far.Minimum(Tensor.PairwiseDistance(positive, negative, p, eps));
        return Margins.AtLeastZero(Binary<Shortfall>.Apply(near, far, new(margin))).Reduced(reduction);
    }

    /// <summary>The same by distances of one's own; torch.nn.functional.triplet_margin_with_distance_loss.</summary>
    /// <param name="anchor">Vectors, [rows,size].</param>
    /// <param name="positive">What belongs to each, of the same shape.</param>
    /// <param name="negative">What does not, of the same shape.</param>
    /// <param name="distanceFunction">The distances of rows; the Euclidean ones where null.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <param name="margin">By how much it should be nearer.</param>
    /// <param name="swap">Whether the distance between the two others counts where it is the smaller.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or the margin is not finite.</exception>
    /// <exception cref="AutogradException">The distance function gives no tensor.</exception>
    public static Tensor TripletMarginWithDistance(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, object?>? distanceFunction = null, Reduction reduction = Reduction.Mean, double margin = 1, bool swap = false)
    {
        const string name = "TripletMarginWithDistanceLoss";
        Reductions.Checked(name, reduction);
        Alike(name, anchor, positive, reduction);
        Alike(name, anchor, Given(name, negative), reduction);
        Finite(margin);
        Tensor near = Distance(anchor, positive), far = Distance(anchor, negative);
        if (swap)
            far = far.Minimum(Distance(positive, negative));
        return Margins.AtLeastZero(Binary<Shortfall>.Apply(near, far, new(margin))).Reduced(reduction);

        Tensor Distance(Tensor x, Tensor y) => distanceFunction is null ? Tensor.PairwiseDistance(x, y) : FunctionResult.Of(name, distanceFunction(x, y));
    }

    private static Tensor Given(string name, Tensor third) => third ?? throw Errors.Null(name, "operand 3");

    private static float Finite(double margin) => float.IsFinite((float)margin) ? (float)margin : throw Errors.NonFinite("Margin", margin);
}
