using LinRegPS.Distributions;
using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>A linear model fitted by least squares, with its statistics; R's summary(lm(...)).</summary>
public sealed class LinearFit : FitStatistics, IComparable
{
    // Where the rounding of data in double leaves less than 10 digits, and that of float32 less than 3.
    private const double CloseToDependence = 1e6, CloseToDependenceOfSingles = 1e4;

    private FittedRow[]? _rows;

    internal LinearFit(
        Regression regression, string target, double confidenceLevel)
        : base(regression)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
            throw StatisticsErrors.ConfidenceLevel(confidenceLevel);
        Target = target;
        ConfidenceLevel = confidenceLevel;
        double quantile = StudentT.TwoSidedQuantile(1 - confidenceLevel, ResidualDegreesOfFreedom);
        Coefficient = [.. Enumerable.Range(0, regression.Design.Count).Select(j => new Coefficient(regression, j, quantile))];
    }

    /// <summary>The model as a formula of R: <c>mpg ~ wt + hp</c>.</summary>
    public string Formula
    {
        get
        {
            var terms = Variables.Any(variable => variable.IsFactor)
                ? Variables.Select(variable => variable.Name)
                : Coefficient.Skip(Regression.Design.HasIntercept ? 1 : 0).Select(c => c.Term);
            string formula = $"{Target} ~ {string.Join(" + ", terms.DefaultIfEmpty("1"))}";
            return Regression.Design.HasIntercept ? formula : formula + " - 1";
        }
    }

    /// <summary>What the target is called.</summary>
    public string Target { get; }

    /// <summary>The probability with which intervals are to hold the true value.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>Each coefficient with its standard error, t, p and interval; broom's tidy.</summary>
    public Coefficient[] Coefficient { get; }

    /// <summary>The statistics of the model alone, as one row; broom's glance.</summary>
    public FitStatistics Model => new(Regression);

    /// <summary>What the target is explained by: numbers, and factors with their levels.</summary>
    public IReadOnlyList<ModelVariable> Variables { get; internal init; } = [];

    /// <summary>The rows that were left out for a missing value, from 1.</summary>
    public IReadOnlyList<long> OmittedRows { get; internal init; } = [];

    /// <summary>Each row of the data with what the model makes of it; broom's augment.</summary>
    /// <exception cref="InvalidValueException">The tensor that was fitted has been changed in place since.</exception>
    public FittedRow[] Row => _rows ??= [.. Rows()];

    /// <summary>How far a trained model is from the exact solution; null for the exact solution itself.</summary>
    public ExactDistance? Distance { get; internal init; }

    /// <summary>The features' names, in the order of the numbers in a row to predict for.</summary>
    public IReadOnlyList<string> Features => Regression.Design.Features;

    /// <summary>Whether the features are float32 numbers, with about 7 digits, as a tensor's are.</summary>
    public bool IsSinglePrecision => Regression.Design.IsSinglePrecision;

    /// <summary>Whether the rounding of the data, not the data, decides digits of the coefficients.</summary>
    public bool IsCloseToDependence => ConditionNumber > (IsSinglePrecision ? CloseToDependenceOfSingles : CloseToDependence);

    /// <summary>About how many digits of the coefficients the rounding of the data leaves: of 16 in double precision, of 7 in single.</summary>
    public int CoefficientDigits => (int)Math.Max(0, (IsSinglePrecision ? 7 : 16) - Math.Ceiling(Math.Log10(ConditionNumber)));

    /// <summary>What the model gives for new rows of features, with intervals.</summary>
    /// <param name="rows">Rows of numbers, one for each feature.</param>
    /// <param name="confidenceLevel">The probability with which the intervals are to hold.</param>
    /// <exception cref="InvalidValueException">The confidence level is not between 0 and 1.</exception>
    /// <exception cref="ShapeMismatchException">A row has more or fewer numbers than there are features.</exception>
    public LinearPrediction[] Predict(IReadOnlyList<double[]> rows, double confidenceLevel)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
            throw StatisticsErrors.ConfidenceLevel(confidenceLevel);
        double quantile = StudentT.TwoSidedQuantile(1 - confidenceLevel, ResidualDegreesOfFreedom);
        var results = new List<LinearPrediction>();
        foreach (double[] features in rows)
        {
            if (features.Length != Regression.Design.Features.Count)
                throw StatisticsErrors.FeatureCount(Regression.Design.Features.Count, features.Length);
            results.Add(new LinearPrediction(Regression, features, quantile));
        }
        return [.. results];
    }

    /// <summary>By formula, then by the coefficients and their standard errors: 0 for a fit of the same numbers.</summary>
    public int CompareTo(object? obj)
    {
        if (obj is not LinearFit other)
            return 1;
        int order = string.CompareOrdinal(Formula, other.Formula);
        return order != 0 ? order : Numbers(this).AsSpan().SequenceCompareTo(Numbers(other));

        static double[] Numbers(LinearFit fit) => [.. fit.Coefficient.SelectMany(c => (double[])[c.Estimate, c.StandardError])];
    }

    /// <summary>The rows one by one: each takes the square of the number of coefficients.</summary>
    internal IEnumerable<FittedRow> Rows() => RowNumbers().Zip(Regression.Observations(), (number, row) =>
    {
        Interruption.CheckLong();
        return new FittedRow(Regression, row, number);
    });

    // Of the rows that were fitted, as they were numbered before some were left out; R's row names.
    private IEnumerable<long> RowNumbers()
    {
        var omitted = OmittedRows.ToHashSet();
        for (long row = 1; row <= Observations + omitted.Count; row++)
        {
            if (!omitted.Contains(row))
                yield return row;
        }
    }

    /// <summary>A feature's numbers in the rows of the data.</summary>
    internal double[] FeatureValues(int feature)
    {
        var design = Regression.Design;
        // The first power of each feature stands before its others.
        int column = Enumerable.Range(0, design.Count).First(j => design.Terms[j] == design.Features[feature] && j >= (design.HasIntercept ? 1 : 0));
        return [.. Regression.Observations().Select(row => Math.ScaleB(row.Row[column].High, design.ExponentOf(column)))];
    }

    internal double[] Residuals() => [.. Regression.ResidualNumbers().Select(Regression.Design.Units.OfTarget)];

    /// <summary>Whether it is known what the residuals are like; else that needs another pass over a file.</summary>
    internal bool HasResiduals => Regression.HasShape;

    internal bool IsPerfect => Regression.IsPerfect;

    internal DoubleDouble ExactSquares => Regression.ResidualSquares;

    /// <inheritdoc/>
    public override string ToString() => Formula;
}
