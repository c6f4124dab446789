using LinRegPS.Operations;

namespace LinRegPS;

// Losses of classes and of probabilities.
public static partial class Loss
{
    /// <summary>The cross-entropy of softmax scores against classes; torch.nn.functional.cross_entropy. Never below 0.</summary>
    /// <param name="prediction">The model's scores before any softmax: [rows,classes], [classes], or [rows,classes,...].</param>
    /// <param name="target">
    /// The number of each row's class, from 0: [rows], [] or [rows,...], whole numbers. Or the probability of each class, in the
    /// shape of the prediction.
    /// </param>
    /// <param name="reduction">How the rows' losses are put together; a mean is over the weights of the rows' classes.</param>
    /// <param name="weight">What each class counts, [classes]; 1 where null.</param>
    /// <param name="ignoreIndex">The class whose rows do not count.</param>
    /// <param name="labelSmoothing">The part of each row's probability, from 0 to 1, that is shared out among all classes.</param>
    /// <exception cref="ShapeMismatchException">Other shapes.</exception>
    /// <exception cref="InvalidValueException">A mean is of no rows, there are no classes, the number of a class that does not exist, or a smoothing outside 0 and 1.</exception>
    /// <exception cref="AutogradException">Class numbers or weights require a gradient.</exception>
    public static Tensor CrossEntropy(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null, int ignoreIndex = -100, double labelSmoothing = 0)
    {
        const string name = "CrossEntropy";
        if (labelSmoothing is not (>= 0 and <= 1))
            throw Errors.OutOfRange("LabelSmoothing", labelSmoothing, "at least 0 and at most 1");
        var classes = Classes(name, prediction, target, reduction, weight, mayBeProbabilities: true);
        var rows = classes.ToRows(prediction);
        if (classes.IsOfProbabilities)
        {
            if (target.DType != DType.Float32)
                throw Errors.WholeProbabilities(name, target);
            var given = classes.ToRows(target);
            double[]? exact = labelSmoothing > 0 || weight is not null ? classes.Shares(given, weight, labelSmoothing) : null;
            if (labelSmoothing > 0)
                given = (given * (1 - labelSmoothing)) + (labelSmoothing / classes.Classes);
            return classes.Reduced(new SharedCrossEntropy(rows, weight is null ? given : given * weight, exact).Apply(), classes.Rows, reduction);
        }
        if (weight is not null || labelSmoothing > 0 || target.Data.Contains(ignoreIndex))
        {
            var (shares, total) = classes.Shares(classes.Numbers(target, ignoreIndex), weight, labelSmoothing);
            return classes.Reduced(new SharedCrossEntropy(rows, classes.Rounded(shares), shares).Apply(), total, reduction);
        }
        var loss = new CrossEntropy(rows, target.Rank == 1 ? target : target.Reshape(classes.Rows), reduction).Apply();
        return reduction == Reduction.None ? classes.FromRows(loss) : loss;
    }

    /// <summary>The negative logarithm of the probability of each row's class; torch.nn.functional.nll_loss.</summary>
    /// <param name="prediction">Logarithms of probabilities, as of LogSoftmax: [rows,classes], [classes], or [rows,classes,...].</param>
    /// <param name="target">The number of each row's class, from 0: [rows], [] or [rows,...], whole numbers.</param>
    /// <param name="reduction">How the rows' losses are put together; a mean is over the weights of the rows' classes.</param>
    /// <param name="weight">What each class counts, [classes]; 1 where null.</param>
    /// <param name="ignoreIndex">The class whose rows do not count.</param>
    /// <exception cref="ShapeMismatchException">Other shapes.</exception>
    /// <exception cref="InvalidValueException">A mean is of no rows, there are no classes, or the number of a class that does not exist.</exception>
    /// <exception cref="AutogradException">Class numbers or weights require a gradient.</exception>
    public static Tensor Nll(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null, int ignoreIndex = -100)
    {
        var classes = Classes("NllLoss", prediction, target, reduction, weight);
        var (shares, total) = classes.Shares(classes.Numbers(target, ignoreIndex), weight);
        // What has no share counts for nothing, infinite or not.
        return classes.Reduced(-Binary<Gate>.Apply(classes.ToRows(prediction), classes.Rounded(shares)).Sum(1), total, reduction);
    }

    /// <summary>
    /// The cross-entropy of probabilities of yes against yes (1), no (0) or between; torch.nn.functional.binary_cross_entropy.
    /// A logarithm is held at -100.
    /// </summary>
    /// <param name="prediction">Probabilities, as of a sigmoid.</param>
    /// <param name="target">What they should be, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="weight">A factor for each element's loss, in a shape that broadcasts to the target's; 1 where null.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or the weight's does not broadcast.</exception>
    /// <exception cref="InvalidValueException">There are no elements, or one is no probability.</exception>
    public static Tensor BinaryCrossEntropy(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null) => weight is null
        ? new BinaryCrossEntropyLoss(prediction, target, reduction).Apply()
        : Weighted(new BinaryCrossEntropyLoss(prediction, target, Reduction.None).Apply(), weight, reduction);

