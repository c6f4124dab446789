namespace LinRegPS;

/// <summary>What the mean of a loss of classes divides by: the weights of the rows' classes, without rows that are ignored.</summary>
internal static class ClassCount
{
    /// <summary>The class number of rows that are ignored, where no other is given; PyTorch's.</summary>
    public const int Ignored = -100;

    /// <summary>The count of a prediction and its target.</summary>
    /// <param name="weight">A weight for each class, or null.</param>
    /// <param name="ignored">The class number of rows that are ignored.</param>
    public static Func<Tensor, Tensor, double> Weighing(Tensor? weight, int ignored) => (prediction, target) => Of(prediction, target, weight, ignored);

    /// <summary>The same with weights that depend on how many classes there are.</summary>
    public static Func<Tensor, Tensor, double> Weighing(Func<Tensor, Tensor> weights) => (prediction, target) => Of(prediction, target, weights(prediction), Ignored);

    private static double Of(Tensor prediction, Tensor target, Tensor? weight, int ignored)
    {
        // Of probabilities a mean is over rows.
        if (prediction.Shape.Equals(target.Shape))
            return prediction.Rank > 1 ? prediction.Numel / prediction.Shape[1] : 1;
        double count = 0;
        foreach (float number in target.Data)
            count += number == ignored ? 0 : weight is null ? 1 : weight.Data[(int)number];
        return count;
    }
}
