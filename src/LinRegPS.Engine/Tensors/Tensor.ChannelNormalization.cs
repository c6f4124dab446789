using LinRegPS.Kernels.Normalization;
using LinRegPS.Operations;

namespace LinRegPS;

// What is normalized by channels, the dimension behind the rows.
public sealed partial class Tensor
{
    /// <summary>
    /// Each channel shifted and scaled to mean 0 and variance 1 over all rows, [rows,channels,...], then times the weight and plus
    /// the bias; torch.nn.functional.batch_norm. In training by the batch's own mean and variance, and the running ones
    /// follow; else by the running ones.
    /// </summary>
    /// <param name="runningMean">[channels], changed in training; null where none are kept.</param>
    /// <param name="runningVar">[channels], changed in training; null where none are kept.</param>
    /// <param name="weight">[channels], or null.</param>
    /// <param name="bias">[channels], or null.</param>
    /// <param name="training">Whether it trains.</param>
    /// <param name="momentum">What part of the running ones comes from the batch.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no channels, or what is given has not one number for each.</exception>
    /// <exception cref="InvalidValueException">A training with one value for each channel, no running ones where they are needed, or an eps that can't be used.</exception>
    public Tensor BatchNorm(
        Tensor? runningMean, Tensor? runningVar, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
    {
        const string name = "BatchNorm";
        CheckChannels(name, 2, eps, ("Weight", weight), ("Bias", bias), ("RunningMean", runningMean), ("RunningVar", runningVar));
        int rows = Shape[0], channels = Shape[1], inner = Numel / rows / channels;
        // One channel's planes are one behind the other.
        var sets = new PlaneSets(channels, rows, 1, channels, inner, channels);
        if (!training)
        {
            return runningMean is not null && runningVar is not null
                ? new ChannelNorm(name, this, weight, bias, eps, sets, runningMean, runningVar).Apply()
                : throw Errors.Null(name, runningMean is null ? "the running mean" : "the running variance");
        }
        if (rows * inner == 1)
            throw Errors.OneValue(name, Shape);
        var norm = new ChannelNorm(name, this, weight, bias, eps, sets);
        var (means, variances) = (norm.Means, norm.Variances);
        var normal = norm.Apply();
        Follow(runningMean, momentum, means);
        // Divided by one less: what is seen of all that could be.
        Follow(runningVar, momentum, [.. variances.Select(variance => variance * sets.Count / (sets.Count - 1))]);
        return normal;
    }

    /// <summary>
    /// The channels of each row in groups, each group shifted and scaled to mean 0 and variance 1, then each channel times its
    /// weight and plus its bias; torch.nn.functional.group_norm.
    /// </summary>
    /// <param name="numGroups">Into how many groups the channels fall.</param>
    /// <param name="weight">[channels], or null.</param>
    /// <param name="bias">[channels], or null.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no channels, or weight or bias have not one number for each.</exception>
    /// <exception cref="InvalidValueException">The channels do not fall into so many groups, there is one value for each group of one row, or an eps that can't be used.</exception>
    public Tensor GroupNorm(int numGroups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
        ByGroups("GroupNorm", 2, numGroups, weight, bias, eps);

    /// <summary>
    /// Each channel of each row shifted and scaled to mean 0 and variance 1, then times its weight and plus its bias;
    /// torch.nn.functional.instance_norm.
    /// </summary>
    /// <param name="weight">[channels], or null.</param>
    /// <param name="bias">[channels], or null.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The tensor has nothing behind its channels, or weight or bias have not one number for each.</exception>
    /// <exception cref="InvalidValueException">There is one value behind each channel, or an eps that can't be used.</exception>
    public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
        ByGroups("InstanceNorm", 3, null, weight, bias, eps);

    private Tensor ByGroups(string name, int least, int? groups, Tensor? weight, Tensor? bias, double eps)
    {
        CheckChannels(name, least, eps, ("Weight", weight), ("Bias", bias));
        int rows = Shape[0], channels = Shape[1], count = groups ?? channels;
        if (count < 1)
            throw Errors.NotPositive("NumGroups", count);
        if (channels % count != 0)
            throw Errors.Groups(name, "channels", channels, count);
        int inner = Numel / rows / channels;
        // PyTorch's rules: an instance has more than one place; a batch of groups has more than one value for each.
        if (groups is null ? inner == 1 : (long)rows * (channels / count) * inner == 1)
            throw Errors.OneInGroup(name, Shape);
        var sets = new PlaneSets(rows * count, channels / count, channels / count, 1, inner, channels);
        return new ChannelNorm(name, this, weight, bias, eps, sets).Apply();
    }

    private void CheckChannels(string name, int least, double eps, params (string Name, Tensor? Value)[] parameters)
    {
        if (Rank < least)
            throw Errors.ChannelInput(name, Shape);
        if (Numel == 0)
            throw Errors.Empty(name, Shape);
        if (!(eps >= 0 && float.IsFinite((float)eps)))
            throw Errors.OutOfRange("Epsilon", eps, "a finite float32 number, zero or more");
        foreach (var (parameter, value) in parameters)
        {
            if (value is not null && !value.Shape.Equals(new Shape(Shape[1])))
                throw Errors.ParameterShape($"{name}: {parameter}", new Shape(Shape[1]), value.Shape);
        }
    }

    private static void Follow(Tensor? running, double momentum, IReadOnlyList<double> batch)
    {
        if (running is null)
            return;
        var data = running.Data;
        for (int c = 0; c < data.Length; c++)
            data[c] = (float)(((1 - momentum) * data[c]) + (momentum * batch[c]));
        running.MarkChanged();
    }

    /// <summary>
    /// x / (k + alpha mean(x²))^beta, the mean over so many neighbouring channels, those beyond the first and last as 0;
    /// torch.nn.functional.local_response_norm.
    /// </summary>
    /// <param name="size">How many channels.</param>
    /// <param name="alpha">What the mean counts.</param>
    /// <param name="beta">The power.</param>
    /// <param name="k">What is added to it.</param>
    /// <exception cref="ShapeMismatchException">The tensor has less than three dimensions, [rows,channels,...].</exception>
    /// <exception cref="InvalidValueException">The size is below 1.</exception>
    public Tensor LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        if (size < 1)
            throw Errors.NotPositive("Size", size);
        if (Rank < 3)
            throw Errors.ImageRank("LocalResponseNorm", Shape, 1);
        var squares = Square().Reshape(Shape[0], 1, Shape[1], Shape.Product(2, Rank)).Pad([0, 0, size / 2, (size - 1) / 2]);
        var means = squares.AvgPool2d([size, 1], [1, 1]).Reshape([.. Shape]);
        return this / ((means * alpha) + k).Pow(beta);
    }
}