    /// <summary>
    /// The cross-entropy of scores of yes, before any sigmoid; torch.nn.functional.binary_cross_entropy_with_logits.
    /// </summary>
    /// <param name="prediction">The model's scores.</param>
    /// <param name="target">The probabilities of yes, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="weight">A factor for each element's loss, in a shape that broadcasts to the target's; 1 where null.</param>
    /// <param name="posWeight">What a yes counts against a no, in a shape that broadcasts to the target's; 1 where null.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, or a weight's does not broadcast.</exception>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? posWeight = null)
    {
        const string name = "BinaryCrossEntropyWithLogitsLoss";
        if (weight is null && posWeight is null)
            return new BinaryCrossEntropyWithLogitsLoss(prediction, target, reduction).Apply();
        if (posWeight is null)
            return Weighted(new BinaryCrossEntropyWithLogitsLoss(prediction, target, Reduction.None).Apply(), weight, reduction);
        Alike(name, prediction, target, reduction);
        return Weighted(new PositiveWeightedLoss(prediction, target, BroadcastTo(name, posWeight, target)).Apply(), weight, reduction);
    }

    /// <summary>
    /// How far the score of each row's class is not above all others by a margin; torch.nn.functional.multi_margin_loss.
    /// </summary>
    /// <param name="prediction">The model's scores, [rows,classes] or [classes].</param>
    /// <param name="target">The number of each row's class, from 0: [rows] or [], whole numbers.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <param name="p">1, or 2 to square what is missing.</param>
    /// <param name="margin">By how much the score should be greater.</param>
    /// <param name="weight">What each class counts, [classes]; 1 where null.</param>
    /// <exception cref="ShapeMismatchException">Other shapes.</exception>
    /// <exception cref="InvalidValueException">A mean is of no rows, there are no classes, the number of a class that does not exist, or another p.</exception>
    /// <exception cref="AutogradException">Class numbers or weights require a gradient.</exception>
    public static Tensor MultiMargin(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, int p = 1, double margin = 1, Tensor? weight = null)
    {
        const string name = "MultiMarginLoss";
        if (p is not (1 or 2))
            throw Errors.OutOfRange("P", p, "1 or 2");
        if (!float.IsFinite((float)margin))
            throw Errors.NonFinite("Margin", margin);
        var classes = Classes(name, prediction, target, reduction, weight);
        if (prediction.Rank > 2)
            throw Errors.ClassTarget(name, prediction.Shape, target.Shape);
        var rows = classes.ToRows(prediction);
        int[] numbers = classes.Numbers(target);
        // Of the others alone; each counts what the row's class does.
        var shares = Tensor.Zeros(classes.Rows, classes.Classes);
        for (int row = 0; row < numbers.Length; row++)
        {
            var share = shares.Data.Slice(row * classes.Classes, classes.Classes);
            share.Fill((weight is null ? 1 : weight.Data[numbers[row]]) / classes.Classes);
            share[numbers[row]] = 0;
        }
        var own = rows.Gather(1, Tensor.FromInt64(Array.ConvertAll(numbers, n => (long)n), classes.Rows, 1));
        var missing = Binary<Shortfall>.Apply(rows, own, new(margin)).Relu();
        return classes.FromRows(((p == 1 ? missing : missing.Square()) * shares).Sum(1)).Reduced(reduction);
    }

    private static ClassScores Classes(
        string name, Tensor prediction, Tensor target, Reduction reduction, Tensor? weight, bool mayBeProbabilities = false)
    {
        if (prediction is null || target is null)
            throw Errors.Null(name, prediction is null ? "operand 1" : "operand 2");
        Reductions.Checked(name, reduction);
        var classes = new ClassScores(name, prediction, target, mayBeProbabilities, mayBeEmpty: reduction != Reduction.Mean);
        classes.CheckWeight(weight);
        return classes;
    }

    private static Tensor Weighted(Tensor losses, Tensor? weight, Reduction reduction) =>
        (weight is null ? losses : losses * BroadcastTo("Weight", weight, losses)).Reduced(Reductions.Checked("BinaryCrossEntropy", reduction));

    private static Tensor BroadcastTo(string name, Tensor weight, Tensor target) =>
        Shape.TryBroadcast(weight.Shape, target.Shape, out var both) && both.Equals(target.Shape)
            ? weight
            : throw Errors.CannotBroadcast(name, target.Shape, weight.Shape);
}
