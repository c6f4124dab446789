using LinRegPS.Groups;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.Streaming;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>Least squares of rows that several ranks have: what one rank finds of all of them.</summary>
public sealed class GroupLeastSquaresTests
{
    private const int Rows = 3001, Columns = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StatisticsAreThoseOfAllRowsWithTheSameBitsForAnyNumberOfRanks(bool intercept)
    {
        var all = Data(0, Rows);
        var expected = all.Fit(intercept);
        double[]? bits = null;
        foreach (int size in new[] { 1, 2, 3, 5, 8 })
        {
            foreach (var fit in ThreadGroup.Run(size, group => Fit(group, Data(First(group.Rank, size), First(group.Rank + 1, size)), intercept)))
            {
                Assert.Equal(Rows, fit.Observations);
                for (int j = 0; j < expected.Coefficient.Length; j++)
                {
                    Close(expected.Coefficient[j].Estimate, fit.Coefficient[j].Estimate);
                    Close(expected.Coefficient[j].StandardError, fit.Coefficient[j].StandardError);
                    Close(expected.Coefficient[j].PValue, fit.Coefficient[j].PValue);
                }
                Close(expected.RSquared, fit.RSquared);
                Close(expected.Sigma, fit.Sigma);
                Close(expected.FStatistic, fit.FStatistic);
                Close(expected.LogLikelihood, fit.LogLikelihood);
                Close(expected.ConditionNumber, fit.ConditionNumber);
                Close(expected.DurbinWatson, fit.DurbinWatson);
                Close(expected.JarqueBera, fit.JarqueBera);
                double[] now = [fit.Sigma, fit.RSquared, .. fit.Coefficient.SelectMany(c => (double[])[c.Estimate, c.StandardError])];
                Assert.Equal(bits ??= now, now);
            }
        }
    }

    // 22,000 ranks that all have the rows of this one.
    [Fact]
    public void MoreRowsThanAnIntCountsAreFitted()
    {
        var data = new OrdinaryLeastSquares
        {
            Features = ["x"],
            TargetName = "y",
            Rows = [.. Enumerable.Range(0, 100_000).Select(i => new double[] { i * 37 % 101 })],
            Target = [.. Enumerable.Range(0, 100_000).Select(i => (i * 37 % 101) + (double)(i % 7 * (i % 7)))],
        };
        var (own, all) = (Fit(new SingleProcess(), data, intercept: true), Fit(new Likes(22_000), data, intercept: true));
        Assert.Equal(2_200_000_000, all.Observations);
        Assert.Equal(2_200_000_000 - 2, all.ResidualDegreesOfFreedom);
        double smaller = Math.Sqrt(own.ResidualDegreesOfFreedom / (double)all.ResidualDegreesOfFreedom);
        foreach (var (one, many) in own.Coefficient.Zip(all.Coefficient))
        {
            Close(one.Estimate, many.Estimate);
            Close(one.StandardError * smaller, many.StandardError);
        }
        Close(own.RSquared, all.RSquared);
        Close(own.Sigma * smaller * Math.Sqrt(22_000), all.Sigma);
        Close(own.LogLikelihood * 22_000, all.LogLikelihood);
        Close(own.JarqueBera * 22_000, all.JarqueBera);
    }

    [Fact]
    public void ARankWithoutRowsIsOneOfThem()
    {
        var expected = Data(0, 100).Fit(intercept: true);
        foreach (var fit in ThreadGroup.Run(3, group => Fit(group, Data(0, group.Rank == 1 ? 0 : group.Rank == 0 ? 40 : 100, group.Rank == 2 ? 40 : 0), intercept: true)))
        {
            Assert.Equal(100, fit.Observations);
            Close(expected.Coefficient[1].Estimate, fit.Coefficient[1].Estimate);
            Close(expected.DurbinWatson, fit.DurbinWatson);
        }
    }

    // Powers; a column that another gives but for 1e-9; residuals that are 1e-9 of the target: from further passes of all ranks.
    [Theory]
    [InlineData(4, 0, 1)]
    [InlineData(1, 1e-9, 1)]
    [InlineData(1, 0, 1e-9)]
    public void WhatNeedsMorePassesHasTheBitsOfOneRankOnAll(int degree, double apart, double noise)
    {
        var expected = new StreamedLeastSquares(new RowObservations(Near(apart, noise, 0, Rows))) { Degree = degree }.Fit(intercept: true);
        double[] bits = Bits(expected);
        foreach (int size in new[] { 2, 3, 5 })
            Assert.All(ThreadGroup.Run(size, group => Fit(group, Near(apart, noise, First(group.Rank, size), First(group.Rank + 1, size)), intercept: true, degree)), fit => Assert.Equal(bits, Bits(fit)));
        var memory = Near(apart, noise, 0, Rows);
        var exact = new OrdinaryLeastSquares { Features = memory.Features, TargetName = "y", Rows = memory.Rows, Target = memory.Target, Degree = degree }.Fit(intercept: true);
        for (int j = 0; j < exact.Coefficient.Length; j++)
        {
            Close(exact.Coefficient[j].Estimate, expected.Coefficient[j].Estimate);
            Assert.Equal(exact.Coefficient[j].StandardError, expected.Coefficient[j].StandardError, 1e-9 * exact.Coefficient[j].StandardError);
        }
    }

