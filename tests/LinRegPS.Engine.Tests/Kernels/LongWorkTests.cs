using LinRegPS.Engine.Tests.Hardware;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>
/// What takes long asks between its parts whether to end. Nothing here is timed: what is counted is how often it asks, and that it does
/// nothing more once the answer was yes. Alone in the process, for threads and host are those of all.
/// </summary>
[Collection(nameof(LongWorkTests))]
[CollectionDefinition(nameof(LongWorkTests), DisableParallelization = true)]
[Trait(NarrowVectorTests.Vectors, NarrowVectorTests.Any)]
public sealed class LongWorkTests : IDisposable
{
    private readonly int _threads = Workers.Threads, _interval = Interruption.HostInterval;

    // Alone the thread that asks does all of the work.
    public LongWorkTests() => (Workers.Threads, Interruption.HostInterval) = (1, 0);

    public void Dispose() => (Workers.Threads, Interruption.HostInterval, Interruption.Host) = (_threads, _interval, null);

    private static Tensor Random(params int[] shape) => Tensor.Normal(new Generator(1), 0, 1, shape);

    // Each kind of work with how many parts it has at least, and so how large one is at most.
    private static readonly Dictionary<string, (int Parts, Func<Action> Prepare)> s_kinds = new()
    {
        ["matrix product"] = (8, () => On(Random(600, 500), Random(500, 700), (a, b) => a.MatMul(b))),
        ["transposed product"] = (8, () => On(Random(500, 600), Random(500, 700), (a, b) => a.T.MatMul(b))),
        ["many inner elements"] = (8, () => On(Random(8, 2_000_000), Random(2_000_000, 8), (a, b) => a.MatMul(b))),
        ["matrix times vector"] = (3, () => On(Random(5000, 1000), Random(1000, 1), (a, b) => a.MatMul(b))),
        ["small products in a batch"] = (3, () => On(Random(300_000, 4, 4), a => a.MatMul(a))),
        ["products in a batch"] = (30, () => On(Random(60, 64, 64), a => a.MatMul(a))),
        ["backward of a product"] = (16, () => On(Random(600, 500).RequiresGrad_().MatMul(Random(500, 700)).Sum(), y => y.Backward(retainGraph: true))),
        ["element-wise"] = (10, () => On(Random(1_000_000), x => x.Tanh())),
        ["broadcast"] = (10, () => On(Random(1000, 1000), Random(1000, 1), (x, y) => _ = x * y)),
        ["sum"] = (8, () => On(Random(2_000_000), x => x.Sum())),
        ["sums of rows"] = (8, () => On(Random(20_000, 100), x => x.Sum(1))),
        ["sums of few rows"] = (2, () => On(Random(300_000, 3, 4), x => x.Sum(1))),
        ["sums of columns"] = (8, () => On(Random(20_000, 100), x => x.Sum(0))),
        ["greatest"] = (1, () => On(Random(3, 1_000_000), x => x.Max(1))),
        ["softmax"] = (8, () => On(Random(20_000, 50), x => x.Softmax(1))),
        ["running sum"] = (2, () => On(Random(3_000_000), x => x.CumSum(0))),
        ["running sum of exponentials"] = (8, () => On(Random(1_000_000), x => x.LogCumSumExp(0))),
        ["sort"] = (10, () => On(Random(1_000_000), x => x.ArgSort())),
        ["sort of whole numbers"] = (10, () => On(Tensor.RandInt(0, int.MaxValue, [700_000], new Generator(1)), x => x.ArgSort())),
        ["measures of columns"] = (10, () => On(Random(500_000, 2), x => _ = ColumnMeasure.Of(x).Count())),
        ["a scaler by quartiles"] = (10, () => On(Random(500_000, 2), x => _ = new Scaler(x, ScalerKind.Robust))),
        ["a scaler by means, of many columns"] = (100, () => On(Random(1000, 100), x => _ = new Scaler(x))),
        ["scaling"] = (3, () => On(Random(1_000_000, 2), x => new Scaler(ScalerKind.Standard, [], [0, 0], [1, 1]).Transform(x))),
        ["sorts of rows"] = (8, () => On(Random(1000, 500), x => x.ArgSort())),
        ["transpose in memory"] = (2, () => On(Random(2000, 2000), x => x.T.Contiguous())),
        ["convolution"] = (20, () => On(Random(8, 3, 64, 64), Random(16, 3, 5, 5), (x, w) => x.Conv2d(w))),
        ["pooling"] = (3, () => On(Random(32, 16, 64, 64), x => x.MaxPool2d([2]))),
        ["batch norm"] = (8, () => On(Random(16, 64, 32, 32), x => new BatchNorm2d(64).Forward(x))),
        ["attention"] = (8, () => On(Random(4, 8, 128, 64), q => q.ScaledDotProductAttention(q, q))),
        ["recurrent layer"] = (200, () => On(Random(200, 2, 3), x => new LSTM(3, 4).Forward(x))),
        ["cross-entropy"] = (8, () => On(Random(20_000, 50), Tensor.RandInt(0, 50, [20_000], new Generator(1)), (x, y) => Loss.CrossEntropy(x, y))),
        ["uniform draws"] = (3, () => () => Tensor.Uniform(new Generator(1), 0, 1, 4_000_000)),
        ["normal draws"] = (3, () => () => Random(4_000_000)),
        ["permutation"] = (3, () => () => Tensor.RandPerm(4_000_000, new Generator(1))),
        ["Jacobian"] = (50, () => On(Random(50), x => LinRegPS.Autograd.Jacobian(z => z.Square(), x))),
        ["Gram matrix"] = (20, () => On(Random(4000, 100), x => GramMatrix.Compute(x.ToArray(), new double[4000], 4000, 100, new double[101], new double[102 * 102]))),
        ["residuals"] = (8, () => On(Random(40_000, 100), x => LinearResiduals.Compute(x.ToArray(), new double[40_000], new double[202], new double[100], new double[80_000], new double[102]))),
        ["eigenvalues"] = (50, () => () => SymmetricEigen.Decompose(Symmetric(60))),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingIsDoneOnceItIsToEnd(string kind)
    {
        var (parts, prepare) = s_kinds[kind];
        var work = prepare();
        int asked = 0, last = int.MaxValue;
        Interruption.Host = () =>
        {
            if (++asked >= last)
                throw new TimeoutException();
        };
        work();
        Assert.InRange(asked, parts, int.MaxValue);

        int all = asked;
        foreach (int part in new[] { 1, (all + 1) / 2, all })
        {
            (asked, last) = (0, part);
            Assert.Throws<TimeoutException>(work);
            Assert.Equal(part, asked);
        }
        // What was given up leaves nothing behind.
        (asked, last) = (0, int.MaxValue);
        work();
        Assert.Equal(all, asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ChunksThatWereNotBegunAreLeftOut(int threads)
    {
        Workers.Threads = threads;
        for (int i = 0; i < 200; i++)
        {
            using var stop = new CancellationTokenSource();
            int[] begun = [0];
            using (Interruption.Begin(stop.Token))
                Assert.Throws<OperationCanceledException>(() => Workers.Run(1_000_000, new Stopping(stop, begun, 10)));
            // Each other thread may have begun one more.
            Assert.InRange(begun[0], 10, 9 + threads);
            int[] runs = [0];
            Workers.Run(1000, new Stopping(stop, runs, int.MaxValue));
            Assert.Equal(1000, runs[0]);
        }
    }

    // Both threads are in a chunk that only asking ends.
    [Fact]
    public void HelpersHearOfItWithinAChunk()
    {
        Workers.Threads = 2;
        using var stop = new CancellationTokenSource();
        using var both = new Barrier(2);
        using (Interruption.Begin(stop.Token))
            Assert.Throws<OperationCanceledException>(() => Workers.Run(2, new Endless(stop, both)));
        int[] runs = [0];
        Workers.Run(1000, new Stopping(stop, runs, int.MaxValue));
        Assert.Equal(1000, runs[0]);
    }

    [Fact]
    public void WhatFollowsIsNotBegun()
    {
        using var stop = new CancellationTokenSource();
        Tensor t = Tensor.From([1, 2]).RequiresGrad_(), y = (t * t).Sum();
        using (Interruption.Begin(stop.Token))
        {
            Assert.Equal([2, 4], (t + t).ToArray());
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => t + t);
            Assert.Throws<OperationCanceledException>(() => y.Backward());
            Assert.Null(t.Grad);
            using (Interruption.Begin(CancellationToken.None))
                Assert.Equal([2, 4], (t + t).ToArray());
            float[]? other = null;
            var thread = new Thread(() => other = (t + t).ToArray());
            thread.Start();
            thread.Join();
            Assert.Equal([2, 4], other!);
        }
        Assert.Equal([2, 4], (t + t).ToArray());
    }

    private static Action On(Tensor x, Action<Tensor> work) => () => work(x);

    private static Action On(Tensor x, Tensor y, Action<Tensor, Tensor> work) => () => work(x, y);

    private static double[,] Symmetric(int n)
    {
        var random = new Random(1);
        double[,] matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i, j] = matrix[j, i] = random.NextDouble();
        }
        return matrix;
    }

    private readonly struct Stopping(CancellationTokenSource stop, int[] begun, int last) : IChunkedWork
    {
        public void Run(int chunk)
        {
            int count = Interlocked.Increment(ref begun[0]);
            if (count == last)
                stop.Cancel();
            // Whoever stops may wait for a processor before it does.
            var spin = default(SpinWait);
            while (count > last && !stop.IsCancellationRequested)
                spin.SpinOnce();
        }
    }

    private readonly struct Endless(CancellationTokenSource stop, Barrier both) : IChunkedWork
    {
        public void Run(int chunk)
        {
            both.SignalAndWait(TestContext.Current.CancellationToken);
            stop.Cancel();
            while (true)
                Interruption.CheckLong();
        }
    }
}
