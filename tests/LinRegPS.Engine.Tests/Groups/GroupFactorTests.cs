using LinRegPS.Data;
using LinRegPS.Groups;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.Streaming;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>Factors of which each rank sees some levels, in an order of its own.</summary>
public sealed class GroupFactorTests
{
    private static readonly string[] s_kinds = ["red", "blue", "green", "white", "black"], s_sizes = ["10", "9", "2"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LevelsAreThoseOfAllRanksAndTheFitIsThatOfOne(bool intercept)
    {
        var alone = new StreamedLeastSquares(new Rows(_ => true)).Fit(intercept);
        Assert.Equal(intercept ? ["(Intercept)", "kindblue", "kindgreen", "kindred", "kindwhite", "size9", "size10", "x"] : ["kindblack", "kindblue", "kindgreen", "kindred", "kindwhite", "size9", "size10", "x"], alone.Coefficient.Select(c => c.Term));
        foreach (int size in new[] { 1, 2, 3, 4, 7 })
        {
            foreach (var fit in ThreadGroup.Run(size, group => Fit(group, intercept, row => row * size / Rows.Count == group.Rank)))
            {
                Assert.Equal(alone.Coefficient.Select(c => (c.Term, c.Estimate, c.StandardError)), fit.Coefficient.Select(c => (c.Term, c.Estimate, c.StandardError)));
                Assert.Equal(alone.Sigma, fit.Sigma);
                Assert.Equal(alone.Observations, fit.Observations);
                Assert.Equal(alone.DurbinWatson, fit.DurbinWatson, 1e-12);
            }
        }
    }

    // The first of three ranks has nothing, the last one level of each factor alone.
    [Fact]
    public void ARankWithoutRowsOrWithOneLevelIsOneOfThem()
    {
        var alone = new StreamedLeastSquares(new Rows(_ => true)).Fit(intercept: true);
        foreach (var fit in ThreadGroup.Run(3, group => Fit(group, true, row => group.Rank switch { 0 => false, 1 => !IsLast(row), _ => IsLast(row) })))
            Assert.Equal(alone.Coefficient.Select(c => (c.Term, Math.Round(c.Estimate, 12))), fit.Coefficient.Select(c => (c.Term, Math.Round(c.Estimate, 12))));

        static bool IsLast(int row) => row > 150 && Rows.Kind(row) == "white" && Rows.Size(row) == "2";
    }

    [Fact]
    public void WhatIsNumbersOnOneRankAndAFactorOnAnotherIsRefusedOnAll()
    {
        foreach (var (_, error) in ThreadGroup.Try(2, group => new StreamedLeastSquares(new Rows(_ => true, isFactor: group.Rank == 0)) { Group = group }.Fit(true)))
        {
            Assert.Equal("LinRegPS.RanksDiffer", Assert.IsType<InvalidValueException>(error).ErrorId);
            Assert.Contains("kind is numbers, not a factor", error.Message, StringComparison.Ordinal);
        }
        foreach (var (_, error) in ThreadGroup.Try(2, group => new StreamedLeastSquares(new Rows(row => Rows.Kind(row) == "red")) { Group = group }.Fit(true)))
            Assert.Contains("'kind' is 'red'", Assert.IsType<InvalidValueException>(error).Message, StringComparison.Ordinal);
        foreach (var (_, error) in ThreadGroup.Try(2, group => new StreamedLeastSquares(new Rows(_ => true)) { Group = group, Degree = 2 }.Fit(true)))
            Assert.Equal("LinRegPS.FactorPower", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    private static LinearFit Fit(ProcessGroup group, bool intercept, Func<int, bool> isOwn) => new StreamedLeastSquares(new Rows(isOwn)) { Group = group }.Fit(intercept);

    // Some rows of a table, whose levels have numbers in the order in which they come.
    private sealed class Rows(Func<int, bool> isOwn, bool isFactor = true) : ObservationSource
    {
        public const int Count = 3000;

        private readonly List<string>[] _levels = [[], []];

        public override IReadOnlyList<string> Names { get; } = ["kind", "size", "x"];

        public override string TargetName => "y";

        public override bool IsSinglePrecision => false;

        public override IReadOnlyList<long> OmittedRows => [];

        public static string Kind(int row) => s_kinds[row * 7 / 3 % 5];

        public static string Size(int row) => s_sizes[row * row % 11 % 3];

        // As a table's rows: before there is one nothing is known.
        public override IReadOnlyList<string>? Levels(int variable) => variable < 2 && isFactor && _levels[variable].Count > 0 ? _levels[variable] : null;

        public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
        {
            var block = new ObservationBlock(3);
            for (int row = 0; row < Count; row++)
            {
                if (!isOwn(row))
                    continue;
                double x = (row * 37 % 101) / 10.0;
                block.Columns[0][block.Count] = Number(0, Kind(row));
                block.Columns[1][block.Count] = Number(1, Size(row));
                block.Columns[2][block.Count] = x;
                block.Columns[3][block.Count] = x + Kind(row).Length + (Size(row)[0] * 0.1) + (row * 13 % 17 * 0.01);
                if (++block.Count < ObservationBlock.Capacity)
                    continue;
                yield return block;
                block.Count = 0;
            }
            if (block.Count > 0)
                yield return block;
        }

        private int Number(int variable, string level)
        {
            if (!_levels[variable].Contains(level))
                _levels[variable].Add(level);
            return _levels[variable].IndexOf(level);
        }
    }
}
