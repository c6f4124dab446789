using LinRegPS.Metrics;

namespace LinRegPS;

/// <summary>
/// How good predictions are, as one number that nothing is differentiated by; the definitions of sklearn.metrics. A
/// prediction of classes is a row of scores for each sample, of which the largest counts, or one score of class 1.
/// </summary>
public static partial class Metric
{
    /// <summary>The share of rows whose class is right; sklearn's accuracy_score.</summary>
    /// <param name="prediction">Scores [rows, classes], or one score for each row, [rows] or [rows, 1].</param>
    /// <param name="target">The numbers of the classes from 0, [rows] or [rows, 1], or one-hot rows.</param>
    /// <param name="threshold">Above it one score alone means class 1: 0.5 for probabilities, 0 for logits.</param>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that does not exist.</exception>
    public static double Accuracy(Tensor prediction, Tensor target, double threshold = 0.5)
    {
        var table = new ClassTable(nameof(Accuracy), prediction, target, threshold);
        int right = 0;
        for (int i = 0; i < table.Actual.Length; i++)
            right += table.Predicted[i] == table.Actual[i] ? 1 : 0;
        return right / (double)table.Actual.Length;
    }

    /// <summary>The share of rows whose class is among the k of the largest scores; sklearn's top_k_accuracy_score.</summary>
    /// <param name="prediction">Scores [rows, classes].</param>
    /// <param name="target">The numbers of the classes from 0, [rows] or [rows, 1], or one-hot rows.</param>
    /// <param name="k">How many of the largest count.</param>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, a class that does not exist, or k is below 1.</exception>
    public static double TopK(Tensor prediction, Tensor target, int k = 5)
    {
        if (k < 1)
            throw Errors.NotPositive("K", k);
        var table = new ClassTable(nameof(TopK), prediction, target, threshold: 0.5);
        if (prediction.Rank != 2 || prediction.Shape[1] < 2)
            throw Errors.MetricShapes(nameof(TopK), prediction.Shape, target.Shape);
        int right = 0, columns = table.Classes;
        for (int row = 0; row < table.Actual.Length; row++)
        {
            var scores = prediction.Data.Slice(row * columns, columns);
            int actual = table.Actual[row], before = 0;
            // Of equal scores the first class goes first, as it does in Accuracy.
            for (int i = 0; i < columns; i++)
                before += scores[i] > scores[actual] || (scores[i] == scores[actual] && i < actual) ? 1 : 0;
            right += table.Predicted[row] != ClassTable.None && before < k ? 1 : 0;
        }
        return right / (double)table.Actual.Length;
    }

    /// <summary>The area under the ROC curve of two classes: how often a row of class 1 has the higher score of a pair; sklearn's roc_auc_score. NaN where a class has no row, or a score is NaN.</summary>
    /// <param name="prediction">One score for each row, [rows] or [rows, 1], or two, [rows, 2].</param>
    /// <param name="target">0 or 1 for each row, [rows] or [rows, 1], or one-hot rows.</param>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows, or there are more than two classes.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that is not 0 or 1.</exception>
    public static double Auc(Tensor prediction, Tensor target)
    {
        var table = new ClassTable(nameof(Auc), prediction, target, threshold: 0.5);
        if (table.Classes > 2)
            throw Errors.MetricTwoClasses(nameof(Auc), prediction.Shape);
        int rows = table.Actual.Length;
        double[] scores = new double[rows];
        var data = prediction.Data;
        for (int i = 0; i < rows; i++)
            scores[i] = data.Length == rows ? data[i] : (double)data[(2 * i) + 1] - data[2 * i];
        if (Array.Exists(scores, double.IsNaN))
            return double.NaN;
        int[] order = [.. Enumerable.Range(0, rows)];
        Array.Sort((double[])scores.Clone(), order);
        double positives = 0, ranks = 0;
        for (int first = 0, end; first < rows; first = end)
        {
            for (end = first + 1; end < rows && scores[order[end]] == scores[order[first]];)
                end++;
            // Equal scores share the mean of their ranks.
            for (int i = first; i < end; i++)
            {
                if (table.Actual[order[i]] == 1)
                    (positives, ranks) = (positives + 1, ranks + ((first + end + 1) / 2.0));
            }
        }
        return (ranks - (positives * (positives + 1) / 2)) / (positives * (rows - positives));
    }

    /// <summary>How many rows of each class were given each class; sklearn's confusion_matrix.</summary>
    /// <param name="prediction">Scores [rows, classes], or one score for each row, [rows] or [rows, 1].</param>
    /// <param name="target">The numbers of the classes from 0, [rows] or [rows, 1], or one-hot rows.</param>
    /// <param name="threshold">Above it one score alone means class 1.</param>
    /// <returns>Counts [class, given]; a row whose scores are NaN is counted nowhere.</returns>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that does not exist.</exception>
    public static int[,] Confusion(Tensor prediction, Tensor target, double threshold = 0.5) =>
        new ClassTable(nameof(Confusion), prediction, target, threshold).Count();

    /// <summary>
    /// Of the rows that were given a class, the share that has it; sklearn's precision_score. Of two classes it is that of
    /// class 1, of more the mean over the classes that occur (average='macro'); 0 where none was given it.
    /// </summary>
    /// <inheritdoc cref="Accuracy"/>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that does not exist.</exception>
    public static double Precision(Tensor prediction, Tensor target, double threshold = 0.5) =>
        OfClasses(nameof(Precision), prediction, target, threshold, (right, given, _) => Share(right, given));

    /// <summary>
    /// Of the rows that have a class, the share that was given it; sklearn's recall_score. Of two classes it is that of
    /// class 1, of more the mean over the classes that occur (average='macro').
    /// </summary>
    /// <inheritdoc cref="Accuracy"/>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that does not exist.</exception>
    public static double Recall(Tensor prediction, Tensor target, double threshold = 0.5) =>
        OfClasses(nameof(Recall), prediction, target, threshold, (right, _, all) => Share(right, all));

    /// <summary>The harmonic mean of precision and recall; sklearn's f1_score, over classes as with them.</summary>
    /// <inheritdoc cref="Accuracy"/>
    /// <exception cref="ShapeMismatchException">The shapes are no scores and classes of the same rows.</exception>
    /// <exception cref="InvalidValueException">There are no rows, or a class that does not exist.</exception>
    public static double F1(Tensor prediction, Tensor target, double threshold = 0.5) =>
        OfClasses(nameof(F1), prediction, target, threshold, (right, given, all) => Share(2 * right, given + all));

    private static double Share(int part, int whole) => whole == 0 ? 0 : part / (double)whole;

    private static double OfClasses(
        string metric, Tensor prediction, Tensor target, double threshold, Func<int, int, int, double> compute)
    {
        var table = new ClassTable(metric, prediction, target, threshold);
        int[] right = new int[table.Classes], given = new int[table.Classes], all = new int[table.Classes];
        for (int i = 0; i < table.Actual.Length; i++)
        {
            var (actual, predicted) = (table.Actual[i], table.Predicted[i]);
            all[actual]++;
            if (predicted == ClassTable.None)
                continue;
            given[predicted]++;
            right[actual] += predicted == actual ? 1 : 0;
        }
        if (table.Classes == 2)
            return compute(right[1], given[1], all[1]);
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < table.Classes; c++)
        {
            if (all[c] + given[c] == 0)
                continue;
            sum += compute(right[c], given[c], all[c]);
            classes++;
        }
        return sum / classes;
    }
}
