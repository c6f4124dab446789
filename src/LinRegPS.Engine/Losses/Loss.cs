namespace LinRegPS;

/// <summary>Losses: how far a prediction is from its target.</summary>
public static class Loss
{
    /// <summary>The squared error; torch.nn.functional.mse_loss.</summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="allowBroadcast">
    /// Whether different shapes may broadcast. PyTorch only warns; [4,1] against [4] makes 16 pairs, and a model that
    /// learns the mean of the target.
    /// </param>
    /// <exception cref="ShapeMismatchException">The shapes differ, and may not or can't broadcast.</exception>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public static Tensor Mse(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool allowBroadcast = false) =>
        new Operations.MseLoss(prediction, target, reduction, allowBroadcast).Apply();

    /// <summary>
    /// Half the squared error near 0, and delta times the error beyond delta, so that outliers pull less;
    /// torch.nn.functional.huber_loss.
    /// </summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="delta">The error from which on the loss is a straight line; finite, above 0.</param>
    /// <param name="allowBroadcast">Whether different shapes may broadcast, as with <see cref="Mse"/>.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">There are no elements, or delta is not above 0.</exception>
    public static Tensor Huber(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double delta = 1, bool allowBroadcast = false) =>
        (float)delta > 0 && float.IsFinite((float)delta)
            ? new Operations.HuberLoss(prediction, target, reduction, (float)delta, allowBroadcast).Apply()
            : throw Errors.NotAboveZero("Delta", delta);

    /// <summary>The cross-entropy of softmax scores against classes; torch.nn.functional.cross_entropy.</summary>
    /// <param name="prediction">The model's scores, [rows, classes], before any softmax.</param>
    /// <param name="target">The number of each row's class, from 0: [rows] whole numbers.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    /// <exception cref="ShapeMismatchException">Other shapes.</exception>
    /// <exception cref="InvalidValueException">There are no elements, or the number of a class that does not exist.</exception>
    /// <exception cref="AutogradException">The target requires a gradient.</exception>
    public static Tensor CrossEntropy(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean) =>
        new Operations.CrossEntropy(prediction, target, reduction).Apply();
}
