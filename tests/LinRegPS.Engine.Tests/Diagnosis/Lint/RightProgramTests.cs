using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Programs that are right, however unusual: not one finding.</summary>
public sealed class RightProgramTests
{
    private static readonly Func<Tensor, Tensor>[] s_renewals =
    [
        w => (w - (0.01 * w.Grad!)).Detach().RequiresGrad_(),
        w => (w + (-0.01 * w.Grad!)).Detach().RequiresGrad_(),
        w => Unrecorded(() => w - (0.01 * w.Grad!)).RequiresGrad_(),
        w => Unrecorded(() => w - (0.01 * (w.Grad! + (0.1 * w)))).RequiresGrad_(),
        w => Tensor.From((w - (0.01 * w.Grad!)).ToArray()).RequiresGrad_(),
        w => Tensor.From([w.Item() - (0.01f * w.Grad!.Item())]).RequiresGrad_(),
    ];

    public static TheoryData<int> Renewals { get; } = [.. Enumerable.Range(0, s_renewals.Length)];

    [Theory]
    [MemberData(nameof(Renewals))]
    public void AStepMayMakeTheParametersAnew(int which)
    {
        foreach (int epochs in new[] { 2, 6, 60 })
        {
            Tensor w = Parameter(0), b = Parameter(0), x = X / 4, y = Y;
            Silent(Watch(
                () =>
                {
                    for (int i = 0; i < epochs; i++)
                    {
                        Loss.Mse(w * x + b, y).Backward();
                        (w, b) = (s_renewals[which](w), s_renewals[which](b));
                    }
                },
                () => [("w", w), ("b", b)]));
        }
    }

    [Fact]
    public void AParameterThatIsForgottenBesideRenewedOnesIsFound()
    {
        Tensor w = Parameter(0), b = Parameter(0), x = X / 4, y = Y;
        var findings = Watch(
            () =>
            {
                for (int i = 0; i < 6; i++)
                {
                    Loss.Mse(w * x + b, y).Backward();
                    w = s_renewals[0](w);
                }
            },
            () => [("w", w), ("b", b)]);
        Assert.Equal("b", findings.Only("ForgottenParameter").Name);
    }

    [Fact]
    public void AReplacedParameterIsTheOneFinding()
    {
        foreach (int epochs in new[] { 2, 3, 10 })
        {
            Tensor w = Parameter(0), x = X, y = Y;
            var finding = Assert.Single(Watch(
                () =>
                {
                    for (int i = 0; i < epochs; i++)
                    {
                        Loss.Mse(w * x, y).Backward();
                        w = w.Grad is { } gradient ? w - (0.01 * gradient) : w - 0;
                    }
                },
                () => [("w", w)]));
            Assert.Equal(("ReplacedParameter", "w"), (finding.RuleId, finding.Name));
            Assert.StartsWith("w was replaced by the result of Sub and is no parameter any more", finding.Finding);
            Assert.Contains("Sub_ in Invoke-NoGrad", finding.Remedy);
            Assert.Equal(2, finding.FirstStep);
        }
    }

    [Fact]
    public void ADetachedStepThatIsNoParameterSaysSo()
    {
        Tensor w = Parameter(0);
        var finding = Watch(() =>
        {
            Loss.Mse(w * X, Y).Backward();
            w = (w - (0.01 * w.Grad!)).Detach();
            Loss.Mse(w * X, Y).Backward();
        }).Only("CutGraph");
        Assert.Contains("$w.RequiresGrad = $true", finding.Remedy);
        Assert.DoesNotContain("Leave Detach() out", finding.Remedy);
    }

