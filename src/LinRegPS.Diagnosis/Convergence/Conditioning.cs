using System.Globalization;

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
        $"{Largest:G5} / {Smallest:G5} = {Condition:G4}; rate {BestRate:G4}{(Momentum > 0 ? FormattableString.Invariant($" with momentum {Shrink(Momentum, 1 - Momentum, 4)}") : "")} makes it {Shrink(4)} an epoch");

    /// <summary>The contraction in words: <c>0.8499</c>, or where that would round to 1, <c>1 - 4.1E-07</c>.</summary>
    internal string Shrink(int digits) => Shrink(BestContraction, Lacks, digits);

    /// <summary>A contraction and what it lacks to 1, in words.</summary>
    internal static string Shrink(double contraction, double lacks, int digits) => lacks > 0 && lacks < 0.5 * Math.Pow(10, -digits)
        ? FormattableString.Invariant($"1 - {lacks:G3}")
        : contraction.ToString("G" + digits, CultureInfo.InvariantCulture);

    /// <summary>What a step beyond 2 multiplies the error by, in words: where it would round to 1, <c>1 + 4.1E-07</c>.</summary>
    internal static string Growth(double step, int digits) => step > 2 && step - 2 < 0.5 * Math.Pow(10, 1 - digits)
        ? FormattableString.Invariant($"1 + {step - 2:G3}")
        : Math.Abs(1 - step).ToString("G" + digits, CultureInfo.InvariantCulture);

    // What the contraction lacks to 1.
    private double Lacks { get; init; }

    /// <summary>
    /// Gradient descent with a momentum that is given, 0 for plain: rate 2 (1 + momentum) / (largest + smallest), at which both ends shrink
    /// alike; plain, by (k - 1) / (k + 1).
    /// </summary>
    internal static Conditioning Fixed(string name, double largest, double smallest, double momentum)
    {
        double rate = MomentumDescent.Limit(momentum) / (largest + smallest);
        return new Conditioning
        {
            Name = name,
            Largest = largest,
            Smallest = smallest,
            BestRate = rate,
            Momentum = momentum,
            BestContraction = momentum == 0 ? (largest - smallest) / (largest + smallest) : MomentumDescent.Contraction(rate * smallest, momentum),
            Lacks = MomentumDescent.Lacks(rate * smallest, momentum),
        };
    }

    /// <summary>Heavy-ball momentum (Polyak): rate (2 / (sqrt largest + sqrt smallest))^2, momentum the square of its contraction.</summary>
    internal static Conditioning HeavyBall(double largest, double smallest)
    {
        double sum = Math.Sqrt(largest) + Math.Sqrt(smallest), contraction = (Math.Sqrt(largest) - Math.Sqrt(smallest)) / sum;
        return new Conditioning
        {
            Name = "momentum",
            Largest = largest,
            Smallest = smallest,
            BestRate = 4 / (sum * sum),
            Momentum = contraction * contraction,
            BestContraction = contraction,
            Lacks = 2 * Math.Sqrt(smallest) / sum,
        };
    }
}
