using System.Globalization;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>Finds columns that are combinations of others, to within the rounding of the data, and says which.</summary>
internal static class Collinearity
{
    // A sum of a few rounded numbers is off by a few roundings.
    private const double Roundings = 4;

    // A share of a column below this is the rounding of the others, not a part of the combination.
    private const double Noticeable = 1e-5;

    /// <summary>An error that names the dependent columns, if there are any.</summary>
    /// <param name="factor">Of the scaled columns.</param>
    /// <param name="design">The columns.</param>
    /// <param name="scales">By what each was multiplied.</param>
    public static void Check(PivotedQr<DoubleDouble> factor, DesignMatrix design, double[] scales)
    {
        int rank = 0;
        while (rank < design.Count && !IsDependent(factor, design, rank, rank))
            rank++;
        if (rank == design.Count)
            return;
        if (rank == design.Count - 1 && NearConstant(factor, design, rank) is { } feature)
            throw StatisticsErrors.NearConstant(design.Terms[feature], design.Range(feature));
        string found = string.Join("; ", Enumerable.Range(rank, design.Count - rank).Select(column => Describe(factor, design, scales, column, rank)));
        throw StatisticsErrors.CollinearColumns(found, found.Contains(DesignMatrix.Intercept, StringComparison.Ordinal));
    }

    // Whether what the first columns leave of this one is no more than the rounding of all of them.
    private static bool IsDependent(PivotedQr<DoubleDouble> factor, DesignMatrix design, int column, int rank)
    {
        double noise = Norm(factor, column) * Precision(column);
        DoubleDouble[] shares = Shares(factor, column, rank);
        for (int i = 0; i < rank; i++)
            noise += Math.Abs(shares[i].High) * Norm(factor, i) * Precision(i);
        return Math.Abs(factor.R(column, column).High) <= Roundings * noise;

        double Precision(int place) => design.PrecisionOf(factor.Pivot[place]);
    }

    // The one feature that only the rounding of its numbers tells from a constant, beside the intercept; null where all are alike.
    private static int? NearConstant(PivotedQr<DoubleDouble> factor, DesignMatrix design, int rank)
    {
        int column = factor.Pivot[rank], ones = design.Terms[column] == DesignMatrix.Intercept ? column : 0;
        if (!design.HasIntercept)
            return null;
        int[] others = Others(factor, Shares(factor, rank, rank), rank, rank);
        if (others.Length != 1 || (column != ones && factor.Pivot[others[0]] != ones))
            return null;
        int feature = column == ones ? factor.Pivot[others[0]] : column;
        var (least, greatest) = design.Range(feature);
        return least < greatest ? feature : null;
    }

    private static string Describe(PivotedQr<DoubleDouble> factor, DesignMatrix design, double[] scales, int column, int rank)
    {
        string name = design.Terms[factor.Pivot[column]];
        double norm = Norm(factor, column);
        if (norm == 0)
            return $"{name} is 0 in every row";
        DoubleDouble[] shares = Shares(factor, column, rank);
        int[] others = Others(factor, shares, column, rank);
        if (name == DesignMatrix.Intercept && others.Length == 1)
            return $"{design.Terms[factor.Pivot[others[0]]]} is the same in every row, as the {name} is";
        var parts = others.Select(i => Part(
            InData((shares[i] * scales[factor.Pivot[i]] / scales[factor.Pivot[column]]).High, i), design.Terms[factor.Pivot[i]]));
        return $"{name} = {string.Join(" + ", parts)}".Replace("+ -", "- ");

        double InData(double share, int place) =>
            Math.ScaleB(share, design.ExponentOf(factor.Pivot[column]) - design.ExponentOf(factor.Pivot[place]));
    }

    private static int[] Others(PivotedQr<DoubleDouble> factor, DoubleDouble[] shares, int column, int rank) =>
        [.. Enumerable.Range(0, rank)
            .Where(i => Math.Abs(shares[i].High) * Norm(factor, i) > Noticeable * Norm(factor, column))
            .OrderBy(i => factor.Pivot[i])];

    private static string Part(double share, string name)
    {
        string number = share.ToString("G6", CultureInfo.InvariantCulture);
        return number switch
        {
            "1" => name,
            "-1" => "-" + name,
            _ => $"{number} {name}",
        };
    }

    // How much of each of the first columns is in this one.
    private static DoubleDouble[] Shares(PivotedQr<DoubleDouble> factor, int column, int rank)
    {
        var shares = new DoubleDouble[rank];
        for (int i = 0; i < rank; i++)
            shares[i] = factor.R(i, column);
        factor.Solve(shares, rank);
        return shares;
    }

    private static double Norm(PivotedQr<DoubleDouble> factor, int column)
    {
        double sum = 0;
        for (int i = 0; i <= column; i++)
            sum += factor.R(i, column).High * factor.R(i, column).High;
        return Math.Sqrt(sum);
    }
}
