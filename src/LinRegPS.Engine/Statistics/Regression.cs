namespace LinRegPS.Statistics;

/// <summary>Coefficients on data, exact or a trained model's, and what all statistics are computed from.</summary>
internal sealed class Regression
{
    // What double-double arithmetic resolves of a residual, relative to the terms it is the difference of: 2^-92.
    private const double _resolution = 1.0 / (1L << 46) / (1L << 46);

    // R calls a fit essentially perfect when what is left is this small beside what is fitted.
    private const double _perfect = 1e-30;

    public Regression(DesignMatrix design, double[] target, DoubleDouble[] coefficients, DoubleDouble[][] inverseFactor, double conditionNumber)
    {
        Design = design;
        Target = target;
        Coefficients = coefficients;
        InverseFactor = inverseFactor;
        ConditionNumber = conditionNumber;
        Residuals = new DoubleDouble[design.Rows];
        double largestTerm = 0;
        for (int i = 0; i < design.Rows; i++)
        {
            DoubleDouble rest = target[i];
            largestTerm = Math.Max(largestTerm, Math.Abs(target[i]));
            for (int j = 0; j < design.Count; j++)
            {
                var term = design[i, j] * coefficients[j];
                largestTerm = Math.Max(largestTerm, Math.Abs(term.High));
                rest -= term;
            }
            Residuals[i] = rest;
        }
        if (Residuals.Max(r => Math.Abs(r.High)) <= _resolution * largestTerm)
            Array.Clear(Residuals);

        ResidualSquares = SumOfSquares(Residuals, 0);
        TotalSquares = SumOfSquares(Array.ConvertAll(target, y => (DoubleDouble)y), design.HasIntercept ? Mean(target) : 0);
    }

    /// <summary>The columns.</summary>
    public DesignMatrix Design { get; }

    /// <summary>The observations.</summary>
    public double[] Target { get; }

    /// <summary>One for each column.</summary>
    public DoubleDouble[] Coefficients { get; }

    /// <summary>G with (AᵀA)⁻¹ = G Gᵀ.</summary>
    public DoubleDouble[][] InverseFactor { get; }

    /// <summary>The ratio of singular values of the columns, each scaled to norm 1.</summary>
    public double ConditionNumber { get; }

    /// <summary>Target less fitted value; all 0 where they are beneath the arithmetic.</summary>
    public DoubleDouble[] Residuals { get; }

    /// <summary>The sum of the residuals' squares.</summary>
    public DoubleDouble ResidualSquares { get; }

    /// <summary>The sum of the target's squares: from its mean where there is an intercept, as R does.</summary>
    public DoubleDouble TotalSquares { get; }

    /// <summary>Observations less columns.</summary>
    public int ResidualDegrees => Design.Rows - Design.Count;

    /// <summary>Whether the residuals are nothing but the rounding of the data.</summary>
    public bool IsPerfect
    {
        get
        {
            double squares = 0;
            for (int i = 0; i < Target.Length; i++)
                squares += (Target[i] - Residuals[i].High) * (Target[i] - Residuals[i].High);
            return Sigma * Sigma <= _perfect * squares / Target.Length;
        }
    }

    /// <summary>The residual standard error; NaN where no degree of freedom is left.</summary>
    public double Sigma => ResidualDegrees == 0 ? double.NaN : (double)DoubleDouble.Sqrt(ResidualSquares / ResidualDegrees);

    /// <summary>The same columns and observations with other coefficients.</summary>
    public Regression With(DoubleDouble[] coefficients) => new(Design, Target, coefficients, InverseFactor, ConditionNumber);

    /// <summary>aᵀ (AᵀA)⁻¹ a: a row's leverage.</summary>
    public DoubleDouble Leverage(DoubleDouble[] row)
    {
        var products = new DoubleDouble[row.Length];
        for (int j = 0; j < row.Length; j++)
        {
            var factor = InverseFactor[j];
            for (int k = 0; k < factor.Length; k++)
                products[k] += row[j] * factor[k];
        }
        return SumOfSquares(products, 0);
    }

    /// <summary>The root of a column's diagonal element of (AᵀA)⁻¹: its standard error in units of sigma.</summary>
    public double UnitError(int column) => (double)ScaledUnitError(column) * Design.ScaleOf(column);

    /// <summary>How many times the variance of a coefficient is what it would be if its column were unrelated to the others.</summary>
    public double VarianceInflation(int column)
    {
        var elements = new DoubleDouble[Design.Rows];
        DoubleDouble sum = 0, error = ScaledUnitError(column);
        for (int i = 0; i < elements.Length; i++)
            sum += elements[i] = Design[i, column] * Design.ScaleOf(column);
        return (double)(error * error * SumOfSquares(elements, Design.HasIntercept ? sum / elements.Length : 0));
    }

    /// <summary>The fitted value of a row.</summary>
    public double Fitted(DoubleDouble[] row)
    {
        DoubleDouble sum = 0;
        for (int j = 0; j < row.Length; j++)
            sum += row[j] * Coefficients[j];
        return (double)sum;
    }

    // For the column as scaled, so that no square overflows.
    private DoubleDouble ScaledUnitError(int column) =>
        DoubleDouble.Sqrt(SumOfSquares(Array.ConvertAll(InverseFactor[column], x => x / Design.ScaleOf(column)), 0));

    private static DoubleDouble Mean(double[] numbers)
    {
        DoubleDouble sum = 0;
        foreach (double number in numbers)
            sum += number;
        return sum / numbers.Length;
    }

    private static DoubleDouble SumOfSquares(DoubleDouble[] numbers, DoubleDouble from)
    {
        DoubleDouble sum = 0;
        foreach (var number in numbers)
            sum += (number - from) * (number - from);
        return sum;
    }
}
