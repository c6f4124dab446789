using LinRegPS.Groups;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>What ranks give each other.</summary>
public sealed class ProcessGroupTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(3, 7)]
    [InlineData(5, 100_000)]
    [InlineData(2, 40_000)]
    public void SumsAreThoseOfTheRanksInTheirOrderInFloat64(int size, int length)
    {
        float[][] mine = [.. Enumerable.Range(0, size).Select(rank => Numbers(rank, length))];
        float[] expected = [.. Enumerable.Range(0, length).Select(i => (float)mine.Sum(vector => (double)vector[i]))];
        foreach (float[] sum in ThreadGroup.Run(size, group => group.AllReduce(Tensor.From(mine[group.Rank])).ToArray()))
            Assert.Equal(expected, sum);
    }

    [Fact]
    public void NumbersTensorsAndTextsGoAround()
    {
        foreach (var (sum, all, tensor, text) in ThreadGroup.Run(3, group => (
            group.AllReduce(group.Rank + 0.5), group.AllGather(group.Rank * 2.0), group.Broadcast(Tensor.From([group.Rank, 7f]), 2).ToArray(), group.BroadcastText($"rank {group.Rank} äöü", 1))))
        {
            Assert.Equal(4.5, sum);
            Assert.Equal([0, 2, 4], all);
            Assert.Equal([2, 7], tensor);
            Assert.Equal("rank 1 äöü", text);
        }
    }

    [Fact]
    public void OtherShapesAreAnErrorOnAllRanks()
    {
        foreach (var (_, error) in ThreadGroup.Try(3, group => group.AllReduce(Tensor.From(new float[group.Rank == 2 ? 4 : 3]))))
            Assert.Equal("LinRegPS.RanksDiffer", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    [Fact]
    public void AnErrorOnOneRankIsOneOnAll()
    {
        var results = ThreadGroup.Try(3, group => group.Agree(() => group.Rank == 1 ? throw new InvalidOperationException("no disk") : 5));
        Assert.IsType<InvalidOperationException>(results[1].Error);
        foreach (int rank in new[] { 0, 2 })
        {
            var error = Assert.IsType<InvalidValueException>(results[rank].Error);
            Assert.Equal("LinRegPS.OtherRank", error.ErrorId);
            Assert.Contains("Rank 1", error.Message, StringComparison.Ordinal);
            Assert.Contains("no disk", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void GradientsAreWeightedByRowsAndMissingOnesCountAsZeros()
    {
        var gradients = ThreadGroup.Run(2, group =>
        {
            Tensor w = Leaf(2), missing = Leaf(1), nowhere = Leaf(1);
            w.Grad = Tensor.From([group.Rank + 1f, 10]);
            missing.Grad = group.Rank == 0 ? Tensor.From([4f]) : null;
            GroupGradients.Average(group, [w, missing, nowhere], group.Rank == 0 ? 3 : 1);
            return (w.Grad.ToArray(), missing.Grad!.ToArray(), nowhere.Grad);
        });
        foreach (var (w, missing, nowhere) in gradients)
        {
            Assert.Equal([1.25f, 10], w);
            Assert.Equal([3], missing);
            Assert.Null(nowhere);
        }
    }

    [Fact]
    public void ASumOfNoRowsIsAnError()
    {
        foreach (var (_, error) in ThreadGroup.Try(2, group =>
        {
            GroupGradients.Average(group, [Leaf(1)], 0);
            return 0;
        }))
            Assert.Equal("LinRegPS.NoRows", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    [Fact]
    public void ThereIsNoRankBeyondTheLast()
    {
        var error = Assert.Throws<InvalidValueException>(() => new SingleProcess().Broadcast(Tensor.From([1f]), 1));
        Assert.Equal("LinRegPS.NoSuchRank", error.ErrorId);
    }

    private static Tensor Leaf(int length)
    {
        var leaf = Tensor.From(new float[length]);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static float[] Numbers(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5) * MathF.Pow(10, random.Next(-5, 6)))];
    }
}
