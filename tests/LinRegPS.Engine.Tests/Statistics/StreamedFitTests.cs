using System.Text.Json;
using LinRegPS.Data;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.Streaming;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Fits of observations that are read some at a time have the digits of those in memory, and NIST's.</summary>
public class StreamedFitTests(ITestOutputHelper output)
{
    private const double Required = 12;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(ReferenceSets.Nist), MemberType = typeof(ReferenceSets))]
    public void NistSetsHaveTwelveDigits(string name, int degree, bool intercept)
    {
        var set = ReferenceSets.Find("nist_linear.json", name);
        var source = new ArraySource(ReferenceSets.Rows(set), ReferenceSets.Numbers(set.GetProperty("y")));
        Check(source.Fit(intercept, degree), set.GetProperty("certified"));
        if (name == "Longley" || name == "Norris")
            Assert.Equal(1, source.Passes);
    }

    [Theory]
    [MemberData(nameof(ReferenceSets.Polynomials), MemberType = typeof(ReferenceSets))]
    public void PolynomialsHaveTwelveDigitsOfTheExactSolution(string name)
    {
        var set = ReferenceSets.Find("polynomial_exact.json", name);
        Check(new ArraySource(ReferenceSets.Rows(set), ReferenceSets.Numbers(set.GetProperty("y"))).Fit(true, set.GetProperty("degree").GetInt32()), set);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AllStatisticsAreThoseInMemory(int seed)
    {
        var random = new Random(seed);
        int columns = random.Next(1, 7), degree = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        int count = (columns * degree) + 2 + random.Next(seed % 3 == 0 ? 3000 : 40);
        bool intercept = random.Next(3) > 0;
        // Columns far from 0, of other scales, and nearly alike.
        double[] offsets = [.. Enumerable.Range(0, columns).Select(_ => random.Next(3) == 0 ? Math.Pow(10, random.Next(6)) : 0)];
        double[] scales = [.. Enumerable.Range(0, columns + 1).Select(_ => Math.Pow(10, random.Next(3) == 0 ? random.Next(-60, 60) : random.Next(-3, 3)))];
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, columns).Select(j => (offsets[j] + Normal(random)) * scales[j]).ToArray())];
        if (columns > 1 && random.Next(3) == 0)
        {
            foreach (double[] row in rows)
                row[1] = (row[0] / scales[0] + (Math.Pow(10, -random.Next(1, 4)) * Normal(random))) * scales[1];
        }
        double[] target = [.. rows.Select(row => (row.Zip(scales, (x, scale) => x / scale).Sum() + Normal(random)) * scales[columns])];
        var source = new ArraySource(rows, target);
        var streamed = source.Fit(intercept, degree);
        var memory = ReferenceSets.Fit(rows, target, intercept, degree);
        Assert.Equal(memory.Formula, streamed.Formula);
        for (int j = 0; j < memory.Coefficient.Length; j++)
        {
            var (a, b) = (streamed.Coefficient[j], memory.Coefficient[j]);
            double unit = b.StandardError;
            // Beside what it is uncertain by, where it is far smaller than that.
            Assert.True(Math.Abs(a.Estimate - b.Estimate) <= 1e-12 * Math.Max(Math.Abs(b.Estimate), unit * 1e-3), $"{b.Term}: {a.Estimate:R}, {b.Estimate:R}");
            Same(a.StandardError, b.StandardError, b.Term);
            Same(a.VarianceInflation, b.VarianceInflation, b.Term);
        }
        Same(streamed.Sigma, memory.Sigma, "sigma");
        Same(streamed.RSquared, memory.RSquared, "R squared");
        Same(streamed.LogLikelihood, memory.LogLikelihood, "log-likelihood");
        Same(streamed.ConditionNumber, memory.ConditionNumber, "condition number", 9);
        Assert.Equal(memory.Observations, streamed.Observations);
        int passes = source.Passes;
        Assert.False(streamed.HasResiduals);
        Same(streamed.DurbinWatson, memory.DurbinWatson, "Durbin-Watson", 9);
        Same(streamed.JarqueBera, memory.JarqueBera, "Jarque-Bera", 7);
        Assert.True(streamed.HasResiduals);
        Assert.Equal(passes + 1, source.Passes);
        foreach (var (a, b) in streamed.Rows().Zip(memory.Rows()))
        {
            Assert.Equal(b.Row, a.Row);
            Assert.Equal(b.Observed, a.Observed);
            Assert.True(Math.Abs(a.Residual - b.Residual) <= 1e-10 * memory.Sigma, $"row {b.Row}: {a.Residual:R}, {b.Residual:R}");
            Same(a.Leverage, b.Leverage, $"leverage of row {b.Row}", 9);
        }
    }

    [Fact]
    public void OnePassIsEnoughForUsualData()
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 5000).Select(_ => Enumerable.Range(0, 10).Select(j => 50 + Normal(random)).ToArray())];
        var source = new ArraySource(rows, [.. rows.Select(row => row.Sum() + Normal(random))]);
        Assert.Equal(11, source.Fit(true, 1).Coefficient.Length);
        Assert.Equal(1, source.Passes);
    }

    // Their sum of squares is not a difference of sums then, but no other factor of the columns is needed either.
    [Theory]
    [InlineData(1e-9)]
    [InlineData(0)]
    public void SmallResidualsTakeAFewPassesMore(double noise)
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 3000).Select(_ => Enumerable.Range(0, 5).Select(j => (double)random.Next(1000)).ToArray())];
        double[] target = [.. rows.Select(row => row.Sum() + (noise * Normal(random)))];
        var source = new ArraySource(rows, target);
        var (streamed, memory) = (source.Fit(true, 1), ReferenceSets.Fit(rows, target));
        Assert.InRange(source.Passes, 2, 5);
        Same(streamed.Sigma, memory.Sigma, "sigma", 11);
        for (int j = 0; j < memory.Coefficient.Length; j++)
            Assert.True(Math.Abs(streamed.Coefficient[j].Estimate - memory.Coefficient[j].Estimate) <= 1e-15 * Math.Max(1, Math.Abs(memory.Coefficient[j].Estimate)) * 4);
        Assert.Equal(memory.IsPerfect, streamed.IsPerfect);
    }

    [Fact]
    public void WhatCanNotBeFittedIsTheErrorThatDataInMemoryGet()
    {
        Same([], [], 1);
        Same([[1, 2], [3, 5]], [1, 2], 1);
        Same([[1], [3], [4]], [5, 5, 5], 1);
        Same([[2], [2], [2]], [1, 2, 4], 1);
        Same([[1, 2], [2, 4], [5, 10], [6, 12]], [1, 2, 3, 5], 1);
        Same([[1], [2]], [1, 2], 0);
        Same([[1e20], [1e120], [2], [3]], [1, 2, 3, 4], 3);

        static void Same(double[][] rows, double[] target, int degree)
        {
            var memory = Assert.ThrowsAny<LinRegException>(() => ReferenceSets.Fit(rows, target, degree: degree, names: rows.Length == 0 ? ["x1"] : null));
            var streamed = Assert.ThrowsAny<LinRegException>(() => new ArraySource(rows, target).Fit(true, degree));
            Assert.Equal(memory.ErrorId, streamed.ErrorId);
            if (memory.ErrorId != "LinRegPS.TooLarge")
                Assert.Equal(memory.Message, streamed.Message);
        }
    }

    [Fact]
    public void ACancelledFitEnds()
    {
        using var stop = new CancellationTokenSource();
        var source = new ArraySource([.. Enumerable.Range(0, 5000).Select(i => new double[] { i })], [.. Enumerable.Range(0, 5000).Select(i => (double)(i % 7))]) { Cancellation = stop.Token };
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => source.Fit(true, 1));
    }

    private void Check(LinearFit fit, JsonElement expected)
    {
        foreach (var (actual, reference, what) in ReferenceSets.Pairs(fit, expected))
            Same(actual, reference, what);
    }

    private void Same(double actual, double expected, string what, double required = Required)
    {
        double digits = actual.Equals(expected) ? 15 : ReferenceSets.Digits(actual, expected);
        output.WriteLine($"{what}: {actual:R}, {expected:R}: {digits:F1} digits");
        Assert.True(digits >= required, $"{what} is {actual:R}, the reference {expected:R}: {digits:F1} digits");
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class ArraySource(double[][] rows, double[] target) : ObservationSource
    {
        public int Passes { get; private set; }

        public override IReadOnlyList<string> Names { get; } = [.. (rows.Length == 0 ? [0.0] : rows[0]).Select((_, j) => $"x{j + 1}")];

        public override string TargetName => "y";

        public override bool IsSinglePrecision => false;

        public override IReadOnlyList<long> OmittedRows => [];

        public override IReadOnlyList<string>? Levels(int variable) => null;

        public CancellationToken Cancellation { get; init; }

        public LinearFit Fit(bool intercept, int degree) => new StreamedLeastSquares(this)
        {
            Degree = degree,
            Cancellation = Cancellation,
        }.Fit(intercept);

        public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
        {
            Passes++;
            var block = new ObservationBlock(Names.Count);
            for (int first = 0; first < rows.Length; first += block.Count)
            {
                block.Count = Math.Min(ObservationBlock.Capacity, rows.Length - first);
                for (int i = 0; i < block.Count; i++)
                {
                    for (int j = 0; j < Names.Count; j++)
                        block.Columns[j][i] = rows[first + i][j];
                    block.Columns[^1][i] = target[first + i];
                }
                yield return block;
            }
        }
    }
}
