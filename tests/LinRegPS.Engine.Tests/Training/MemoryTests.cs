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
        const int part = 200_000;
        var loop = FoundingCase.Loop(FoundingCase.Model(true), 5 * part, logEvery: part);
        var measured = new List<(long Heap, long Allocated)>(6);
        foreach (var _ in loop.Records())
            measured.Add(Measure());
        var parts = measured.Zip(measured.Skip(1), (a, b) => (Heap: b.Heap - a.Heap, Allocated: b.Allocated - a.Allocated)).ToArray();

        output.WriteLine($"{parts.Sum(p => p.Allocated) / (5.0 * part):F1} bytes allocated per step; heap grew by {string.Join(", ", parts.Select(p => p.Heap))} bytes");
        // What is kept for each step is kept in every part; what something else in the process keeps is not.
        Assert.Equal(5, parts.Length);
        Assert.InRange(parts.Min(p => p.Heap), long.MinValue, part);
        Assert.All(parts, p => Assert.InRange(p.Allocated, parts[0].Allocated - 100, parts[0].Allocated + 100));

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