    [Fact]
    public void ATargetThatRequiresAGradientIsTheOneFinding()
    {
        var (w, truth, x) = (Parameter(0), Parameter(2), X);
        var target = truth * x;
        var finding = Assert.Single(Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    Loss.Mse(w * x, target).Backward();
                    Sgd.Step(w, "w", 0.01);
                    w.Grad = null;
                }
            },
            ("w", w),
            ("truth", truth)));
        Assert.Equal("TargetGradient", finding.RuleId);
        Assert.StartsWith("The target requires a gradient: Detach() it", finding.Finding);
        Assert.Contains("made of truth", finding.Evidence);
        // A leaf of its own, and in batches, where nothing else shows it.
        finding = Assert.Single(Train(new TrainingRun(Line(0), X, Y.RequiresGrad_()) { Epochs = 5, BatchSize = 2 }));
        Assert.Equal("TargetGradient", finding.RuleId);
        Assert.Contains("[4,1]", finding.Evidence);
        finding = Assert.Single(Train(new TrainingRun(Line(0), X, Y.RequiresGrad_()) { Epochs = 5 }));
        Assert.Equal("TargetGradient", finding.RuleId);
    }

    [Fact]
    public void ARateOfZeroIsOneFindingWhateverTheOptimizer()
    {
        Assert.Equal("Standstill", Assert.Single(Train(Line(0), X, Y, 0, 10)).RuleId);
        foreach (string optimizer in Optimizer.Names)
        {
            foreach (int? batch in new int?[] { null, 2 })
            {
                var finding = Assert.Single(Train(new TrainingRun(Line(0.5f, 0), X, Y) { LearningRate = 0, Epochs = 10, BatchSize = batch, Optimizer = optimizer }));
                Assert.Equal("Standstill", finding.RuleId);
                Assert.Equal("The learning rate is 0: nothing moves.", finding.Finding);
            }
        }
    }

    [Fact]
    public void WhatIsNotFiniteDoesNotStandStill()
    {
        foreach (float start in new[] { float.NaN, float.PositiveInfinity, float.MaxValue })
        {
            var (w, x, y) = (Parameter(start), X, Y);
            Assert.DoesNotContain("Standstill", Loop(10, 0.01, () => Loss.Mse(w * x, y), ("w", w)).Rules());
            Assert.DoesNotContain("Standstill", Train(Line(start), X, Y, 0.01, 10).Rules());
            // By hand.
            var v = Parameter(start);
            Assert.DoesNotContain("Standstill", Watch(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    v.Grad = null;
                    Loss.Mse(v * x, y).Backward();
                    using (GradMode.NoGrad())
                        v.Sub_(0.01 * v.Grad!);
                }
            }).Rules());
        }
    }

    [Fact]
    public void ARateTooSmallForFloat32IsNotAsNearAsItGets()
    {
        var finding = Train(Line(2000), X, Y, 1e-12, 10).Only("Standstill");
        Assert.Contains("has never moved", finding.Finding);
        Assert.DoesNotContain("stop here", finding.Remedy);
        // The rate times 2 mean(x²) (2000 - 2), against half of 2⁻¹³.
        Assert.Equal("The update 2.997E-08 is under half an ulp, 6.103516E-05, of 2000.", finding.Evidence);
    }

    [Fact]
    public void AConstantColumnIsNoMatterOfScale()
    {
        foreach (float constant in new[] { 1f, 7, 0.1f, 3.3f })
        {
            foreach (int rows in new[] { 6, 7, 10, 13 })
            {
                var x = Tensor.From([.. Enumerable.Range(0, rows).SelectMany(i => new[] { constant, i / 4f })], rows, 2);
                Silent(Train(Layer([0, 0], 2, 1, [0]), x, Tensor.From([.. Enumerable.Range(0, rows).Select(i => (float)i)], rows, 1), 0.01, 100));
            }
        }
    }

    [Fact]
    public void AConstantColumnIsNamedBesideAnotherOfAnotherScale()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 10).SelectMany(i => new[] { 7f, 100 * i })], 10, 2);
        var finding = Train(Layer([0, 0], 2, 1, [0]), x, Tensor.From([.. Enumerable.Range(0, 10).Select(i => (float)i)], 10, 1), 1e-6, 20).Only("UnscaledFeatures");
        Assert.Contains("Column 0 is constant, as the bias is.", finding.Evidence);
        Assert.DoesNotContain("E+", finding.Evidence);
    }

    [Theory]
    [InlineData(1, 1e-6, "column 0 is 289 times the bias's ones", "Condition number 83500.")]
    [InlineData(2e-6, 0.5, "the bias's ones are 1.73E+03 times column 0", "Condition number 2994012")]
    public void OneFeatureFarFromTheBiasesOnesIsUnscaled(double scale, double rate, string text, string condition)
    {
        float[] x = [.. Enumerable.Range(-500, 1001).Select(i => (float)(i * scale))];
        var finding = Train(Line(0, 0), Tensor.From(x, 1001, 1), Tensor.From([.. x.Select(v => (1.8f * v) + 32)], 1001, 1), rate, 20).Only("UnscaledFeatures");
        Assert.Contains(text, finding.Evidence);
        Assert.Contains(condition, finding.Evidence);
        Assert.Contains("the ones of the bias", finding.Finding);
    }

    [Fact]
    public void AWeightThatHasLearnedBesideABiasThatCrawlsDoesNotVanish()
    {
        var x = Tensor.From([.. Enumerable.Range(-500, 1001).Select(i => (float)i)], 1001, 1);
        Assert.Equal(["UnscaledFeatures"], Train(Line(0, 0), x, (x * 1.8f) + 32, 1e-6, 60).Rules());
        Assert.DoesNotContain("VanishingGradient", Train(Line(0, 0), x * 1e-5f, (x * 1.8e-5f) + 32, 0.1, 60).Rules());
    }

    [Fact]
    public void AStepAfterAPassThatWasRefusedIsNoMistakeOfItsOwn()
    {
        var (w, x, target) = (Parameter(0), X, Parameter(2) * X);
        var findings = Watch(
            () =>
            {
                for (int i = 0; i < 4; i++)
                {
                    // As a script goes on after an error.
                    try
                    {
                        Loss.Mse(w * x, target).Backward();
                    }
                    catch (AutogradException)
                    {
                    }
                    Sgd.Step(w, "w", 0.01);
                    if (i % 2 == 1)
                        w.Grad = null;
                }
            },
            ("w", w));
        Assert.Equal(["TargetGradient"], findings.Rules());
    }

    private static Tensor Unrecorded(Func<Tensor> work)
    {
        using var unrecorded = GradMode.NoGrad();
        return work();
    }
}
