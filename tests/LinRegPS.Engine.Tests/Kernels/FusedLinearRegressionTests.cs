using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Fused;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Engine.Tests.Kernels;

[Collection(nameof(Workers))]
public class FusedLinearRegressionTests
{
    public static TheoryData<int, int> Shapes { get; } =
    [
        (1, 1), (4, 1), (7, 3), (64, 100), (1000, 99), (100_000, 1), (100_000, 2), (33_335, 3), (20_003, 7), (12_501, 8), (12_504, 9), (30_001, 10),
        (6_673, 15), (6_250, 16), (5_890, 17), (2_049, 63), (1_024, 100), (9_999, 101), (4_200, 384), (2_100, 385), (57, 2_000), (57, 2_049), (3, 40_000),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryBitIsThatOfTheOperationsOneAfterTheOther(int rows, int columns)
    {
        float[] x = Numbers.Normal(1, rows * columns), y = Numbers.Normal(2, rows), w = Numbers.Normal(3, columns);
        foreach (var (bias, scale) in new[] { (true, 1f), (false, 1f), (true, 0.3f) })
        {
            var layer = new Linear(columns, 1, bias);
            using (GradMode.NoGrad())
            {
                layer.Weight.Copy_(Tensor.From(w, 1, columns));
                layer.Bias?.Fill_(0.7);
            }
            var loss = Loss.Mse(layer.Forward(Tensor.From(x, rows, columns)), Tensor.From(y, rows, 1));
            (loss * scale).Backward();
            var pass = new FusedLinearRegression(columns);
            for (int again = 0; again < 2; again++)
            {
                float[] dw = new float[columns], db = new float[bias ? 1 : 0];
                float mean = pass.Run(x, y, again == 0 ? default : new RowPrefetcher(x), w, bias ? [0.7f] : [], scale, dw, db);
                Expect.SameBits([loss.Item()], [mean]);
                Expect.SameBits(layer.Weight.Grad!.ToArray(), dw);
                Expect.SameBits(layer.Bias?.Grad!.ToArray() ?? [], db);
            }
        }
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(131_077)]
    [InlineData(300_001)]
    public void OneColumnHasTheBitsOfADotProduct(int rows)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            float[] x = Numbers.Normal(seed, rows), y = Numbers.Normal(100 + seed, rows), dw = [0];
            // At the optimum, where the products of the gradient cancel.
            float best = (float)(x.Zip(y, (a, b) => (double)a * b).Sum() / x.Sum(a => (double)a * a));
            var layer = new Linear(1, 1, bias: false);
            using (GradMode.NoGrad())
                layer.Weight.Fill_(best);
            Loss.Mse(layer.Forward(Tensor.From(x, rows, 1)), Tensor.From(y, rows, 1)).Backward();
            new FusedLinearRegression(1).Run(x, y, default, [best], [], 1, dw, []);
            Expect.SameBits(layer.Weight.Grad!.ToArray(), dw);
        }
    }

    [Fact]
    public void EverySmallShapeByBlocksIsThePlainPassWithinTheBound()
    {
        for (int rows = 1; rows <= 70; rows++)
        {
            for (int columns = 1; columns <= 33; columns++)
            {
                // Errors of one sign, so that nothing cancels and a few roundings are all that may lie between.
                float[] x = [.. Numbers.Normal(1, rows * columns).Select(MathF.Abs)], w = [.. Numbers.Normal(3, columns).Select(MathF.Abs)];
                float[] y = [.. Enumerable.Repeat(-5f, rows)], dw = new float[columns], plainDw = new float[columns], db = [0], plainDb = [0];
                var pass = new FusedLinearRegression(columns);
                float plain = pass.RunAtOnce(x, y, default, w, [0.5f], 0.5f, plainDw, plainDb), loss = pass.RunByBlocks(x, y, default, rows, w, [0.5f], 0.5f, dw, db);
                Assert.Equal(plain, loss, plain * 1e-5f);
                Assert.Equal(plainDb[0], db[0], plainDb[0] * 1e-5f);
                for (int c = 0; c < columns; c++)
                    Assert.Equal(plainDw[c], dw[c], plainDw[c] * 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(8_192, 100, 20_000)]
    [InlineData(6_001, 17, 6_001)]
    [InlineData(2_049, 63, 3_000)]
    [InlineData(4_103, 384, 4_200)]
    public void RowsInAnyOrderHaveTheBitsOfThoseThatWereGatheredBefore(int count, int columns, int rows)
    {
        float[] x = Numbers.Normal(1, rows * columns), y = Numbers.Normal(2, rows), w = Numbers.Normal(3, columns);
        int[] order = new int[rows];
        new Generator(4).Source.FillPermutation(order);
        float[] someX = [.. order.Take(count).SelectMany(row => x.AsSpan(row * columns, columns).ToArray())], someY = [.. order.Take(count).Select(row => y[row])];
        var pass = new FusedLinearRegression(columns);
        Assert.True(pass.CanGather(count));
        float[] dw = new float[columns], db = [0];
        float loss = pass.Run(someX, someY, default, w, [0.5f], 0.3f, dw, db);
        int before = Workers.Threads;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            Workers.Threads = threads;
            float[] gatheredDw = new float[columns], gatheredDb = [0];
            float gathered = pass.RunGathered(x, y, order, count, w, [0.5f], 0.3f, gatheredDw, gatheredDb);
            Workers.Threads = before;
            Expect.SameBits([loss, .. dw, .. db], [gathered, .. gatheredDw, .. gatheredDb]);
        }
    }

    [Theory]
    [InlineData(100_001, 10)]
    [InlineData(40_000, 33)]
    public void TheNumberOfThreadsChangesNoBit(int rows, int columns)
    {
        float[] x = Numbers.Normal(1, rows * columns), y = Numbers.Normal(2, rows), w = Numbers.Normal(3, columns);
        var results = new List<float[]>();
        int before = Workers.Threads;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            Workers.Threads = threads;
            float[] dw = new float[columns], db = new float[1];
            float loss = new FusedLinearRegression(columns).Run(x, y, default, w, [0.1f], 1, dw, db);
            results.Add([loss, .. dw, .. db]);
        }
        Workers.Threads = before;
        Assert.All(results, r => Expect.SameBits(results[0], r));
    }
}
