namespace LinRegPS.Engine.Tests.Training;

/// <summary>Runs alone: what other tests allocate would be counted too.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class Alone;

[Collection(typeof(Alone))]
public class MemoryTests(ITestOutputHelper output)
{
    [Fact]
    public void AMillionStepsHoldMemoryFlat()
    {
        const int half = 500_000;
        var loop = FoundingCase.Loop(FoundingCase.Model(true), 2 * half, logEvery: half);
        using var records = loop.Records().GetEnumerator();
        Assert.True(records.MoveNext());
        var (heapBefore, before) = Measure();
        Assert.True(records.MoveNext());
        var (heapBetween, between) = Measure();
        Assert.True(records.MoveNext());
        var (heapAfter, after) = Measure();
        Assert.False(records.MoveNext());

        output.WriteLine($"{(after - before) / (2.0 * half):F1} bytes allocated per step; heap {heapBefore}, {heapBetween}, {heapAfter} bytes");
        Assert.InRange(heapAfter - heapBefore, long.MinValue, 1_000_000);
        Assert.InRange((double)(after - between) / (between - before), 0.99, 1.01);

        static (long Heap, long Allocated) Measure()
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return (GC.GetTotalMemory(forceFullCollection: true), allocated);
        }
    }

    [Fact]
    public void AGraphIsFreedWhileItGoesBackward()
    {
        // Each of the operations saves a megabyte. None is needed once the pass is over, though the loss lives on.
        var w = Tensor.Ones(250_000).RequiresGrad_();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var y = w;
        for (int i = 0; i < 50; i++)
            y = y.Square();
        var loss = y.Sum();
        y = null;
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 40_000_000, long.MaxValue);
        loss.Backward();
        // Its gradient is what remains.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 5_000_000);
        GC.KeepAlive(loss);
    }
}
