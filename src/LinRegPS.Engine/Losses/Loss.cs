using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>Losses: how far a prediction is from its target.</summary>
public static partial class Loss
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
    /// <exception cref="InvalidValueException">A mean is of no elements.</exception>
    public static Tensor Mse(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool allowBroadcast = false) =>
        new MseLoss(prediction, target, reduction, allowBroadcast).Apply();

    /// <summary>The distance from the target; torch.nn.functional.l1_loss.</summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="allowBroadcast">Whether different shapes may broadcast, as with <see cref="Mse"/>.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements.</exception>
    public static Tensor L1(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool allowBroadcast = false) =>
        new L1Loss(prediction, target, reduction, allowBroadcast).Apply();

    /// <summary>
    /// Half the squared error over beta where the error is below beta, and a straight line of slope 1 beyond;
    /// torch.nn.functional.smooth_l1_loss. It is <see cref="Huber"/> over beta.
    /// </summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="beta">The error from which on the loss is a straight line; 0 makes it <see cref="L1"/>, whose slope at 0 is 0, where PyTorch's smooth_l1_loss has -1.</param>
    /// <param name="allowBroadcast">Whether different shapes may broadcast, as with <see cref="Mse"/>.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or beta is negative or not finite.</exception>
    public static Tensor SmoothL1(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1, bool allowBroadcast = false)
    {
        if (!(beta >= 0 && float.IsFinite((float)beta)))
            throw Errors.OutOfRange("Beta", beta, "a finite float32 number, zero or more");
        return (float)beta == 0
            ? L1(prediction, target, reduction, allowBroadcast)
            : new HuberLoss(prediction, target, reduction, (float)beta, allowBroadcast, overDelta: true).Apply();
    }

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
    /// <exception cref="InvalidValueException">A mean is of no elements, or delta is not above 0.</exception>
    public static Tensor Huber(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, double delta = 1, bool allowBroadcast = false) =>
        (float)delta > 0 && float.IsFinite((float)delta)
            ? new HuberLoss(prediction, target, reduction, (float)delta, allowBroadcast).Apply()
            : throw Errors.NotAboveZero("Delta", delta);

    /// <summary>
    /// How far one distribution is from another; torch.nn.functional.kl_div. The prediction is of logarithms of probabilities.
    /// </summary>
    /// <param name="prediction">The logarithms of the model's probabilities.</param>
    /// <param name="target">The probabilities that it should have given, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together: BatchMean is the distance of distributions, a mean over rows alone.</param>
    /// <param name="logTarget">Whether the target is of logarithms too.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements.</exception>
    public static Tensor KlDiv(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false) => logTarget
        ? new KlDivOfLogsLoss(prediction, target, reduction).Apply()
        : new KlDivLoss(prediction, target, reduction).Apply();

    /// <summary>
    /// The negative logarithm of a Poisson distribution's probability of counts; torch.nn.functional.poisson_nll_loss.
    /// </summary>
    /// <param name="prediction">The logarithms of the rates, or the rates.</param>
    /// <param name="target">The counts, of the same shape.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="logInput">Whether the prediction is of logarithms.</param>
    /// <param name="full">Whether to add Stirling's approximation of log(target!), which the model can't change.</param>
    /// <param name="eps">What is added to a rate, so that it has a logarithm.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, or eps is not above 0.</exception>
    public static Tensor PoissonNll(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool logInput = true, bool full = false, double eps = 1e-8) =>
        (float)eps > 0 && float.IsFinite((float)eps)
            ? new PoissonNllLoss(prediction, target, reduction, logInput, full, (float)eps).Apply()
            : throw Errors.NotAboveZero("Eps", eps);

    /// <summary>
    /// The negative logarithm of a normal distribution's density at the target; torch.nn.functional.gaussian_nll_loss.
    /// </summary>
    /// <param name="prediction">The means.</param>
    /// <param name="target">What was seen, of the same shape.</param>
    /// <param name="variance">The variances: one for each element, or one for each row of the last dimension.</param>
    /// <param name="reduction">How the elements' losses are put together.</param>
    /// <param name="full">Whether to add the constant half log(2 pi).</param>
    /// <param name="eps">The least variance that is reckoned with; the gradient goes through as if it were not held there.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="InvalidValueException">A mean is of no elements, a variance is negative, or eps is not above 0.</exception>
    public static Tensor GaussianNll(
        Tensor prediction, Tensor target, Tensor variance, Reduction reduction = Reduction.Mean, bool full = false, double eps = 1e-6)
    {
        const string name = "GaussianNllLoss";
        Reductions.Checked(name, reduction);
        if (!((float)eps > 0 && float.IsFinite((float)eps)))
            throw Errors.NotAboveZero("Eps", eps);
        var shape = Alike(name, prediction, target, reduction).Shape;
        if (shape.Rank > 0 && Given(name, variance).Rank == shape.Rank - 1 && variance.Shape.SequenceEqual(shape.SkipLast(1)))
            variance = variance.Unsqueeze(-1);
        if (!variance.Shape.Equals(shape) && !(shape.Rank > 0 && variance.Shape.Equals(shape.With(shape.Rank - 1, 1))))
            throw Errors.Variance(name, shape, variance.Shape);
        if (variance.Data.ToArray().FirstOrDefault(v => v < 0) is < 0 and var negative)
            throw Errors.Negative("Variance", negative);
        return new Ternary<GaussianNllLoss>(prediction, target, variance, new(eps, full ? 0.5 * Math.Log(2 * Math.PI) : 0)).Apply().Reduced(reduction);
    }

    // The prediction, of a target of its shape. Of no elements there is a sum, and no mean.
    private static Tensor Alike(string name, Tensor prediction, Tensor target, Reduction reduction)
    {
        if (prediction is null || target is null)
            throw Errors.Null(name, prediction is null ? "operand 1" : "operand 2");
        if (!prediction.Shape.Equals(target.Shape))
            throw Errors.LossShapes(name, prediction.Shape, target.Shape);
        return prediction.Numel > 0 || reduction is Reduction.Sum or Reduction.None ? prediction : throw Errors.Empty(name, prediction.Shape);
    }
}
