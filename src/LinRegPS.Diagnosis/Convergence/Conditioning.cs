using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>How well a quadratic can be descended: its extreme eigenvalues, and the best that follows from them.</summary>
public sealed class Conditioning
{
    /// <summary>What is done: centred, scaled, momentum.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The largest eigenvalue.</summary>
    public double Largest { get; internal init; }

    /// <summary>The smallest eigenvalue that is not 0.</summary>
    public double Smallest { get; internal init; }

    /// <summary>The quotient of the two.</summary>
    public double Condition => Largest / Smallest;

    /// <summary>The best fixed learning rate.</summary>
    public double BestRate { get; internal init; }

    /// <summary>The momentum that goes with it; 0 for plain gradient descent.</summary>
    public double Momentum { get; internal init; }

    /// <summary>What the error is multiplied by in an epoch, in the slowest direction, at the best rate.</summary>
    public double BestContraction { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Largest:G5} / {Smallest:G5} = {Condition:G4}; rate {BestRate:G4}{(Momentum > 0 ? FormattableString.Invariant($" with momentum {Momentum:G4}") : "")} makes it {BestContraction:G4} an epoch");

    /// <summary>Plain gradient descent: rate 2 / (largest + smallest), contraction (k - 1) / (k + 1).</summary>
    internal static Conditioning Plain(string name, SymmetricEigen eigen)
    {
        var (largest, smallest) = Extremes(eigen);
        return new Conditioning
        {
            Name = name,
            Largest = largest,
            Smallest = smallest,
            BestRate = 2 / (largest + smallest),
            BestContraction = (largest - smallest) / (largest + smallest),
        };
    }

    /// <summary>Heavy-ball momentum (Polyak): rate (2 / (sqrt largest + sqrt smallest))^2, momentum the square of its contraction.</summary>
    internal static Conditioning HeavyBall(SymmetricEigen eigen)
    {
        var (largest, smallest) = Extremes(eigen);
        double sum = Math.Sqrt(largest) + Math.Sqrt(smallest), contraction = (Math.Sqrt(largest) - Math.Sqrt(smallest)) / sum;
        return new Conditioning
        {
            Name = "momentum",
            Largest = largest,
            Smallest = smallest,
            BestRate = 4 / (sum * sum),
            Momentum = contraction * contraction,
            BestContraction = contraction,
        };
    }

    private static (double Largest, double Smallest) Extremes(SymmetricEigen eigen)
    {
        int smallest = eigen.Values.Length - 1;
        while (smallest > 0 && !eigen.IsPositive(smallest))
            smallest--;
        return (eigen.Values[0], eigen.Values[smallest]);
    }
}
