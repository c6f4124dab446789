using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>A scaler that has seen the test rows: fitted on all rows, or on the test rows by themselves.</summary>
internal sealed class LeakyScaler : TestRows
{
    private const int Fewest = 5;
    private static readonly Scaling[] s_scalings =
    [
        // Divided by the rows or by one less.
        new("mean 0 and standard deviation 1", "mean", "standard deviation", column => 1e-4 + (0.6 / column.Rows), column => 5e-3 + (0.6 / column.Rows),
            column => (column.Mean, column.Deviation), "$mean = $train.Mean(0); $std = $train.Std(0); ($train - $mean) / $std; ($test - $mean) / $std"),
        new("median 0 and 1 between its quartiles", "median", "between its quartiles", _ => 1e-5, _ => 5e-3,
            column => (column.Quartile(0.5), column.Quartile(0.75) - column.Quartile(0.25)), Fitted("Robust")),
        // Ones and zeros have these bounds by nature, and so have shares that often are all or nothing.
        new("least number 0 and greatest 1", "least number", "greatest", _ => 1e-6, _ => 5e-3,
            column => column.HasOwnBounds ? (column.Sorted[0], column.Sorted[^1]) : (double.NaN, double.NaN), Fitted("MinMax")),
    ];

    protected override TrainingFinding? Judge(IReadOnlyList<Tensor> trained, Tensor test, IReadOnlyList<Tensor>? others)
    {
        if (trained.Count != 1 || trained[0] is not { Rank: 2 } train || test.Rank != 2 || test.Shape[1] != train.Shape[1] || test.Shape[0] < Fewest)
            return null;
        var (of, own, all) = (Columns(train), Columns(test), Columns(train, test));
        foreach (var scaling in s_scalings)
        {
            bool isOfBoth = all.TrueForAll(scaling.IsScaled) && of.Exists(scaling.IsOff), isOfTest = of.TrueForAll(scaling.IsScaled) && own.TrueForAll(scaling.IsScaled) && own.Count > 0;
            if (isOfBoth || isOfTest)
                return Judge(scaling, isOfBoth ? of.Find(scaling.IsOff) : null, test.Shape[0]);
        }
        return null;
    }

    // The column that is off where the scaler has seen all rows.
    private TrainingFinding Judge(Scaling scaling, Column? off, int rows)
    {
        var (location, scale) = off is null ? default : scaling.Measure(off);
        return Found("data", 1, 1,
            off is not null ? "The features were scaled by all rows, the test rows among them: what the test should not know is in the data trained with."
                : "The test rows were scaled by themselves: the same number means another thing in them than in the rows trained with.",
            off is not null ? $"Of both together each column has {scaling.What}; column {off.Index} of the rows trained with has {scaling.Location} {Rough(location)} and {scaling.Scale} {Rough(scale)}."
                : $"Each column has {scaling.What} in the rows trained with, and once more in the {rows} test rows.",
            $"Fit the scaler on the rows trained with, and apply it to both: {scaling.Remedy}.");
    }

    private static string Fitted(string kind) => $"$scaler = New-Scaler $train -Kind {kind}; $scaler.Transform($train); $scaler.Transform($test)";

    private static List<Column> Columns(params Tensor[] parts)
    {
        int width = parts[0].Shape[1];
        var columns = new List<Column>();
        for (int j = 0; j < width; j++)
        {
            double[] numbers = [.. parts.SelectMany(part => Enumerable.Range(0, part.Shape[0]).Select(i => (double)part.Data[(i * width) + j])).Order()];
            double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
            if (deviation > 0)
                columns.Add(new(j, mean, deviation, numbers));
        }
        return columns;
    }

    private sealed record Column(int Index, double Mean, double Deviation, double[] Sorted)
    {
        public int Rows => Sorted.Length;

        /// <summary>Whether least and greatest are there once each, as they are of numbers that are measured.</summary>
        public bool HasOwnBounds => Rows > 2 && Sorted[0] < Sorted[1] && Sorted[^1] > Sorted[^2];

        public double Quartile(double part) => Quantile.Of(Sorted, part);
    }

    private sealed record Scaling(
        string What, string Location, string Scale, Func<Column, double> Exact, Func<Column, double> Apart, Func<Column, (double Location, double Scale)> Measure, string Remedy)
    {
        private double Error(Column column) => Measure(column) is var (location, scale) ? Math.Max(Math.Abs(location), Math.Abs(scale - 1)) : 0;

        public bool IsScaled(Column column) => Error(column) <= Exact(column);

        public bool IsOff(Column column) => Error(column) > Apart(column);
    }
}
