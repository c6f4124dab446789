namespace LinRegPS.Operations;

/// <summary>Scores of classes, [classes], [rows,classes] or [rows,classes,...], taken as rows, and the classes that they should have.</summary>
internal sealed class ClassScores
{
    private readonly string _loss;
    private readonly Shape _scores, _places;

    /// <summary>Scores and target whose shapes belong together.</summary>
    public ClassScores(string loss, Tensor scores, Tensor target, bool mayBeProbabilities = false, bool mayBeEmpty = false)
    {
        (_loss, _scores, _places) = (loss, scores.Shape, target.Shape);
        IsOfProbabilities = mayBeProbabilities && scores.Rank > 0 && scores.Shape.Equals(target.Shape);
        if (IsOfProbabilities)
            _places = scores.Shape.Without(ClassDimension);
        else if (scores.Rank == 0 || !target.Shape.Equals(scores.Shape.Without(ClassDimension)))
        {
            Watcher.Current?.ClassesRefused(scores, target);
            throw Errors.ClassTarget(loss, scores.Shape, target.Shape);
        }
        else if (target.RequiresGrad)
            throw Errors.ClassGradient(loss, "target", "class numbers");
        // A sum of no rows is 0; a mean of none, and a row of no classes, are no numbers.
        if (scores.Numel == 0 && (!mayBeEmpty || scores.Shape[ClassDimension] == 0))
            throw Errors.Empty(loss, scores.Shape);
    }

    /// <summary>Whether the target has a probability for each class, rather than a class for each row.</summary>
    public bool IsOfProbabilities { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes => _scores[ClassDimension];

    /// <summary>How many rows there are.</summary>
    public int Rows => _scores.Numel / Classes;

    private int ClassDimension => _scores.Rank == 1 ? 0 : 1;

    /// <summary>A tensor of the scores' shape as [rows,classes].</summary>
    public Tensor ToRows(Tensor x)
    {
        if (x.Rank > 2)
            x = x.Permute([0, .. Enumerable.Range(2, x.Rank - 2), 1]);
        return x.Rank == 2 ? x : x.Reshape(Rows, Classes);
    }

    /// <summary>A number for each row in the shape of the target.</summary>
    public Tensor FromRows(Tensor x) => x.Shape.Equals(_places) ? x : x.Reshape(_places.ToArray());

    /// <summary>The number of each row's class; -1 for a row that is ignored.</summary>
    public int[] Numbers(Tensor target, int? ignored = null)
    {
        var numbers = target.Data;
        int[] classes = new int[numbers.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            float number = numbers[i];
            if (number == ignored)
                classes[i] = -1;
            else if (!(number >= 0 && number < Classes) || number != MathF.Floor(number))
                throw Errors.ClassNumber(_loss, i, number, Classes);
            else
                classes[i] = (int)number;
        }
        return classes;
    }

    /// <summary>What each row has of each class, [rows,classes], where it has one class, smoothed or not; and what a mean divides by.</summary>
    public (double[] Shares, double Total) Shares(int[] classes, Tensor? weight, double smoothing = 0)
    {
        double[] shares = new double[Rows * Classes];
        double each = smoothing / Classes, total = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            if (classes[row] < 0)
                continue;
            var share = shares.AsSpan(row * Classes, Classes);
            for (int c = 0; c < share.Length; c++)
                share[c] = (c == classes[row] ? 1 - smoothing + each : each) * Weight(c);
            total += Weight(classes[row]);
        }
        return (shares, total);

        double Weight(int c) => weight is null ? 1 : weight.Data[c];
    }

    /// <summary>The same of probabilities, [rows,classes].</summary>
    public double[] Shares(Tensor probabilities, Tensor? weight, double smoothing)
    {
        double[] shares = new double[Rows * Classes];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = ((probabilities.Data[i] * (1 - smoothing)) + (smoothing / Classes)) * (weight is null ? 1 : weight.Data[i % Classes]);
        return shares;
    }

    /// <summary>Shares as a tensor, [rows,classes].</summary>
    public Tensor Rounded(double[] shares) => Tensor.From(Array.ConvertAll(shares, share => (float)share), Rows, Classes);

    /// <summary>The losses of rows, put together.</summary>
    public Tensor Reduced(Tensor losses, double total, Reduction reduction) => reduction switch
    {
        Reduction.None => FromRows(losses),
        Reduction.Sum => losses.Sum(),
        // Of nothing at all there is no mean, whatever smoothing leaves above it.
        _ => losses.Sum() / (total == 0 ? double.NaN : total),
    };

    /// <summary>Refuses weights that are not one constant for each class.</summary>
    public void CheckWeight(Tensor? weight)
    {
        if (weight is null)
            return;
        if (!weight.Shape.Equals(new Shape(Classes)))
            throw Errors.ParameterShape($"{_loss}: Weight", new Shape(Classes), weight.Shape);
        if (weight.RequiresGrad)
            throw Errors.ClassGradient(_loss, "weight", "weights of classes");
    }
}
