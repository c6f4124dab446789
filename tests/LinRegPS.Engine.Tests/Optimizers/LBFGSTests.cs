using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Optimizers;

public class LBFGSTests
{
    private static readonly LbfgsData s_data = OptimizerTraceTests.Reference.LbfgsData;

    public static TheoryData<int> Traces { get; } = [.. Enumerable.Range(0, OptimizerTraceTests.Reference.Lbfgs.Length)];

    // PyTorch adds float32 products in an order of BLAS's own; a step multiplies what that changes.
    [Theory]
    [MemberData(nameof(Traces))]
    public void StepsArePyTorchs(int index)
    {
        var trace = OptimizerTraceTests.Reference.Lbfgs[index];
        var (lbfgs, w, b) = Make(trace);
        int evaluations = 0;
        foreach (var (loss, expected) in trace.Losses.Zip(trace.Params))
        {
            Assert.Equal(loss, lbfgs.Step(() => Loss(lbfgs, w, b, ref evaluations)).Item(), 1e-4 * Math.Abs(loss));
            Assert.All(expected.Zip([.. w.ToArray(), .. b.ToArray()]), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
        Assert.InRange(evaluations, trace.Evaluations - 3, trace.Evaluations + 3);
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void AStateThatIsLoadedGoesOnWithTheSameBits(int index)
    {
        var trace = OptimizerTraceTests.Reference.Lbfgs[index];
        int none = 0;
        var (first, w, b) = Make(trace);
        for (int step = 0; step < 2; step++)
            first.Step(() => Loss(first, w, b, ref none));
        Tensor v = w.Detach().Clone().RequiresGrad_(), c = b.Detach().Clone().RequiresGrad_();
        var second = new LBFGS([v, c], 0.123);
        second.LoadStateDict(first.StateDict());
        for (int step = 0; step < 3; step++)
        {
            float loss = first.Step(() => Loss(first, w, b, ref none)).Item();
            Assert.Equal(loss, second.Step(() => Loss(second, v, c, ref none)).Item());
            Expect.SameBits(w.ToArray(), v.ToArray());
            Expect.SameBits(b.ToArray(), c.ToArray());
        }
        Assert.Equal(first.ToString(), second.ToString());
    }

    // The place that the cubic points to is moved away from an end that is nearer than a tenth.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TheLineSearchTriesPyTorchsPlaces(int index)
    {
        var search = OptimizerTraceTests.Reference.Searches[index];
        Func<Tensor, Tensor> function = search.Function == "wave"
            ? x => (x * x / 10) + (x * 3).Sin()
            : x => (1 + (x * x * 100)).Log() + (x * x / 50);
        var x = Tensor.From([search.Places[0]]).RequiresGrad_();
        var lbfgs = new LBFGS([x], search.Lr) { StrongWolfe = true, MaxIterations = 1 };
        var places = new List<float>();
        lbfgs.Step(() =>
        {
            places.Add(x.Item());
            x.Grad = null;
            var loss = function(x).Sum();
            loss.Backward();
            return loss;
        });
        Assert.Equal(search.Places.Length, places.Count);
        Assert.All(search.Places.Zip(places), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * (1 + Math.Abs(pair.First))));
    }

    [Fact]
    public void ASearchThatFailsInTheMiddleLeavesTheParametersWhereItBegan()
    {
        var (lbfgs, w, b) = Make(OptimizerTraceTests.Reference.Lbfgs[2]);
        int evaluations = 0;
        float[] before = w.ToArray();
        Assert.Throws<InvalidOperationException>(() => lbfgs.Step(() =>
            evaluations == 1 ? throw new InvalidOperationException() : Loss(lbfgs, w, b, ref evaluations)));
        Expect.SameBits(before, w.ToArray());
    }

    [Fact]
    public void WhereTheGradientIsNothingAStepChangesNothing()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        var lbfgs = new LBFGS([w]);
        lbfgs.Step(() =>
        {
            w.Grad = Tensor.Zeros(2);
            return Tensor.Scalar(3);
        });
        Assert.Equal([1, 2], w.ToArray());
    }

    private static (LBFGS, Tensor W, Tensor B) Make(LbfgsTrace trace)
    {
        Tensor w = Tensor.From(trace.Start).RequiresGrad_(), b = Tensor.Zeros(1).RequiresGrad_();
        return ((LBFGS)TorchOptimizer.Make("LBFGS", trace.Args, [w, b]), w, b);
    }

    private static Tensor Loss(LBFGS lbfgs, Tensor w, Tensor b, ref int evaluations)
    {
        evaluations++;
        lbfgs.ZeroGrad();
        var x = Tensor.From([.. s_data.X.SelectMany(row => row)], s_data.X.Length, 2);
        var loss = ((x.MatMul(w).Tanh() * 3) + b - Tensor.From(s_data.Y)).Square().Mean();
        loss.Backward();
        return loss;
    }
}
