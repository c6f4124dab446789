namespace LinRegPS;

/// <summary>How the losses of single elements become the result.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>None: one loss for each element.</summary>
    None,
}

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
    public static Tensor Mse(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, bool allowBroadcast = false) =>
        new Operations.MseLoss(prediction, target, reduction, allowBroadcast).Apply();

    /// <summary>The cross-entropy of softmax scores against classes; torch.nn.functional.cross_entropy.</summary>
    /// <param name="prediction">The model's scores, [rows, classes], before any softmax.</param>
    /// <param name="target">The number of each row's class, from 0: [rows] whole numbers.</param>
    /// <param name="reduction">How the rows' losses are put together.</param>
    public static Tensor CrossEntropy(Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean) =>
        new Operations.CrossEntropy(prediction, target, reduction).Apply();
}
