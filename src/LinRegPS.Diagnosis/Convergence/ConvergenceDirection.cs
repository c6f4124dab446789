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

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Contraction:G5} an epoch (eigenvalue {Eigenvalue:G5}) along {Mix()}");

    /// <summary>The parameters that matter in it, the greatest share first: those above a tenth of it.</summary>
    internal int[] Main()
    {
        double greatest = Vector.Max(Math.Abs);
        return [.. Enumerable.Range(0, Vector.Length)
            .Where(j => Math.Abs(Vector[j]) >= 0.1 * greatest)
            .OrderByDescending(j => Math.Abs(Vector[j]))];
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
