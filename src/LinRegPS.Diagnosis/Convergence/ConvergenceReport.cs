namespace LinRegPS.Diagnosis.Convergence;

/// <summary>What the curvature of the loss says about gradient descent on it.</summary>
public sealed class ConvergenceReport : Verdict
{
    internal ConvergenceReport(string finding, string evidence, string remedy) =>
        (Finding, Evidence, Remedy) = (finding, evidence, remedy);

    /// <summary>The parameters' names, in the order of the vectors in <see cref="Direction"/>.</summary>
    public string[] Parameter { get; internal init; } = [];

    /// <summary>The rate that was asked about.</summary>
    public double LearningRate { get; internal init; }

    /// <summary>What the gradient is multiplied by.</summary>
    public double GradientScale { get; internal init; }

    /// <summary>The eigenvalues of the Hessian, with the weight decay, the largest first; of a model that is not linear the largest alone.</summary>
    public double[] Eigenvalue { get; internal init; } = [];

    /// <summary>The largest eigenvalue over the smallest; infinite where the data leaves a direction undetermined, NaN where it is not known.</summary>
    public double Condition { get; internal init; } = double.NaN;

    /// <summary>|1 - rate * eigenvalue| for each eigenvalue; with a momentum what an epoch multiplies the error by in the end.</summary>
    public double[] Contraction { get; internal init; } = [];

    /// <summary>Each eigenvalue with its direction.</summary>
    public ConvergenceDirection[] Direction { get; internal init; } = [];

    /// <summary>The distance that <see cref="EpochsToTolerance"/> is about.</summary>
    public double Tolerance { get; internal init; }

    /// <summary>
    /// After how many epochs, in exact arithmetic, the parameters are within the tolerance of their optimum; without
    /// a target, after how many any error has shrunk to that part of itself. Null where never.
    /// </summary>
    public long? EpochsToTolerance { get; internal init; }

    /// <summary>Whether the error grows.</summary>
    public bool Diverges { get; internal init; }

    /// <summary>2 (1 + momentum) / the largest eigenvalue: from there on training diverges.</summary>
    public double LargestStableRate { get; internal init; }

    /// <summary>2 (1 + momentum) / (largest + smallest eigenvalue).</summary>
    public double BestRate { get; internal init; } = double.NaN;

    /// <summary>What the error is multiplied by in an epoch, in the slowest direction, at the best rate.</summary>
    public double BestContraction { get; internal init; } = double.NaN;

    /// <summary>The same in words, with digits that differ from 1; null where there is none.</summary>
    internal Conditioning? Best { get; init; }

    /// <summary>With every feature less its mean; null without a bias, where that would be another model.</summary>
    public Conditioning? Centred { get; internal init; }

    /// <summary>With every feature, centred where there is a bias, divided by its standard deviation or root mean square.</summary>
    public Conditioning? Scaled { get; internal init; }

    /// <summary>The data as it is, with the best heavy-ball momentum.</summary>
    public Conditioning? Momentum { get; internal init; }

    /// <summary>The momentum that shrinks the error fastest at the rate asked about; NaN where the rate is too large for any, or it is not known.</summary>
    public double BestMomentum { get; internal init; } = double.NaN;

    /// <summary>The parameters that training reaches with the weight decay asked about; empty without one, or without a target.</summary>
    public double[] DecayedOptimum { get; internal init; } = [];

    /// <summary>Of an optimizer that scales each gradient by its own size, the epochs that the way takes at least; null where it is not known.</summary>
    public long? LeastEpochs { get; internal init; }

    /// <summary>The parameters of the exact least-squares fit; empty without a target.</summary>
    public double[] Optimum { get; internal init; } = [];

    /// <summary>Where float32 will stop; null without a target, where training diverges or parameters are not determined, and for more than 64 of them.</summary>
    public PredictedStandstill? Standstill { get; internal init; }
}
