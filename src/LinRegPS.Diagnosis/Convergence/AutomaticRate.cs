using LinRegPS.Training;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>The learning rate that the curvature of the loss allows gradient descent.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Reason">Why it is that.</param>
internal sealed record AutomaticRate(double Rate, string Reason)
{
    // As many batches tell enough of the others; the rate is half of what is stable.
    private const int MostBatches = 8, Iterations = 40;

    /// <summary>
    /// The best fixed rate of least squares on whole data, 2 / (largest + smallest eigenvalue); else 1 / the largest curvature where the
    /// parameters are now, of the batch that has the greatest.
    /// </summary>
    /// <exception cref="InvalidValueException">The optimizer's steps are no gradients times a rate, or the loss is not curved upwards, so that no rate follows.</exception>
    public static AutomaticRate For(TrainingLoop loop)
    {
        if (loop.Optimizer is not Sgd sgd)
            throw DiagnosisErrors.NoAutomaticRate(loop.Optimizer.GetType().Name);
        using var unseen = Watcher.Pause();
        using var evaluating = loop.Model.Evaluating();
        return (loop.Data.Count == 1 && sgd.IsPlainGradientDescent ? OfLeastSquares(loop) : null) ?? Probed(loop, sgd);
    }

    private static AutomaticRate? OfLeastSquares(TrainingLoop loop)
    {
        var (x, y) = (loop.Data.AllInput, loop.Data.AllTarget);
        if (!loop.Loss.IsMeanSquaredError || loop.Model is not Linear || x.Rank > 2 || loop.LossScale <= 0 || loop.Parameters.Any(p => !p.Value.RequiresGrad)
            || loop.Parameters.Sum(p => (long)p.Value.Numel) > ConvergenceAnalysis.MostParameters)
            return null;
        var report = new ConvergenceAnalysis { LearningRate = 0, GradientScale = loop.LossScale }.Measure(loop.Model, x, y);
        if (double.IsNaN(report.BestRate))
            return null;
        double[] eigenvalues = [.. report.Eigenvalue.Where(value => value > 0)];
        return new(report.BestRate, F($"2 / ({eigenvalues[0]:G5} + {eigenvalues[^1]:G5}), the best fixed rate for the eigenvalues of the data"));
    }

    private static AutomaticRate Probed(TrainingLoop loop, Sgd sgd)
    {
        var parameters = loop.Parameters.Where(p => p.Value.RequiresGrad).ToList();
        var batches = loop.Data.Count == 1 ? [new(loop.Data.AllInput, loop.Data.AllTarget)] : Batches(loop.Data).ToList();
        double curvature = batches.Max(batch => CurvatureProbe.Largest(
            loop.Model.GetType().Name, parameters, () => loop.ComputeLoss(batch.Input, batch.Target), Iterations)) + sgd.WeightDecay;
        if (!(curvature > 0) || !float.IsFinite((float)(1 / curvature)))
            throw DiagnosisErrors.NoCurvature(loop.Model.GetType().Name);
        return new(1 / curvature, F($"1 / {curvature:G5}, the largest curvature of the loss where the parameters are now{(batches.Count == 1 ? "" : F($", of {batches.Count} batches"))}"));
    }

    // In the order of the rows: no order is drawn that the training would have.
    private static IEnumerable<Batch> Batches(DataLoader data)
    {
        int size = Math.Max(1, data.RowsOfEpoch / data.Count);
        for (int first = 0; first < data.Samples && first / size < MostBatches; first += size)
        {
            var rows = data.Data.Rows([.. Enumerable.Range(first, Math.Min(size, data.Samples - first))]);
            yield return new(rows.Input, rows.Target);
        }
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
