namespace LinRegPS.Engine.Tests.Autograd;

public class ParallelBackwardTests
{
    private const int Threads = 4, Passes = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void PassesOnSeveralThreadsLoseNothingOfALeafsGradient(int length)
    {
        var w = Tensor.Ones(length).RequiresGrad_();
        OnThreads(_ => (w * 1).Sum().Backward());
        Assert.All(w.Grad!.ToArray(), g => Assert.Equal(Threads * Passes, g));
        Assert.Equal((Threads * Passes) - 1, w.Grad.Version);
    }

    [Fact]
    public void PassesOnSeveralThreadsMayShareAGraphThatIsKept()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        // A ladder, so that a pass is in the middle of it while others are.
        var shared = w;
        for (int i = 0; i < 20; i++)
            shared = (shared + shared) * 0.5;
        OnThreads(_ => (shared * 3).Sum().Backward(retainGraph: true));
        Assert.All(w.Grad!.ToArray(), g => Assert.Equal(3 * Threads * Passes, g));
    }

    [Fact]
    public void PassesThatAreRecordedLoseNothingEither()
    {
        var w = Tensor.From([2]).RequiresGrad_();
        OnThreads(i =>
        {
            if (i < 50)
                (w * w).Sum().Backward(createGraph: true);
        });
        Assert.Equal(4 * Threads * 50, w.Grad!.Item());
        Assert.Equal(2 * Threads * 50, LinRegPS.Autograd.Grad(w.Grad, [w])[0]!.Item());
    }

    [Fact]
    public void APassWithinAPassHasItsOwnState()
    {
        var w = Tensor.From([3]).RequiresGrad_();
        var inner = w.Square();
        new Nested(w, inner).Apply().Sum().Backward();
        // The inner pass gives 6, the outer one 1.
        Assert.Equal(7, w.Grad!.Item());
    }

    private static void OnThreads(Action<int> pass)
    {
        using var together = new Barrier(Threads);
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            try
            {
                together.SignalAndWait();
                for (int i = 0; i < Passes; i++)
                    pass(i);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }

    private sealed class Nested(Tensor x, Tensor other) : Operation(x)
    {
        private readonly Tensor _other = other;

        protected override Tensor Forward() => Input(0) + 0;

        protected override void Backward(Tensor gradient)
        {
            _other.Backward();
            Give(0, gradient);
        }
    }
}
