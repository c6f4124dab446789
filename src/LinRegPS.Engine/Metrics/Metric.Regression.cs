namespace LinRegPS;

// How far predicted numbers are from those that should be.
public static partial class Metric
{
    /// <summary>The mean of the absolute errors; sklearn's mean_absolute_error.</summary>
    /// <param name="prediction">What the model gave.</param>
    /// <param name="target">What it should have given, of the same shape.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">There are no numbers.</exception>
    public static double Mae(Tensor prediction, Tensor target) => MeanError(nameof(Mae), prediction, target, Math.Abs);

    /// <summary>The root of the mean of the squared errors, in the target's own unit; sklearn's root_mean_squared_error.</summary>
    /// <inheritdoc cref="Mae"/>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">There are no numbers.</exception>
    public static double Rmse(Tensor prediction, Tensor target) =>
        Math.Sqrt(MeanError(nameof(Rmse), prediction, target, error => error * error));

    /// <summary>
    /// The share of the target's variation that the prediction explains: 1 where it is right, 0 where it is no better than the
    /// mean, below 0 where it is worse; sklearn's r2_score, the mean over columns. Of a target that does not vary it is 1 where
    /// the prediction is right, else 0.
    /// </summary>
    /// <inheritdoc cref="Mae"/>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    /// <exception cref="InvalidValueException">There are no numbers.</exception>
    public static double R2(Tensor prediction, Tensor target)
    {
        CheckSame(nameof(R2), prediction, target);
        ReadOnlySpan<float> p = prediction.Data, t = target.Data;
        int rows = target.Rank == 0 ? 1 : target.Shape[0], columns = t.Length / rows;
        double sum = 0;
        for (int c = 0; c < columns; c++)
        {
            double mean = 0, left = 0, total = 0;
            for (int i = c; i < t.Length; i += columns)
                mean += t[i];
            mean /= rows;
            for (int i = c; i < t.Length; i += columns)
            {
                double error = (double)t[i] - p[i], deviation = t[i] - mean;
                (left, total) = (left + (error * error), total + (deviation * deviation));
            }
            sum += total != 0 ? 1 - (left / total) : left == 0 ? 1 : double.IsNaN(left) ? left : 0;
        }
        return sum / columns;
    }

    private static double MeanError(string metric, Tensor prediction, Tensor target, Func<double, double> of)
    {
        CheckSame(metric, prediction, target);
        ReadOnlySpan<float> p = prediction.Data, t = target.Data;
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += of((double)p[i] - t[i]);
        return sum / p.Length;
    }

    private static void CheckSame(string metric, Tensor prediction, Tensor target)
    {
        if (prediction is null)
            throw Errors.Null(metric, "the prediction");
        if (target is null)
            throw Errors.Null(metric, "the target");
        if (!prediction.Shape.Equals(target.Shape))
            throw Errors.MetricShapes(metric, prediction.Shape, target.Shape);
        if (prediction.Numel == 0)
            throw Errors.Empty(metric, prediction.Shape);
    }
}
