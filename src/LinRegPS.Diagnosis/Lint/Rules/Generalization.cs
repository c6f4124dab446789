using System.Globalization;
using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What the two curves of a training say, and whether there is anything to learn.

/// <summary>A validation loss that has risen for long while the training's own goes on falling.</summary>
internal sealed class Overfitting : LintRule
{
    private const double Growth = 1.2, Fall = 0.95, Part = 0.02, Bends = 2.5;
    private const int Fewest = 6;

    public override IEnumerable<TrainingFinding> Findings()
    {
        var points = Lint.Curve.Points;
        if (Lint.Curve.IsBestRestored || points.Count < Fewest)
            return [];
        var (best, last) = (points.MinBy(point => point.Validation), points[^1]);
        // One epoch may be an outlier.
        double now = points.TakeLast(3).Select(point => point.Validation).Order().ElementAt(1);
        // The best of many that go up and down is below the others by chance.
        double[] bends = [.. Enumerable.Range(1, points.Count - 2).Select(i => Math.Abs(points[i - 1].Validation - (2 * points[i].Validation) + points[i + 1].Validation)).Order()];
        bool isLong = last.Epoch - best.Epoch >= Math.Max(3, last.Epoch / 10);
        if (!isLong || !(best.Validation > 0 && now > Growth * best.Validation && now - best.Validation > Math.Max(Part * Math.Max(points[0].Train, points[0].Validation), Bends * bends[(bends.Length - 1) / 2])) || !(last.Train < Fall * best.Train))
            return [];
        return
        [
            new TrainingFinding(Id, "ValidationLoss", best.Epoch, last.Epoch - best.Epoch,
                $"The model learns its rows by heart: since epoch {best.Epoch} the validation loss rises while the loss falls.",
                $"Loss {Number(best.Train)} to {Number(last.Train)}, validation loss {Number(best.Validation)} to {Number(last.Validation)}.",
                $"End where the validation is best: Invoke-Training -ValidationData ... -Patience {Math.Max(5, best.Epoch / 10)} gives those parameters back. More rows, weight decay, Dropout or fewer units let it learn longer."),
        ];
    }
}

/// <summary>Two curves that stay high together, where rows that are alike show that there is more to learn.</summary>
internal sealed class Underfitting : LintRule
{
    private const double Fall = 0.02, Move = 0.1, High = 0.2, Half = 0.5;
    private const int Fewest = 20;

    public override IEnumerable<TrainingFinding> Findings()
    {
        var points = Lint.Curve.Points;
        if (points.Count < Fewest || Lint.Data is null || points[^1] is not { Train: > 0 } last)
            return [];
        var before = points[points.Count * 2 / 3];
        bool isFlat = before.Train - last.Train < Fall * before.Train && Math.Abs(before.Validation - last.Validation) < Move * before.Validation;
        if (!isFlat || Predicted.Of(Lint) is not { Unexplained: > High } predicted)
            return [];
        double neighbours = predicted.Neighbours().Unexplained();
        if (!(neighbours < Half * predicted.Unexplained))
            return [];
        return
        [
            new TrainingFinding(Id, "Loss", points[points.Count * 2 / 3].Epoch, points.Count / 3,
                "The model is too simple for the data, or held back: both losses stay where they are, and there is more to learn.",
                $"Loss {Number(last.Train)}, validation loss {Number(last.Validation)}. The model leaves {Percent(predicted.Unexplained)} of the target's variance, the mean of the {Math.Min(5, predicted.Rows - 1)} nearest rows {Percent(neighbours)}.",
                "Give it more: a hidden layer (New-SequentialModel), more units, features that are made of others; less weight decay or dropout; or a larger rate where it crawls."),
        ];
    }

    private static string Percent(double part) => (100 * part).ToString("G3", CultureInfo.InvariantCulture) + " percent";
}

/// <summary>Labels that are no function of the features, as far as can be told: any other order of them trains as well.</summary>
internal sealed class UnrelatedLabels : LintRule
{
    private const double LeftOver = 0.8;
    private const int FewestRows = 50, FewestEpochs = 50, MostAsGood = 97;

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Losses.Count < FewestEpochs || Lint.RatesAreZero || Predicted.Of(Lint) is not { Unexplained: > LeftOver } predicted || predicted.Rows < FewestRows)
            return [];
        var (neighbours, columns) = predicted.Neighbours().AsGoodInDisorder();
        // Of 99 the true order is among the best two by chance alone once in fifty times.
        if (neighbours < 99 - MostAsGood || columns < 99 - MostAsGood)
            return [];
        return
        [
            Found("target", 1, 1,
                "The labels do not depend on the features, as far as can be told: in any other order they would train as well.",
                $"After {Plural(Lint.Losses.Count, "epoch", "epochs")} the model leaves {(100 * Math.Min(predicted.Unexplained, 1)).ToString("G3", CultureInfo.InvariantCulture)} percent of the target's variance. Of 99 random orders of the labels {neighbours} are predicted as well by the rows nearest to each, {columns} by the best single feature.",
                "Look whether rows of input and target still belong together: a sort, a shuffle or a filter of one alone parts them. Compare a few rows with their source."),
        ];
    }
}
