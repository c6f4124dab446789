namespace LinRegPS.Engine.Tests.Data;

/// <summary>Splits by class, by group and into folds: each row is in one part, and the parts are as they should be.</summary>
public class DataSplitTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EachPartHasItsShareOfEachClass(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(3, 200);
        object[] classes = [.. Enumerable.Range(0, count).Select(_ => (object)$"c{random.Next(1 + (seed % 4))}")];
        int test = random.Next(1, count - 1), validation = seed % 2 == 0 ? 0 : random.Next(1, count - test);
        int[] lengths = validation == 0 ? [count - test, test] : [count - test - validation, validation, test];
        if (lengths.Contains(0))
            return;
        var split = DataSplit.Stratified(Data(count), classes, lengths, new Generator(seed));
        IReadOnlyList<int>[] parts = validation == 0 ? [split.TrainRows, split.TestRows] : [split.TrainRows, split.ValidationRows, split.TestRows];
        Assert.Equal(lengths, parts.Select(part => part.Count));
        Assert.Equal(Enumerable.Range(0, count), parts.SelectMany(part => part).Order());
        foreach (var rows in Enumerable.Range(0, count).GroupBy(row => classes[row]))
        {
            for (int p = 0; p < parts.Length; p++)
                Assert.InRange(parts[p].Count(rows.Contains) - (rows.Count() * lengths[p] / (double)count), -2, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GroupsStayTogether(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(6, 100);
        object[] groups = [.. Enumerable.Range(0, count).Select(row => (object)(row < 3 ? row : random.Next(3 + (seed % 7))))];
        var split = DataSplit.Grouped(Data(count), groups, [count - 2, 1, 1], new Generator(seed));
        Assert.Equal(Enumerable.Range(0, count), split.TrainRows.Concat(split.ValidationRows).Concat(split.TestRows).Order());
        Assert.All([split.TrainRows, split.ValidationRows, split.TestRows], part => Assert.NotEmpty(part));
        var of = new[] { split.TrainRows, split.ValidationRows, split.TestRows }.Select(part => part.Select(row => groups[row]).ToHashSet()).ToArray();
        Assert.Empty(of[0].Intersect(of[1]).Union(of[0].Intersect(of[2])).Union(of[1].Intersect(of[2])));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EachRowIsTestedOnce(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(2, 60), folds = random.Next(2, Math.Min(count, 9) + 1);
        object[]? classes = seed % 3 == 0 ? [.. Enumerable.Range(0, count).Select(_ => (object)random.Next(3))] : null;
        var splits = DataSplit.Folds(Data(count), folds, classes, shuffle: seed % 2 == 0, new Generator(seed));
        Assert.Equal(Enumerable.Range(1, folds), splits.Select(split => split.Fold));
        Assert.Equal(Enumerable.Range(0, count), splits.SelectMany(split => split.TestRows).Order());
        Assert.All(splits, split =>
        {
            Assert.Equal(Enumerable.Range(0, count), split.TrainRows.Concat(split.TestRows).Order());
            Assert.InRange(split.TestRows.Count - (count / (double)folds), -1, 1);
            Assert.All(classes?.Distinct() ?? [], c => Assert.InRange(
                split.TestRows.Count(row => classes![row].Equals(c)) - (classes!.Count(c.Equals) / (double)folds), -1, 1));
        });
    }

    [Theory]
    [InlineData(4, new[] { 0.8, 0.2 }, new[] { 3, 1 })]
    [InlineData(10, new[] { 0.7, 0.3 }, new[] { 7, 3 })]
    [InlineData(10, new[] { 0.45, 0.45, 0.1 }, new[] { 5, 4, 1 })]
    [InlineData(3, new[] { 0.98, 0.01, 0.01 }, new[] { 1, 1, 1 })]
    public void NoPartIsEmpty(int count, double[] shares, int[] lengths) => Assert.Equal(lengths, DataSplit.Lengths(count, shares));

    [Fact]
    public void ManyFoldsAreNotTheDataManyTimes()
    {
        var data = new DataSet(Tensor.Zeros(2000, 100), Tensor.Zeros(2000, 1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var folds = DataSplit.Folds(data, 500);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
        Assert.Equal([1996, 100], folds[3].Train.Input.Shape);
        Assert.NotSame(folds[3].Train, folds[3].Train);
        var whole = DataSplit.InOrder(data, [1000, 500, 500]);
        Assert.Same(whole.Train, whole.Train);
        Assert.Same(whole.Validation, whole.Validation);
        Assert.Equal([500, 100], whole.Test.Input.Shape);
    }

    [Fact]
    public void WithoutShufflingFoldsAndPartsAreStretches()
    {
        var folds = DataSplit.Folds(Data(7), 3, shuffle: false);
        Assert.Equal([[0, 1, 2], [3, 4], [5, 6]], folds.Select(split => split.TestRows.ToArray()));
        var split = DataSplit.InOrder(Data(5), [3, 2]);
        Assert.Equal([[0, 1, 2], [3, 4]], [split.TrainRows, split.TestRows]);
        Assert.Equal([6f, 8], split.Test.Target.ToArray());
    }

    private static DataSet Data(int count) => new(
        Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)i)], count, 1),
        Tensor.From([.. Enumerable.Range(0, count).Select(i => 2f * i)], count, 1));
}
