using System.Runtime.CompilerServices;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>Coefficients on data, exact or a trained model's, and what all statistics are computed from.</summary>
/// <param name="design">The columns.</param>
/// <param name="target">The observations.</param>
/// <param name="coefficients">One for each column.</param>
/// <param name="covariance">What the columns alone say of the coefficients.</param>
/// <param name="residuals">Target less fitted value.</param>
/// <param name="residualSquares">The sum of the residuals' squares.</param>
/// <param name="totalSquares">The sum of the target's squares: from its mean where there is an intercept, as R does.</param>
internal class Regression(
    DesignMatrix design, double[] target, DoubleDouble[] coefficients, Covariance covariance,
    DoubleDouble[] residuals, DoubleDouble residualSquares, DoubleDouble totalSquares)
{
    // R calls a fit essentially perfect when what is left is this small beside what is fitted.
    private const double Perfect = 1e-30;

    private ResidualShape? _shape;

    /// <summary>The columns. What follows is in their units.</summary>
    public DesignMatrix Design => design;

    /// <summary>The observations.</summary>
    public double[] Target => target;

    /// <summary>One for each column.</summary>
    public DoubleDouble[] Coefficients => coefficients;

    /// <summary>What the columns alone say of the coefficients.</summary>
    public Covariance Covariance => covariance;

    /// <summary>Target less fitted value; all 0 where they are beneath the arithmetic.</summary>
    public DoubleDouble[] Residuals => residuals;

    /// <summary>The sum of the residuals' squares.</summary>
    public DoubleDouble ResidualSquares => residualSquares;

    /// <summary>The sum of the target's squares: from its mean where there is an intercept, as R does.</summary>
    public DoubleDouble TotalSquares => totalSquares;

    /// <summary>Observations less columns.</summary>
    public long ResidualDegrees => Design.Observations - Design.Count;

    /// <summary>Whether the residuals are nothing but the rounding of the data.</summary>
    public bool IsPerfect => Sigma * Sigma <= Perfect * FittedSquares / Design.Observations;

    /// <summary>What the residuals are like.</summary>
    public ResidualShape Shape => _shape ??= MakeShape();

    /// <summary>The rows of the data, one by one.</summary>
    public virtual IEnumerable<Observation> Observations() =>
        target.Select((observed, row) => new Observation(row, Design.Row(row), observed, residuals[row]));

    /// <summary>The residuals alone.</summary>
    public virtual IEnumerable<double> ResidualNumbers() => residuals.Select(residual => residual.High);

    /// <summary>The sum of the squares of the fitted values.</summary>
    protected virtual double FittedSquares
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            double[] observed = target;
            var left = residuals;
            double squares = 0;
            for (int i = 0; i < observed.Length; i++)
            {
                double fitted = observed[i] - left[i].High;
                squares += fitted * fitted;
            }
            return squares;
        }
    }

    /// <summary>Computes what the residuals are like.</summary>
    protected virtual ResidualShape MakeShape() => ResidualShape.Of(residuals, residualSquares);

    /// <summary>The residual standard error; NaN where no degree of freedom is left.</summary>
    public double Sigma => ResidualDegrees == 0 ? double.NaN : (double)DoubleDouble.Sqrt(ResidualSquares / ResidualDegrees);

    /// <summary>A coefficient, or its error, as it is for the data; beyond double is an error.</summary>
    public double InData(int column, double value)
    {
        int exponent = Design.Units.Target - Design.ExponentOf(column);
        double number = Math.ScaleB(value, exponent);
        bool isLost = exponent != 0 && double.IsFinite(value) && value != 0 && (!double.IsFinite(number) || double.IsSubnormal(number) || number == 0);
        return isLost ? throw StatisticsErrors.BeyondDouble(Design.Terms[column], Math.Log10(Math.Abs(value)) + (exponent * Math.Log10(2))) : number;
    }

    /// <summary>Whether what the residuals are like is known, or would need a pass over data that are not in memory.</summary>
    public virtual bool HasShape => true;

    /// <summary>Other coefficients on the same columns and observations.</summary>
    /// <param name="forData">The coefficients, for the data as they are.</param>
    public Regression With(DoubleDouble[] forData)
    {
        DoubleDouble[] others = [.. forData.Select((c, j) => new DoubleDouble(
            Math.ScaleB(c.High, Design.ExponentOf(j) - Design.Units.Target), Math.ScaleB(c.Low, Design.ExponentOf(j) - Design.Units.Target)))];
        var left = Design.Residuals(Target, others);
        return new(Design, Target, others, Covariance, left, SumOfSquares(left, 0), TotalSquares);
    }

    /// <summary>The fitted value of a row.</summary>
    public double Fitted(DoubleDouble[] row)
    {
        DoubleDouble sum = 0;
        for (int j = 0; j < row.Length; j++)
            sum += row[j] * Coefficients[j];
        return (double)sum;
    }

    /// <summary>The sum of squares of what numbers are from another.</summary>
    public static DoubleDouble SumOfSquares(DoubleDouble[] numbers, DoubleDouble from)
    {
        DoubleDouble sum = 0;
        foreach (var number in numbers)
            sum += (number - from) * (number - from);
        return sum;
    }

    /// <summary>The sum of squares from the mean or from 0.</summary>
    public static DoubleDouble SumOfSquares(DoubleDouble[] numbers, bool fromMean)
    {
        DoubleDouble sum = 0;
        if (fromMean)
        {
            foreach (var number in numbers)
                sum += number;
        }
        return SumOfSquares(numbers, sum / numbers.Length);
    }
}

/// <summary>A row of the data, as it was fitted.</summary>
/// <param name="Index">Which, from 0; those that were left out are not counted.</param>
/// <param name="Row">Its columns.</param>
/// <param name="Target">What was observed.</param>
/// <param name="Residual">That less the fitted value.</param>
internal readonly record struct Observation(long Index, DoubleDouble[] Row, double Target, DoubleDouble Residual);
