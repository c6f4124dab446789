namespace LinRegPS.Diagnosis.Convergence;

/// <summary>One eigenvector of the Hessian: a direction in which the error shrinks by a constant factor in each epoch.</summary>
public sealed class ConvergenceDirection
{
    /// <summary>The curvature along the direction; 0 where the data does not determine it.</summary>
    public double Eigenvalue { get; internal init; }

    /// <summary>|1 - rate * eigenvalue|: what the error is multiplied by in an epoch.</summary>
    public double Contraction { get; internal init; }

    /// <summary>How much of each parameter is in it; of length 1.</summary>
    public double[] Vector { get; internal init; } = [];

    /// <summary>The parameters' names, in the vector's order.</summary>
    public string[] Parameter { get; internal init; } = [];

    /// <summary>How much a unit of each parameter does to the predictions; what it has in a direction counts times that.</summary>
    internal double[]? Sizes { private get; init; }

    /// <summary>The learning rate times the eigenvalue.</summary>
    internal double Step { get; init; }

    /// <summary>What the contraction lacks to 1.</summary>
    internal double Lacks { get; init; }

    /// <summary>The contraction in words, with digits that differ from 1.</summary>
    internal string Shrink => Conditioning.Shrink(Contraction, Lacks, 5);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Shrink} an epoch (eigenvalue {Eigenvalue:G5}) along {Mix()}");

    /// <summary>The parameters that matter in it, the greatest share first: those above a tenth of it.</summary>
    internal int[] Main()
    {
        double[] shares = [.. Vector.Select((part, j) => Math.Abs(part) * (Sizes?[j] ?? 1))];
        // A feature of zeros does nothing to the predictions; alone it matters all the same.
        if (shares.All(share => share == 0))
            shares = Array.ConvertAll(Vector, Math.Abs);
        double greatest = shares.Max();
        return [.. Enumerable.Range(0, Vector.Length)
            .Where(j => shares[j] >= 0.1 * greatest)
            .OrderByDescending(j => shares[j])];
    }

    /// <summary><c>weight + 0.3405 bias</c>, in units of the first.</summary>
    internal string Mix()
    {
        const int shown = 4;
        int[] main = Main(), order = [.. main.Take(shown).Order()];
        double unit = Vector[order[0]];
        string text = Parameter[order[0]];
        foreach (int j in order.Skip(1))
        {
            double part = Vector[j] / unit;
            text += FormattableString.Invariant($" {(part < 0 ? '-' : '+')} {Math.Abs(part):G4} {Parameter[j]}");
        }
        return main.Length > shown ? text + " ..." : text;
    }
}
