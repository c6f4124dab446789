using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>How far a trained linear model is from the exact solution, in its parameters and in its loss.</summary>
public sealed class ExactDistance : Verdict
{
    // An excess below this share of the loss is far below what the data can tell.
    private const double Immaterial = 1e-6;

    private const int MostNamed = 3;

    internal ExactDistance(Regression trained, LinearFit exact)
    {
        Exact = exact;
        Parameter = [.. exact.Coefficient.Select((c, j) => new ParameterDistance(c, (float)trained.InData(j, trained.Coefficients[j].High)))];
        int rows = trained.Design.Rows;
        var units = trained.Design.Units;
        double least = (double)exact.ExactSquares / rows, excess = (double)(trained.ResidualSquares - exact.ExactSquares) / rows;
        Loss = units.OfSquares((double)(trained.ResidualSquares / rows));
        ExactLoss = units.OfSquares(least);
        LossExcess = units.OfSquares(excess);

        bool there = Parameter.All(p => p.Ulps <= 1);
        Finding = there
            ? "The model is at the exact solution, as near as float32 can be."
            : excess <= Immaterial * least
                ? "The model is not at the exact solution, but so near that the loss can't tell."
                : "The model has not reached the exact solution.";
        var worst = Parameter.OrderByDescending(p => p.Ulps).Take(MostNamed).Select(p => p.ToString());
        Evidence = FormattableString.Invariant(
            $"{string.Join("; ", worst)}; the loss is {Loss:G7}, {LossExcess:G3} above the least possible {ExactLoss:G7}.");
        Remedy = there || excess <= Immaterial * least
            ? string.Empty
            : "Train on, at the rate and for the epochs that a convergence report gives, unless float32 stands still before; or take the exact coefficients.";
    }

    /// <summary>The exact solution.</summary>
    public LinearFit Exact { get; }

    /// <summary>Each parameter beside its exact value.</summary>
    public ParameterDistance[] Parameter { get; }

    /// <summary>The model's mean squared error on the data, computed exactly.</summary>
    public double Loss { get; }

    /// <summary>The least mean squared error that any coefficients reach.</summary>
    public double ExactLoss { get; }

    /// <summary>The first less the second.</summary>
    public double LossExcess { get; }
}

/// <summary>A trained parameter beside its exact value.</summary>
public sealed class ParameterDistance
{
    internal ParameterDistance(Coefficient exact, float value)
    {
        Term = exact.Term;
        Value = value;
        Exact = exact.Estimate;
        Ulps = Ulp.Distance(value, (float)exact.Estimate);
        StandardErrors = Math.Abs(value - exact.Estimate) / exact.StandardError;
    }

    /// <summary>The coefficient it is.</summary>
    public string Term { get; }

    /// <summary>As trained.</summary>
    public float Value { get; }

    /// <summary>By least squares.</summary>
    public double Exact { get; }

    /// <summary>How many float32 numbers it is from the one nearest to the exact value.</summary>
    public long Ulps { get; }

    /// <summary>The distance in standard errors of the exact coefficient: below 0.1 the data can't tell the two apart.</summary>
    public double StandardErrors { get; }

    /// <inheritdoc/>
    public override string ToString() => Exact == 0
        ? FormattableString.Invariant($"{Term} is {Value:G9} instead of 0")
        : FormattableString.Invariant($"{Term} is {Value:G9}, {Ulps} ulp from the exact {Exact:G9}");
}
