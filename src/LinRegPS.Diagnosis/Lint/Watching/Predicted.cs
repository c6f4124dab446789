namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What a trained model gives for all rows that it was trained with, against what it should.</summary>
internal sealed class Predicted
{
    private readonly Tensor _input;
    private readonly double[][] _targets;

    private Predicted(Tensor input, double[][] predictions, double[][] targets)
    {
        (_input, _targets) = (input, targets);
        double error = 0, variance = 0;
        for (int j = 0; j < targets.Length; j++)
        {
            double mean = targets[j].Average();
            error += targets[j].Zip(predictions[j], (y, p) => (y - p) * (y - p)).Sum();
            variance += targets[j].Sum(y => (y - mean) * (y - mean));
        }
        Unexplained = variance == 0 ? 0 : error / variance;
    }

    /// <summary>The part of the targets' variance that is left; of classes, that of a column for each against their probabilities.</summary>
    public double Unexplained { get; }

    public int Rows => _targets[0].Length;

    public Neighbours Neighbours() => new(_input, _targets);

    /// <summary>Of the model as it is now; null for a script, and where target and prediction are neither numbers nor classes.</summary>
    public static Predicted? Of(LintWatcher lint)
    {
        if (lint.Data is not { } data || lint.Predict is not { } predict || data.Samples < 2 || data.AllInput.Rank == 0)
            return null;
        bool isOfClasses = lint.Classes.Outputs > 0;
        if (!isOfClasses && !lint.PredictsTarget)
            return null;
        Tensor prediction;
        try
        {
            prediction = predict();
        }
        catch (LinRegException)
        {
            // The training met the same error.
            return null;
        }
        var target = data.AllTarget;
        if (!Kernels.Reductions.Finite.All(data.AllInput.Data) || !Kernels.Reductions.Finite.All(target.Data) || !Kernels.Reductions.Finite.All(prediction.Data))
            return null;
        if (isOfClasses && prediction is { Rank: 2 } && target.Numel == data.Samples && prediction.Shape[1] > 1)
        {
            var probabilities = prediction.Softmax(-1);
            int classes = prediction.Shape[1];
            return new(
                data.AllInput,
                [.. Enumerable.Range(0, classes).Select(c => Column(probabilities, c))],
                [.. Enumerable.Range(0, classes).Select(c => target.ToArray().Select(y => y == c ? 1.0 : 0).ToArray())]);
        }
        if (prediction.Numel != target.Numel || target.Rank > 2 || target.Shape[0] != data.Samples)
            return null;
        // Scores of yes are beyond 0 and 1.
        if (isOfClasses && prediction.ToArray().Any(p => p is < 0 or > 1))
            prediction = prediction.Sigmoid();
        prediction = prediction.Reshape(target.Shape.ToArray());
        int outputs = target.Numel / data.Samples;
        return new(
            data.AllInput,
            [.. Enumerable.Range(0, outputs).Select(o => Column(prediction, o))],
            [.. Enumerable.Range(0, outputs).Select(o => Column(target, o))]);
    }

    private static double[] Column(Tensor tensor, int column)
    {
        int rows = tensor.Shape[0], width = tensor.Numel / rows;
        double[] numbers = new double[rows];
        for (int i = 0; i < rows; i++)
            numbers[i] = tensor.Data[(i * width) + column];
        return numbers;
    }
}
