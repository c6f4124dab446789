namespace LinRegPS.Training;

/// <summary>Whether a loss can be put together of the losses of parts of a batch. That is asked of the loss itself, on a few rows.</summary>
internal static class PartLoss
{
    private const int MostRows = 64;

    private const double Tolerance = 1e-3;

    /// <summary>Whether the loss of rows is the sum of their losses; else it is their mean.</summary>
    /// <exception cref="InvalidValueException">It is neither.</exception>
    public static bool IsSum(TrainingLoop loop)
    {
        int rows = loop.Data.RowsOf(0), parts = 2 * ((rows + MostRows - 1) / MostRows);
        if (rows < 2)
            return false;
        var (all, first, second) = (Measure(loop, 0, parts / 2), Measure(loop, 0, parts), Measure(loop, 1, parts));
        double sum = first.Loss + second.Loss, mean = ((first.Loss * first.Weight) + (second.Loss * second.Weight)) / (first.Weight + second.Weight);
        double scale = Tolerance * Math.Max(Math.Abs(all.Loss), Math.Max(Math.Abs(first.Loss), Math.Abs(second.Loss)));
        // Nothing can be said of NaN, and the first step will.
        if (!double.IsFinite(all.Loss + mean) || Math.Abs(all.Loss - mean) <= scale)
            return false;
        return Math.Abs(all.Loss - sum) <= scale ? true : throw Errors.LossOfParts(loop.Loss.Name);
    }

    private static (double Loss, double Weight) Measure(TrainingLoop loop, int part, int parts)
    {
        loop.Data.Load(0, part, parts);
        byte[] draws = Generator.Default.GetState();
        using var evaluating = loop.Model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        using var unseen = Watcher.Pause();
        double loss = loop.ComputeLoss(loop.Data.Input, loop.Data.Target).Item();
        Generator.Default.SetState(draws);
        return (loss, loop.Weight ?? loop.Data.Rows);
    }
}
