using System.Text.Json;
using LinRegPS.Diagnosis.Lint;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What the findings say, what a healthy training must not give, and that watching changes nothing.</summary>
public class LintTests
{
    // X = [[1],[2]], y = [1,2], zero weight. Pairs: mean(1, 4, 1, 4) = 2.5, gradient 2/4 * (1 + 2) * (-1 - 2) = -4.5;
    // element by element mean(1, 4) = 2.5 too, gradient 2/2 * (-1 * 1 - 2 * 2) = -5.
    [Fact]
    public void BroadcastLossSaysWhatTheGradientShouldBe()
    {
        var (model, x, y) = (Line(0), Tensor.From([1, 2], 2, 1), Tensor.From([1, 2]));
        var loss = Loss.Mse(model.Forward(x), y, allowBroadcast: true);
        loss.Backward();
        Assert.Equal(2.5f, loss.Item());
        Assert.Equal(-4.5f, model.Weight.Grad!.Item());

        var finding = Train(Line(0), x, y, 0.01, 1, allowBroadcast: true).Only("BroadcastLoss");
        Assert.Contains("Prediction [2,1] against target [2]: 4 pairs of shape [2,2] instead of 2.", finding.Evidence);
        Assert.Contains("Loss 2.5, element by element 2.5; gradient of weight: -4.5 instead of -5.", finding.Evidence);
        Assert.Contains("$Y.Reshape(2, 1)", finding.Remedy);
    }

    // With a weight [1,2] the prediction is [2,1], and the target [2] broadcasts; a weight of shape [2] gives [2], which fits.
    [Fact]
    public void AVectorForAWeightHidesTheBroadcast()
    {
        var (x, y) = (Tensor.From([1, 2, 3, 4], 2, 2), Tensor.From([1, 2]));
        Assert.Contains("BroadcastLoss", Train(Layer([0, 0], 2, 1), x, y, 0.01, 1, allowBroadcast: true).Rules());
        var w = Parameter(0, 0);
        Assert.DoesNotContain("BroadcastLoss", Loop(3, 0.01, () => Loss.Mse(x.MatMul(w), y, allowBroadcast: true), ("w", w)).Rules());
    }

    [Fact]
    public void TheFoundingCaseIsHealthyUntilItStandsStill()
    {
        Assert.Empty(Train(Line(0), X, Y, 0.01, 90));
        Assert.Empty(Train(Line(0, 0), X, Y, 0.01, 4000));
        var (w, x, y) = (Parameter(0), X.Reshape(4), Y.Reshape(4));
        Assert.Empty(Loop(90, 0.01, () => Loss.Mse(w * x, y), ("w", w)));
    }

