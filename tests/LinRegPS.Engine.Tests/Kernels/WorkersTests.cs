using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

[Collection(nameof(Workers))]
public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryChunkRunsOnce(int threads)
    {
        int before = Workers.Threads;
        Workers.Threads = threads;
        try
        {
            foreach (int chunks in new[] { 0, 1, 2, 3, 64, 1000 })
            {
                int[] runs = new int[chunks];
                Workers.Run(chunks, new Count(runs));
                Assert.All(runs, r => Assert.Equal(1, r));
            }
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Fact]
    public void AThousandSmallJobsOneAfterTheOther()
    {
        int[] runs = new int[7];
        for (int i = 0; i < 1000; i++)
            Workers.Run(runs.Length, new Count(runs));
        Assert.All(runs, r => Assert.Equal(1000, r));
    }

    [Fact]
    public void CallersOnSeveralThreadsAndJobsWithinJobsDoNotWaitForEachOther()
    {
        int[][] runs = [.. Enumerable.Range(0, 8).Select(_ => new int[50])];
        Parallel.ForEach(runs, own =>
        {
            for (int i = 0; i < 200; i++)
                Workers.Run(own.Length, new Nested(own));
        });
        Assert.All(runs.SelectMany(r => r), r => Assert.Equal(200, r));
    }

    [Fact]
    public void ANumberBelowOneIsOne()
    {
        int before = Workers.Threads;
        Workers.Threads = 0;
        Assert.Equal(1, Workers.Threads);
        Workers.Threads = before;
    }

    private readonly struct Count(int[] runs) : IChunkedWork
    {
        public void Run(int chunk) => Interlocked.Increment(ref runs[chunk]);
    }

    private readonly struct Nested(int[] runs) : IChunkedWork
    {
        public void Run(int chunk)
        {
            int[] inner = new int[3];
            Workers.Run(inner.Length, new Count(inner));
            Interlocked.Add(ref runs[chunk], inner.Sum() / 3);
        }
    }
}
