using LinRegPS.Data;
using LinRegPS.Groups;
using LinRegPS.Numerics;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Streaming;

/// <summary>
/// Makes a fit of observations that are not in memory: from one pass over them, the sums of products in twice the precision of double. Where these
/// would cost digits, as for columns close to dependence, powers, or numbers far from 1, from further passes.
/// </summary>
/// <remarks>
/// Double-double has 31 digits. The equations lose as many as the square of the condition number has: what others leave of a column of
/// norm 1, squared, is to be 1e-14 at least, so that coefficients and standard errors keep 15.
/// </remarks>
internal sealed class StreamedLeastSquares(ObservationSource given)
{
    private const double LeastLeft = 1e-14;

    // Beside the target's squares: a smaller rest of them has not enough digits left.
    private const double LeastResidual = 1e-14;

    /// <summary>The highest power of each variable.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>The probability with which intervals hold.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The processes that fit together, each with rows of its own; null for this one alone.</summary>
    public ProcessGroup? Group { get; init; }

    /// <summary>The fit.</summary>
    public LinearFit Fit(bool intercept)
    {
        if (Degree < 1)
            throw Errors.NotPositive("Degree", Degree);
        var source = Group is { Size: > 1 } group ? new GroupObservations(given, group) : given;
        var sums = ProductSums.Of(source, new int[source.Names.Count + 1], Cancellation) ?? throw StatisticsErrors.NoRows();
        var variables = Variables(source, sums, intercept);
        if (Degree > 1 && variables.FirstOrDefault(variable => variable.IsFactor) is { } factor)
            throw StatisticsErrors.FactorPower(factor.Name);
        Column[] columns = [.. Column.Of(variables, source)];
        string[] features = [.. variables.SelectMany(variable => variable.Features)];
        RequireFittable(sums, features, intercept);
        var units = Units.Of(
            Array.ConvertAll(columns, column => column.Level < 0 ? sums.Most[column.Variable] : 1), features, sums.Most[^1], Degree);
        var design = new DesignMatrix(
            features, [], intercept, Degree, source.IsSinglePrecision ? DesignMatrix.SinglePrecision : DesignMatrix.DoublePrecision, Cancellation)
        {
            Units = units,
            Observations = sums.Count,
            Ranges = [.. columns.Select(column => column.Level < 0 ? (sums.Least[column.Variable], sums.Greatest[column.Variable]) : (0, 1))],
        };
        if (units != Units.None)
            sums = ProductSums.Of(source, [.. Exponents(units, columns), units.Target], Cancellation)!;
        var rows = new StreamedRows(source, design, columns);
        var regression = new StreamedRegression(rows, Solve(rows, columns, sums), Group);
        // At once: later not all ranks will ask for it.
        if (Group is { Size: > 1 })
            _ = regression.Shape;
        return new LinearFit(regression, source.TargetName, ConfidenceLevel)
        {
            Variables = variables,
            OmittedRows = source.OmittedRows,
        };
    }

    private StreamedSolution Solve(StreamedRows rows, Column[] columns, ProductSums sums)
    {
        var design = rows.Design;
        var total = sums[Column.Target, Column.Target];
        if (design.HasIntercept)
            total -= sums[Column.Target, Column.Ones] * sums[Column.Target, Column.Ones] / sums.Count;
        if (Degree > 1)
            return Factor(rows, columns, sums, total);
        Column[] all = [.. design.HasIntercept ? [Column.Ones] : Array.Empty<Column>(), .. columns];
        var gram = new DoubleDouble[all.Length, all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
                gram[i, j] = sums[all[i], all[j]];
        }
        var withTarget = Array.ConvertAll(all, column => sums[column, Column.Target]);
        if (CompensatedEquations.Solve(design, gram, withTarget, LeastLeft) is not var (solution, covariance, factor))
            return Factor(rows, columns, sums, total);
        DoubleDouble left = sums[Column.Target, Column.Target], sum = sums[Column.Target, Column.Ones], fitted = 0;
        for (int i = 0; i < all.Length; i++)
        {
            var product = DoubleDouble.Zero;
            for (int j = 0; j < all.Length; j++)
                product += gram[i, j] * solution[j];
            fitted += product * solution[i];
            left += solution[i] * (product - (withTarget[i] + withTarget[i]));
            sum -= sums[all[i], Column.Ones] * solution[i];
        }
        // Of so little the difference has few digits: then it is computed row by row.
        return left.High <= LeastResidual * sums[Column.Target, Column.Target].High
            ? StreamedFactor.Refine(rows, factor, [.. all.Select((_, j) => CompensatedEquations.ScaleOf(gram[j, j]))], solution, covariance, total, Group)
            : new StreamedSolution(solution, covariance, left, total, fitted.High, sum / sums.Count, IsExact: false);
    }

    private StreamedSolution Factor(StreamedRows rows, Column[] columns, ProductSums sums, DoubleDouble total) =>
        StreamedFactor.Fit(rows, Scales(rows.Design, columns, sums), total, Group);

    private static List<ModelVariable> Variables(ObservationSource source, ProductSums sums, bool intercept)
    {
        var variables = new List<ModelVariable>();
        for (int i = 0; i < source.Names.Count; i++)
        {
            var levels = sums.Levels(i);
            if (levels?.Count == 1)
                throw StatisticsErrors.OneLevel(source.Names[i], levels[0]);
            // R's way: without intercept the first factor has a column for each level.
            variables.Add(levels is null ? new(source.Names[i]) : new(source.Names[i], ClassNames.Ordered(levels), hasFirst: !intercept && !variables.Exists(variable => variable.IsFactor)));
        }
        return variables;
    }

    private void RequireFittable(ProductSums sums, string[] features, bool intercept)
    {
        long terms = ((long)features.Length * Degree) + (intercept ? 1 : 0);
        if (terms == 0)
            throw StatisticsErrors.NoTerms();
        if (sums.Count < terms)
            throw StatisticsErrors.TooFewRows(sums.Count, terms, DesignMatrix.Names(features, intercept, Degree));
        if (intercept ? sums.Least[^1] == sums.Greatest[^1] : sums.Most[^1] == 0)
            throw StatisticsErrors.ConstantTarget(sums.Least[^1]);
    }

    private int[] Exponents(Units units, Column[] columns)
    {
        int[] exponents = new int[given.Names.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j].Level < 0)
                exponents[columns[j].Variable] = units.ExponentOf(j, 1);
        }
        return exponents;
    }

    // By the largest element of each column: no square overflows.
    private double[] Scales(DesignMatrix design, Column[] columns, ProductSums sums)
    {
        var scales = new List<double>();
        if (design.HasIntercept)
            scales.Add(1);
        for (int j = 0; j < columns.Length; j++)
        {
            double most = columns[j].Level < 0 ? Math.ScaleB(sums.Most[columns[j].Variable], units(j)) : 1;
            for (int power = 1; power <= Degree; power++)
                scales.Add(most == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(Math.Pow(most, power))));
        }
        return [.. scales];

        int units(int feature) => -design.Units.ExponentOf(feature, 1);
    }
}
