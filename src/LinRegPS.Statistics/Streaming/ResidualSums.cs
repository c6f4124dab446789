using LinRegPS.Groups;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.Streaming;

/// <summary>What a pass over the rows says of residuals.</summary>
/// <param name="Products">The sums of their products with the columns.</param>
/// <param name="Squares">The sum of their squares.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Fitted">The sum of the fitted values' squares.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Most">The largest size of one.</param>
/// <param name="Largest">The largest of what they are the difference of.</param>
internal sealed record ResidualSums(DoubleDouble[] Products, DoubleDouble Squares, DoubleDouble Sum, DoubleDouble Fitted, DoubleDouble Count, double Most, double Largest)
{
    /// <summary>Goes over the rows.</summary>
    public static ResidualSums Of(StreamedRows rows, DoubleDouble[] solution)
    {
        var products = new DoubleDouble[solution.Length];
        DoubleDouble squares = 0, sum = 0;
        double fitted = 0, most = 0, largest = 0;
        long n = 0;
        foreach (var (row, target) in rows.Read(rows.Design.Cancellation))
        {
            var residual = StreamedRows.Residual(row, target, solution, out double term);
            most = Math.Max(most, Math.Abs(residual.High));
            largest = Math.Max(largest, term);
            squares += residual * residual;
            sum += residual;
            fitted += (target - residual.High) * (target - residual.High);
            for (int j = 0; j < products.Length; j++)
                products[j] += row[j] * residual;
            n++;
        }
        return new(products, squares, sum, fitted, n, most, largest);
    }

    /// <summary>Those of all ranks.</summary>
    public ResidualSums OfAll(ProcessGroup? group)
    {
        if (group is not { Size: > 1 })
            return this;
        var sums = group.Sum([Squares, Sum, Fitted, Count, .. Products]);
        return new(sums[4..], sums[0], sums[1], sums[2], sums[3], group.AllGather(Most).Max(), group.AllGather(Largest).Max());
    }
}
