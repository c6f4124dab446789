using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>The lint sees the steps of every optimizer, and judges none by the rules of plain gradient descent but that.</summary>
public class OptimizerLintTests
{
    /// <summary>All whose step is a call after the backward pass.</summary>
    public static TheoryData<string> All { get; } = [.. Optimizer.Names.Where(name => name != nameof(LBFGS))];

    [Theory]
    [MemberData(nameof(All))]
    public void ARightLoopHasNoFindings(string name)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        foreach (int steps in new[] { 5, 200 })
            Assert.Empty(Watch(() => Loop(Optimizer.Named(name, layer, name == nameof(Adadelta) ? 1 : 0.01), layer, steps)));
    }

    [Fact]
    public void ALoopWithAClosureHasNoFindings()
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        var lbfgs = new LBFGS(layer, 0.1);
        float loss = 0;
        Assert.Empty(Watch(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                loss = lbfgs.Step(() =>
                {
                    lbfgs.ZeroGrad();
                    var now = Loss.Mse(layer.Forward(X), Y);
                    now.Backward();
                    return now;
                }).Item();
            }
        }));
        Assert.InRange(loss, 0, 0.1);
    }

    // Adam overshoots on its way, and its rate times the curvature says nothing.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-5)]
    public void RatesOfAdamAreNotJudgedByTheCurvature(double rate)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        Assert.Empty(Watch(() => Loop(new Adam(layer, rate), layer, 60)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AParameterThatIsNotSteppedIsFound(string name)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        var finding = Watch(() =>
        {
            var optimizer = Optimizer.Named(name, new Holder(layer.Weight), 0.01);
            for (int i = 0; i < 5; i++)
            {
                layer.ZeroGrad();
                Loss.Mse(layer.Forward(X), Y).Backward();
                optimizer.Step();
            }
        }, ("bias", layer.Bias!)).Only("ForgottenParameter");
        Assert.Equal("bias", finding.Name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AGradientThatIsOldOrMissingIsFound(string name)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        var findings = Watch(() =>
        {
            var optimizer = Optimizer.Named(name, layer, 0.01);
            Loss.Mse(layer.Forward(X), Y).Backward();
            optimizer.Step();
            optimizer.Step();
            optimizer.ZeroGrad();
            optimizer.Step();
        });
        Assert.Equal(["StaleStep", "StaleStep", "StaleStep"], findings.Rules());
        Assert.Equal(["Linear", "weight", "bias"], findings.Select(f => f.Name));
    }

    [Fact]
    public void UnclearedGradientsOfAdamAreFound()
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        var adam = new Adam(layer, 0.01);
        var findings = Watch(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Loss.Mse(layer.Forward(X), Y).Backward();
                adam.Step();
            }
        });
        Assert.Equal(["NoZeroGrad", "NoZeroGrad"], findings.Rules());
    }

    private static void Loop(Optimizer optimizer, Linear layer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            optimizer.ZeroGrad();
            Loss.Mse(layer.Forward(X), Y).Backward();
            optimizer.Step();
        }
    }

    private sealed class Holder(Tensor value) : Module
    {
        public Tensor Value { get; } = value;
    }
}
