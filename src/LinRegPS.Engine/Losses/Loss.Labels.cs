using LinRegPS.Operations;

namespace LinRegPS;

// Losses of rows that may belong to several classes.
public static partial class Loss
{
    /// <summary>
    /// How far the scores of each row's classes are not above those of all others by 1, over the number of classes;
    /// torch.nn.functional.multilabel_margin_loss.
    /// </summary>
    /// <param name="prediction">The model's scores, [rows,classes] or [classes].</param>
    /// <param name="target">The numbers of each row's classes, from 0, and -1 behind them, in the same shape; what stands behind -1 does not count.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <exception cref="ShapeMismatchException">Other shapes.</exception>
    /// <exception cref="InvalidValueException">There are no elements, or the number of a class that does not exist.</exception>
    /// <exception cref="AutogradException">Class numbers require a gradient.</exception>
    public static Tensor MultiLabelMargin(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean)
    {
        const string name = "MultiLabelMarginLoss";
        if (prediction is null || target is null)
            throw Errors.Null(name, prediction is null ? "operand 1" : "operand 2");
        Reductions.Checked(name, reduction);
        if (prediction.Rank is not (1 or 2) || !prediction.Shape.Equals(target.Shape))
            throw Errors.ManyLabels(prediction.Shape, target.Shape);
        if (prediction.Numel == 0)
            throw Errors.Empty(name, prediction.Shape);
        if (target.RequiresGrad)
            throw Errors.ClassGradient(name, "target", "numbers of classes");
        int classes = prediction.Shape[^1], rows = prediction.Numel / classes;
        long[] numbers = Indices.Of(name, target), own = new long[numbers.Length];
        // Which of a row's places have a class, and which classes are none of its own.
        var (given, others) = (Tensor.Zeros(rows, classes, 1), Tensor.Ones(rows, 1, classes));
        for (int row = 0; row < rows; row++)
        {
            for (int i = row * classes; i < (row + 1) * classes && numbers[i] != -1; i++)
            {
                own[i] = numbers[i] >= 0 && numbers[i] < classes ? numbers[i] : throw Errors.ClassNumber(name, i, numbers[i], classes);
                given.Data[i] = 1;
                others.Data[(row * classes) + (int)own[i]] = 0;
            }
        }
        var scores = prediction.Reshape(rows, classes);
        var ofOwn = scores.Gather(1, Tensor.FromInt64(own, rows, classes)).Unsqueeze(2);
        var missing = Binary<Shortfall>.Apply(scores.Unsqueeze(1), ofOwn, new(1)).Relu();
        var losses = Binary<Gate>.Apply(missing, given * others).Sum([1, 2]) / classes;
        return prediction.Rank == 1 ? losses.Squeeze(0).Reduced(reduction) : losses.Reduced(reduction);
    }

    /// <summary>
    /// The mean over classes of the cross-entropies of scores of yes, before any sigmoid; torch.nn.functional.multilabel_soft_margin_loss.
    /// </summary>
    /// <param name="prediction">The model's scores, [...,classes].</param>
    /// <param name="target">1 for each class that a row belongs to, else 0, of the same shape.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <param name="weight">What each class counts, [classes]; 1 where null.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ, there are no dimensions, or the weight's does not broadcast.</exception>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public static Tensor MultiLabelSoftMargin(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null)
    {
        const string name = "MultiLabelSoftMarginLoss";
        Reductions.Checked(name, reduction);
        Alike(name, prediction, target, reduction);
        if (prediction.Rank == 0)
            throw Errors.OperandRank(name, "the prediction", 1, prediction.Shape);
        return BinaryCrossEntropyWithLogits(prediction, target, Reduction.None, weight).Mean(-1).Reduced(reduction);
    }
}