    [Fact]
    public void ASmallTanhModelIsHealthy()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 32).Select(i => (i / 16f) - 1)], 32, 1);
        var y = Tensor.From([.. Enumerable.Range(0, 32).Select(i => MathF.Sin(3 * ((i / 16f) - 1)))], 32, 1);
        foreach (uint seed in Enumerable.Range(0, 20))
        {
            var generator = new Generator((int)seed);
            var model = Stack(t => t.Tanh(), new Linear(1, 8, true, generator), new Linear(8, 8, true, generator), new Linear(8, 1, true, generator));
            var findings = Train(model, x, y, 0.1, 500);
            Assert.True(findings.Count == 0, $"seed {seed}: {string.Join("; ", findings.Select(f => $"{f} {f.Name} {f.FirstStep} {f.Evidence}"))}");
        }
    }

    // The trace's fixpoint epoch is the last that moves anything: the first update without effect is the next one's.
    [Theory]
    [InlineData("torch_linear_nobias", 101, "1.99999964")]
    [InlineData("torch_linear_nobias", 200, "1.99999964")]
    [InlineData("torch_linear_bias", 5000, "1.99999774")]
    public void StandstillIsSeenWhereTheTraceStops(string variant, int epochs, string value)
    {
        using var traces = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "seed_traces.json")));
        int stopped = traces.RootElement.GetProperty("variants").GetProperty(variant).GetProperty("summary").GetProperty("fixpoint_epoch").GetInt32();
        var findings = Train(variant.EndsWith("_nobias", StringComparison.Ordinal) ? Line(0) : Line(0, 0), X, Y, 0.01, epochs);
        var finding = Assert.Single(findings, f => f is { RuleId: "Standstill", Name: "weight" });
        Assert.Equal(stopped + 1, finding.FirstStep);
        Assert.Contains(value, finding.Evidence);
        Assert.Contains($"since epoch {stopped}", finding.Finding);
    }

    [Fact]
    public void RateTooHighNamesTheCurvatureAndTheRate()
    {
        var finding = Train(Line(0), X, Y, 0.2, 10).Only("RateTooHigh");
        Assert.Contains("largest curvature 15 (at the start)", finding.Evidence);
        Assert.Contains("0.066667", finding.Remedy);
        var (w, x, y) = (Parameter(0), X.Reshape(4), Y.Reshape(4));
        finding = Loop(10, 0.2, () => Loss.Mse(w * x, y), ("w", w)).Only("RateTooHigh");
        Assert.Contains("largest curvature 15 (along the way)", finding.Evidence);
    }

    [Fact]
    public void GradientFactorIsNamed()
    {
        var lint = new TrainingLint();
        var model = Line(0);
        lint.Diagnose(
            new TrainingRun(model, X, Y) { Epochs = 1 }.ToLoop(),
            () => [Tensor.Scalar(-120)], TestContext.Current.CancellationToken);
        var finding = lint.Findings().Only("GradientFactor");
        Assert.Equal("weight", finding.Name);
        Assert.Contains("4 times autograd's: 4 is the number of samples: a mean over N is missing", finding.Finding);
    }

    [Fact]
    public void NonFiniteNamesTheFirstOperation()
    {
        var w = Parameter(-1);
        var finding = Loop(2, 0.01, () => (w * 3).Log().Square().Sum(), ("w", w)).Only("NonFinite");
        Assert.Equal("Log", finding.Name);
        Assert.Equal(1, finding.FirstStep);
        // A gradient of infinity times zero, with a finite loss.
        var v = Parameter(0, 4);
        finding = Loop(2, 0.01, () => (v.Sqrt() * Tensor.From([0, 1])).Sum(), ("v", v)).Only("NonFinite");
        Assert.Equal("Sqrt", finding.Name);
        // Diverging for long: the loss overflows in an epoch that is not watched closely.
        finding = Train(Line(0), X, Y, 1, 60).Only("NonFinite");
        Assert.Equal("MseLoss", finding.Name);
        Assert.InRange(finding.FirstStep, 9, 31);
    }

    [Fact]
    public void NamesAreThoseOfTheParameters()
    {
        var (w, b) = (Parameter(0), Parameter(0));
        var finding = Watch(
            () =>
            {
                Loss.Mse(w * X, Y).Backward();
                Sgd.Step(w, "w", 0.01);
            },
            ("w", w),
            ("b", b)).Only("ForgottenParameter");
        Assert.Equal("b", finding.Name);
        Assert.Contains("Reached by the loss: w.", finding.Evidence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WatchingChangesNoBit(bool mlp)
    {
        Assert.Equal(Run(null), Run(new TrainingLint()));

        string[] Run(TrainingLint? lint)
        {
            var generator = new Generator(3);
            Module model = mlp
                ? Stack(t => t.Tanh(), new Linear(1, 8, true, generator), new Linear(8, 1, true, generator))
                : Line(0, 0);
            var loop = new TrainingRun(model, X, Y) { LearningRate = 0.01, Epochs = 150, Lint = lint };
            string[] bits = [.. loop.Run().Select(record => string.Join(' ', record.GetParameterNames()
                .SelectMany(name => record.GetParameter(name).ToArray().Concat(record.GetGradient(name)!.ToArray()))
                .Append(record.Loss).Select(BitConverter.SingleToInt32Bits)))];
            lint?.Findings();
            return [.. bits, .. model.Parameters().Select(p => $"{p.Version} {string.Join(' ', p.ToArray().Select(BitConverter.SingleToInt32Bits))}")];
        }
    }

    [Fact]
    public void DiagnosingLeavesWhatAModelDrawsAsItWas()
    {
        var dropout = new Dropout(0.5, new Generator(7));
        var model = new CustomModel([new("drop", dropout), new("line", new Linear(3, 1, true, new Generator(0)))], (m, x) => m.Layers[1].Value.Forward(m.Layers[0].Value.Forward(x)));
        var same = new Dropout(0.5, new Generator(7));
        Train(model, Tensor.Ones(4, 3), Tensor.Ones(4, 1), 0.01, 5);
        Assert.Equal(same.Forward(Tensor.Ones(40)).ToArray(), dropout.Forward(Tensor.Ones(40)).ToArray());
    }

    [Fact]
    public void DiagnosingLeavesTheModelAsItWas()
    {
        var model = Line(0.5f, 0.25f);
        model.Weight.Grad = Tensor.From([7], 1, 1);
        var (gradient, version) = (model.Weight.Grad, model.Weight.Version);
        Train(model, X, Y, 0.01, 50);
        Assert.Equal(0.5f, model.Weight.Item());
        Assert.Equal(0.25f, model.Bias!.Item());
        Assert.Same(gradient, model.Weight.Grad);
        Assert.Null(model.Bias.Grad);
        Assert.Equal(version, model.Weight.Version);
    }

    [Fact]
    public void OnlyThisThreadIsWatched()
    {
        var (w, x, y) = (Parameter(0), X, Y);
        var findings = Watch(() =>
        {
            var other = new Thread(() =>
            {
                for (int i = 0; i < 3; i++)
                    Loss.Mse(w * x, y).Backward();
            });
            other.Start();
            other.Join();
        });
        Assert.Empty(findings);
        Assert.Null(Watcher.Current);
    }

    [Fact]
    public void WatchesNest()
    {
        var outer = new TrainingLint();
        var inner = new TrainingLint();
        using (outer.Watch())
        {
            using (inner.Watch())
                Loss.Mse(Parameter(0) * X, Y).Backward();
            Assert.NotNull(Watcher.Current);
        }
        Assert.Null(Watcher.Current);
        Assert.Equal((0, 1), (outer.BackwardPasses, inner.BackwardPasses));
    }

    [Fact]
    public void RulesAreSelectedByPattern()
    {
        var lint = new TrainingLint("Rate*", "stand????l");
        lint.Diagnose(new TrainingRun(Line(0), X, Y.Reshape(4)) { LearningRate = 0.3, Epochs = 10, AllowBroadcast = true }.ToLoop(), () => null, TestContext.Current.CancellationToken);
        Assert.Equal(["RateTooHigh"], lint.Findings().Rules());
        var error = Assert.Throws<InvalidValueException>(() => new TrainingLint("Rate*", "Nothing"));
        Assert.Equal("LinRegPS.NoSuchRule", error.ErrorId);
        Assert.Contains("BroadcastLoss", error.Message);
    }

    [Fact]
    public void AnErrorWithoutAFindingIsThrown()
    {
        var lint = new TrainingLint();
        var error = Assert.Throws<ShapeMismatchException>(() => lint.Diagnose(new TrainingRun(Line(0), X, Tensor.From([1, 2, 3], 3, 1)).ToLoop(), () => null, TestContext.Current.CancellationToken));
        Assert.Contains("[3,1]", error.Message);
        error = Assert.Throws<ShapeMismatchException>(() => lint.Diagnose(new TrainingRun(Line(0), X, Y).ToLoop(), () => [Tensor.From([1, 2])], TestContext.Current.CancellationToken));
        Assert.Contains("The gradient of weight needs the shape [1,1], not [2].", error.Message);
    }

    [Fact]
    public void MoreOfTheWayWithoutGradientsInTheGraphIsSeenThrough()
    {
        // The cut is passed on through what is made of it.
        var (w, x, y) = (Parameter(0), X, Y);
        var finding = Watch(() => Loss.Mse((w.Detach() * x) + 1, y).Backward(), ("w", w)).Only("CutGraph");
        Assert.Equal("Detach()", finding.Name);
        finding = Watch(() =>
        {
            using (GradMode.NoGrad())
                w = w - Tensor.Scalar(0.1);
            Loss.Mse(w * x, y).Backward();
        }).Only("CutGraph");
        Assert.Equal("Sub under Invoke-NoGrad", finding.Name);
    }
}
