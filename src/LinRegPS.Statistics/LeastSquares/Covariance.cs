using LinRegPS.Numerics;
namespace LinRegPS.Statistics.LeastSquares;

/// <summary>What the columns alone say of the coefficients: how they vary for errors of variance 1.</summary>
internal sealed class Covariance
{
    /// <summary>From a factor.</summary>
    /// <param name="inverseFactor">G with (AᵀA)⁻¹ = G Gᵀ.</param>
    /// <param name="scales">The powers of two by which each column is multiplied before squares are formed, so that none overflows.</param>
    /// <param name="columnSquares">The sum of squares of each column so scaled, from its mean where there is an intercept.</param>
    /// <param name="conditionNumber">The ratio of singular values of the columns, each scaled to norm 1.</param>
    public Covariance(DoubleDouble[][] inverseFactor, double[] scales, DoubleDouble[] columnSquares, double conditionNumber)
    {
        InverseFactor = inverseFactor;
        ConditionNumber = conditionNumber;
        UnitErrors = new double[scales.Length];
        VarianceInflation = new double[scales.Length];
        for (int j = 0; j < scales.Length; j++)
        {
            DoubleDouble variance = 0;
            double unscale = 1 / scales[j];
            foreach (var element in inverseFactor[j])
                variance += element * unscale * (element * unscale);
            UnitErrors[j] = (double)DoubleDouble.Sqrt(variance) * scales[j];
            VarianceInflation[j] = (double)(variance * columnSquares[j]);
        }
    }

    /// <summary>G with (AᵀA)⁻¹ = G Gᵀ.</summary>
    public DoubleDouble[][] InverseFactor { get; }

    /// <summary>The ratio of singular values of the columns, each scaled to norm 1.</summary>
    public double ConditionNumber { get; }

    /// <summary>The root of each diagonal element of (AᵀA)⁻¹: standard errors in units of sigma.</summary>
    public double[] UnitErrors { get; }

    /// <summary>How many times the variance of each coefficient is what it would be if its column were unrelated to the others.</summary>
    public double[] VarianceInflation { get; }

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
        DoubleDouble sum = 0;
        foreach (var product in products)
            sum += product * product;
        return sum;
    }
}
