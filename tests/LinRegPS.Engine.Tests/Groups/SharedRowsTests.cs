using LinRegPS.Engine.Tests.Support;
using LinRegPS.Groups;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>Rows that are stored, of which each rank reads its share.</summary>
public sealed class SharedRowsTests
{
    private const int Rows = 1500, Columns = 1030, Parts = 4;

    // Rows of more than 4 kB: what lies between two of them is not read.
    private static readonly Tensor s_input = Tensor.Normal(new Generator(3), 0, 0.1, Rows, Columns);
    private static readonly Tensor s_target = s_input.Sum(1).Reshape(Rows, 1);

    [Theory]
    [InlineData(null, 64, 2)]
    [InlineData(null, 97, 3)]
    [InlineData(5, 64, 2)]
    [InlineData(5, 200, 4)]
    [InlineData(1, 33, 3)]
    public void EachRankReadsItsShareAndTheBitsAreThoseOfOne(int? blockSize, int batch, int ranks)
    {
        var (alone, all) = Train(null, blockSize, batch);
        var results = ThreadGroup.Run(ranks, group => Train(group, blockSize, batch));
        Assert.All(results, result => Assert.Equal(alone, result.Parameters));
        // Two epochs; of the parts of a batch some have a row more.
        Assert.Equal(2 * Rows, all);
        Assert.Equal(2 * Rows, results.Sum(result => result.Read));
        Assert.All(results, result => Assert.True(result.Read <= (2 * Rows * ((Parts + ranks - 1) / ranks) / Parts) + (2 * ((Rows / batch) + 1)), $"{result.Read} rows"));
    }

    [Fact]
    public void WhoTookAShareReadsAllRowsAgainWhereTheyAreWanted()
    {
        foreach (var (first, whole) in ThreadGroup.Run(2, group =>
        {
            var (loop, _) = Loop(group, 5, 64);
            loop.Run([]).Count();
            loop.Data.Begin();
            loop.Data.TakeShare(group.Rank, group.Rank + 1, 2);
            // Parts of the other rank, then batches without parts.
            var parts = Enumerable.Range(0, loop.Data.Count).SelectMany(b => Enumerable.Range(0, 3).SelectMany(part => loop.Data.Load(b, part, 3) ? loop.Data.InputData.ToArray() : [])).ToArray();
            var batches = Enumerable.Range(0, loop.Data.Count).SelectMany(b =>
            {
                loop.Data.Load(b);
                return loop.Data.InputData.ToArray();
            }).ToArray();
            return (parts, batches);
        }))
        {
            Assert.Equal(s_input.Numel, whole.Length);
            Assert.Equal(whole, first);
            Assert.Equal(s_input.ToArray().Sum(x => (double)x), whole.Sum(x => (double)x), 1e-6);
        }
    }

    private static (float[] Parameters, long Read) Train(ProcessGroup? group, int? blockSize, int batch)
    {
        var (loop, rows) = Loop(group, blockSize, batch);
        loop.Run([]).Count();
        return (((Linear)loop.Model).Weight.ToArray(), rows.RowsRead);
    }

    private static (TrainingLoop Loop, NumberedRows Rows) Loop(ProcessGroup? group, int? blockSize, int batch)
    {
        var input = new NumberedRows(s_input);
        var data = new DataSet(input, new NumberedRows(s_target), [], []);
        var model = new Linear(Columns, 1, generator: new Generator(0));
        var loader = new DataLoader(data, batch, blockSize is null ? null : new Generator(7), blockSize);
        return (new TrainingLoop(model, loader, new Sgd(model, 0.01)) { Epochs = 2, Group = group, Parts = Parts }, input);
    }
}
