using System.Globalization;

namespace LinRegPS;

/// <summary>What each class counts in a loss, as rare ones are often made to count more; see <see cref="LossFunction.Weighted"/>.</summary>
public sealed class ClassWeights
{
    private readonly Tensor? _target;
    private float[]? _weights;

    private ClassWeights(float[]? weights, Tensor? target) => (_weights, _target) = (weights, target);

    /// <summary>Weights by the classes' numbers.</summary>
    /// <param name="weights">A weight for each class, zero or more.</param>
    /// <exception cref="InvalidValueException">There are none or it is null, one is negative or not finite, or all are 0.</exception>
    public static ClassWeights Of(params float[] weights)
    {
        Errors.Given(weights, nameof(Of));
        int bad = Array.FindIndex(weights, weight => !(weight >= 0 && float.IsFinite(weight)));
        if (bad >= 0)
            throw Errors.ClassWeight(bad, weights[bad]);
        return Array.Exists(weights, weight => weight > 0) ? new(weights.AsSpan().ToArray(), null) : throw Errors.NoClassWeight();
    }

    /// <summary>
    /// Weights by which each class counts alike in all: the number of rows over the number of classes times the rows of the class;
    /// sklearn's class_weight='balanced'.
    /// </summary>
    /// <param name="target">The targets of all rows: numbers of classes, or a share of each class; yes (1) or no (0) for losses of yes and no.</param>
    /// <exception cref="InvalidValueException">The target is null.</exception>
    public static ClassWeights Balanced(Tensor target) => new(null, Errors.Given(target, nameof(Balanced)));

    /// <summary>The weights, or that they are balanced.</summary>
    public override string ToString() => _target is not null ? nameof(Balanced) : string.Join(", ", _weights!.Select(weight => weight.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A weight for each class of the scores.</summary>
    internal Tensor For(Tensor prediction)
    {
        int classes = prediction.Rank > 1 ? prediction.Shape[1] : prediction.Numel;
        _weights ??= Balance(_target!.Rank == prediction.Rank && prediction.Rank > 1 && _target.Shape[1] == classes && classes > 1
            ? Shares(_target, classes) : Counts(_target, classes));
        return Tensor.From(_weights);
    }

    /// <summary>A weight for each element of a target of yes and no; between them a mixture.</summary>
    internal Tensor ForElements(Tensor target)
    {
        _weights ??= Balance(Counts(_target!, 2));
        if (_weights.Length != 2)
            throw Errors.TwoClassWeights(_weights.Length);
        var (no, yes) = (_weights[0], _weights[1]);
        return Tensor.From(Array.ConvertAll(target.ToArray(), t => t == 1 ? yes : no + ((yes - no) * t)), target.Shape.ToArray());
    }

    private static double[] Counts(Tensor target, int classes)
    {
        double[] counts = new double[classes];
        foreach (float number in target.ToArray())
        {
            // What is no class is for the loss to refuse, or to ignore.
            if (number >= 0 && number < classes && number == MathF.Floor(number))
                counts[(int)number]++;
        }
        return counts;
    }

    private static double[] Shares(Tensor target, int classes)
    {
        float[] elements = target.ToArray();
        int inner = target.Shape.Product(2, target.Rank);
        double[] counts = new double[classes];
        for (int i = 0; i < elements.Length; i++)
            counts[i / inner % classes] += elements[i];
        return counts;
    }

    private static float[] Balance(double[] counts)
    {
        int missing = Array.FindIndex(counts, count => count == 0);
        if (missing >= 0)
            throw Errors.NoRowOfClass(missing, counts.Length);
        double all = counts.Sum();
        return Array.ConvertAll(counts, count => (float)(all / (counts.Length * count)));
    }
}
