using System.Runtime.CompilerServices;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Engine.Tests.Training;
using LinRegPS.Memory;

namespace LinRegPS.Engine.Tests.Memory;

// What other tests make the collector do would decide what is lent again.
[Collection(typeof(Alone))]
public class CachingAllocatorTests
{
    // A length of the test's own: no tensor of another test has it.
    private static int s_length = CachingAllocator.Least;

    private readonly Tensor _x = Tensor.From(Numbers.Normal(1, Interlocked.Add(ref s_length, 8)), s_length);

    [Fact]
    public void ALoopsResultsUseMemoryAgain()
    {
        Tensor? result;
        // The collector may take memory back for reasons of its own: so the best of five.
        long least = long.MaxValue;
        OnAThread(() =>
        {
            for (int attempt = 0; attempt < 5; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 1000; i++)
                    Replace();
                least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / (sizeof(float) * _x.Numel));
            }
        });
        // Of a thousand.
        Assert.InRange(least, 0, 200);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Replace() => result = _x + 1;
    }

    [Fact]
    public void WhatIsHeldInAnyWayIsNeverLent()
    {
        OnAThread(() =>
        {
            var held = new List<(Tensor Tensor, float First)>();
            for (int i = 0; i < 40; i++)
            {
                held.Add((_x + i, _x.Data[0] + i));
                held.Add(((_x + (100 + i)).Reshape(1, -1), _x.Data[0] + (100 + i)));
                held.Add(((_x + (200 + i)).Detach(), _x.Data[0] + (200 + i)));
                Waste();
                GC.Collect(i % 3);
            }
            Assert.All(held, entry => Assert.Equal(entry.First, entry.Tensor.Data[0]));
        });

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Waste() => (_x * 0).Add_(-1);
    }

    [Fact]
    public void AGraphHoldsWhatItSaved()
    {
        OnAThread(() =>
        {
            float[] expected = _x.Exp().ToArray();
            var w = Tensor.From(_x.ToArray(), _x.Numel).RequiresGrad_();
            var loss = Loss(w);
            for (int i = 0; i < 40; i++)
            {
                Waste();
                GC.Collect(1);
            }
            loss.Backward();
            Expect.SameBits(expected, w.Grad!.ToArray());
        });

        // Only the graph has the exponentials, which are the last that was lent.
        [MethodImpl(MethodImplOptions.NoInlining)]
        Tensor Loss(Tensor w) => w.Exp().Sum();

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Waste() => (_x * 0).Add_(-1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatAnotherThreadHasUsedIsNotLentAgain(bool used)
    {
        int again = 0;
        OnAThread(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                float[] memory = Borrow(_x.Numel, used);
                GC.Collect(1);
                again += ReferenceEquals(memory, Borrow(_x.Numel)) ? 1 : 0;
            }
        });
        Assert.Equal(!used, again > 0);
    }

    [Fact]
    public void FewElementsAreNotLent()
    {
        float[] memory = Borrow(5);
        Assert.Equal(5, memory.Length);
        GC.Collect(1);
        Assert.NotSame(memory, Borrow(5));
    }

    [Fact]
    public void AnotherLengthGetsMemoryOfItsOwn()
    {
        OnAThread(() =>
        {
            Waste(_x);
            GC.Collect(1);
            var longer = Tensor.Zeros(_x.Numel + 1);
            Assert.Equal(_x.Numel + 1, longer.ToArray().Length);
        });

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Waste(Tensor x) => _ = x + 1;
    }

    // What a storage is lent that nobody has any more when this is back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float[] Borrow(int count, bool useElsewhere = false)
    {
        var storage = CachingAllocator.Allocate(count);
        if (useElsewhere)
            OnAThread(() => _ = storage.Elements);
        return storage.Elements;
    }

    private static void OnAThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
    }
}