    [Fact]
    public void OtherColumnsOnARankAreRefusedOnAll()
    {
        foreach (var (_, error) in ThreadGroup.Try(2, group => Fit(group, Data(0, group.Rank == 0 ? 50 : 50, 0, group.Rank == 0 ? "a" : "b"), intercept: true)))
            Assert.Equal("LinRegPS.RanksDiffer", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    [Fact]
    public void AnErrorInTheRowsOfOneRankIsOneOnAll()
    {
        var results = ThreadGroup.Try(2, group => Fit(group, new OrdinaryLeastSquares { Features = ["a"], TargetName = "y", Rows = [[1.0], [2.0], [3.0]], Target = group.Rank == 1 ? [1, 2] : [1, 2, 4] }, intercept: true));
        Assert.IsType<ShapeMismatchException>(results[1].Error);
        Assert.Contains("Rank 1", results[0].Error!.Message, StringComparison.Ordinal);
    }

    private static double[] Bits(LinearFit fit) => [fit.Sigma, fit.RSquared, .. fit.Coefficient.SelectMany(c => (double[])[c.Estimate, c.StandardError])];

    private static OrdinaryLeastSquares Near(double apart, double noise, int first, int last)
    {
        var random = new Random(6);
        var rows = new List<double[]>();
        var target = new List<double>();
        for (int i = 0; i < Rows; i++)
        {
            double a = random.NextDouble(), b = random.NextDouble();
            rows.Add([a, apart == 0 ? b : a + (apart * b)]);
            target.Add(1 + a - (2 * rows[^1][1]) + (noise * random.NextDouble()));
        }
        return new OrdinaryLeastSquares { Features = ["a", "b"], TargetName = "y", Rows = rows[first..last], Target = [.. target[first..last]] };
    }

    private static int First(int rank, int size) => (int)((long)Rows * rank * rank / (size * size));

    private static LinearFit Fit(ProcessGroup group, OrdinaryLeastSquares rows, bool intercept, int degree = 1) =>
        new StreamedLeastSquares(new RowObservations(rows)) { Group = group, Degree = degree }.Fit(intercept);

    // Rows of one table, from the first to before the last.
    private static OrdinaryLeastSquares Data(int first, int last, int from = 0, string name = "x")
    {
        var random = new Random(5);
        var rows = new List<double[]>();
        var target = new List<double>();
        for (int i = 0; i < Rows; i++)
        {
            double[] row = [.. Enumerable.Range(0, Columns).Select(j => (random.NextDouble() * (j + 1)) + (10 * j))];
            rows.Add(row);
            target.Add(row.Sum() + (3 * random.NextDouble() * random.NextDouble()) + (0.001 * i));
        }
        (first, last) = (Math.Max(first, from), Math.Max(last, from));
        return new OrdinaryLeastSquares
        {
            Features = [.. Enumerable.Range(1, Columns).Select(j => $"{name}{j}")],
            TargetName = "y",
            Rows = rows[first..Math.Max(first, last)],
            Target = [.. target[first..Math.Max(first, last)]],
        };
    }

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-11 * Math.Max(1e-300, Math.Abs(expected)));

    private sealed class Likes(int size) : ProcessGroup
    {
        private byte[] _given = [];

        public override int Rank => 0;

        public override int Size => size;

        protected internal override void AllGather(ReadOnlySpan<byte> mine, Span<byte> all)
        {
            for (int rank = 0; rank < size; rank++)
                mine.CopyTo(all[(rank * mine.Length)..]);
        }

        protected internal override void AllToAll(ReadOnlySpan<byte> mine, Span<byte> received) => throw new NotSupportedException();

        // What rank 0 has given, all others give.
        protected internal override void Broadcast(Span<byte> bytes, int root)
        {
            if (root == 0)
                _given = bytes.ToArray();
            else if (bytes.Length == _given.Length)
                _given.CopyTo(bytes);
        }
    }
}
