namespace LinRegPS.Metrics;

/// <summary>The classes of rows as a model predicted them, and as they are.</summary>
internal sealed class ClassTable
{
    /// <summary>Stands for the class of a row whose scores are NaN: it is no class, and so always wrong.</summary>
    public const int None = -1;

    /// <summary>Reads the classes of rows.</summary>
    /// <param name="metric">What messages call the work.</param>
    /// <param name="prediction">Scores [rows, classes], of which the largest tells the class, or one score for each row, [rows] or [rows, 1], of class 1.</param>
    /// <param name="target">The numbers of the classes from 0, [rows] or [rows, 1]; or a row of shares for each, of the prediction's shape.</param>
    /// <param name="threshold">Above it one score alone means class 1.</param>
    public ClassTable(string metric, Tensor prediction, Tensor target, double threshold)
    {
        int columns = Columns(metric, prediction, target);
        Classes = Math.Max(columns, 2);
        Predicted = columns == 1 ? Above(prediction.Data, threshold) : Largest(prediction.Data, columns);
        Actual = columns > 1 && target.Shape.Equals(prediction.Shape) ? Largest(target.Data, columns) : Numbers(metric, target.Data, Classes);
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The class that each row was given.</summary>
    public int[] Predicted { get; }

    /// <summary>The class that each row has.</summary>
    public int[] Actual { get; }

    /// <summary>The scores in a row; 1 where a row is one score.</summary>
    public static int Columns(string metric, Tensor prediction, Tensor target)
    {
        if (prediction is null)
            throw Errors.Null(metric, "the prediction");
        if (target is null)
            throw Errors.Null(metric, "the target");
        if (prediction.Numel == 0)
            throw Errors.Empty(metric, prediction.Shape);
        int rows = prediction.Rank == 0 ? 1 : prediction.Shape[0], columns = prediction.Rank == 2 ? prediction.Shape[1] : 1;
        bool isClasses = target.Numel == rows && (target.Rank < 2 || (target.Rank == 2 && target.Shape[1] == 1));
        if (prediction.Rank > 2 || (!isClasses && !target.Shape.Equals(prediction.Shape)))
            throw Errors.MetricShapes(metric, prediction.Shape, target.Shape);
        return columns;
    }

    /// <summary>How many rows of each class were given each: [class, given].</summary>
    public int[,] Count()
    {
        int[,] counts = new int[Classes, Classes];
        for (int i = 0; i < Actual.Length; i++)
        {
            if (Predicted[i] != None)
                counts[Actual[i], Predicted[i]]++;
        }
        return counts;
    }

    /// <summary>The numbers of classes in a target.</summary>
    public static int[] Numbers(string metric, ReadOnlySpan<float> target, int classes)
    {
        int[] numbers = new int[target.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!(target[i] >= 0 && target[i] < classes) || target[i] != MathF.Floor(target[i]))
                throw Errors.MetricClass(metric, i, target[i], classes);
            numbers[i] = (int)target[i];
        }
        return numbers;
    }

    private static int[] Above(ReadOnlySpan<float> scores, double threshold)
    {
        int[] classes = new int[scores.Length];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = float.IsNaN(scores[i]) ? None : scores[i] > threshold ? 1 : 0;
        return classes;
    }

    private static int[] Largest(ReadOnlySpan<float> scores, int columns)
    {
        int[] classes = new int[scores.Length / columns];
        for (int row = 0; row < classes.Length; row++)
        {
            var of = scores.Slice(row * columns, columns);
            int best = 0;
            for (int i = 1; i < columns; i++)
            {
                if (of[i] > of[best])
                    best = i;
            }
            classes[row] = HasNaN(of) ? None : best;
        }
        return classes;
    }

    private static bool HasNaN(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores)
        {
            if (float.IsNaN(score))
                return true;
        }
        return false;
    }
}
