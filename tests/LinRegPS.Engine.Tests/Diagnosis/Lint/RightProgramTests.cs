using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Diagnosis.Lint.Watching;
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

    // The batches' losses differ by two thousand: 1 to 2 and 5 to 6, with an outlier among them.
    [Theory]
    [InlineData(0.01, null)]
    [InlineData(0.01, 7L)]
    [InlineData(0.001, null)]
    public void BatchesOfDifferentLossesAreNoRateTooHigh(double rate, long? seed) => Silent(Train(
        new TrainingRun(Line(0), Column(1, 2, 3, 4, 5, 6), Column(2, 4, 6, 8, 10, 32)) { LearningRate = rate, Epochs = 50, BatchSize = 2, Shuffle = seed is not null, Seed = seed }));

    [Fact]
    public void ARateThatDivergesInBatchesIsNeverMendedByMore()
    {
        // All data allow 2 / 50 = 0.04, the batch of the two large ones alone 2 / 200 = 0.01.
        var run = new TrainingRun(Line(0), Column(0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 10, 10), Column(1, 1, 1, 1, 1, 1, 1, 2)) { LearningRate = 0.015, Epochs = 20, BatchSize = 2 };
        var finding = Train(run).Only("RateTooHigh");
        Assert.Contains("Take a tenth of the learning rate", finding.Remedy);
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
    }

    [Fact]
    public void NaNInALaterBatchIsTheDatasAndNotTheRates()
    {
        var y = Column(2, 4, 6, 8, 10, float.NaN);
        foreach (int? batch in new int?[] { null, 2, 4 })
        {
            var findings = Train(new TrainingRun(Line(0), Column(1, 2, 3, 4, 5, 6), y) { LearningRate = 0.01, Epochs = 10, BatchSize = batch });
            var finding = findings.Only("NonFinite");
            Assert.Equal("The target of shape [6,1] has a NaN or an infinity.", finding.Finding);
            Assert.Equal("1 NaN and 0 infinite of 6 elements, the first at index 5.", finding.Evidence);
            Assert.DoesNotContain("RateTooHigh", findings.Rules());
        }
    }

    [Fact]
    public void ABroadcastInBatchesSpeaksOfTheData()
    {
        var run = new TrainingRun(Line(0), Column(1, 2, 3, 4, 5, 6), Tensor.From([1, 2, 3, 4, 5, 6])) { Epochs = 5, BatchSize = 3, AllowBroadcast = true };
        var finding = Train(run).Only("BroadcastLoss");
        Assert.StartsWith("Prediction [6,1] against target [6], in batches of 3: 9 pairs of shape [3,3] instead of 3.", finding.Evidence);
        Assert.Contains("$Y.Reshape(6, 1)", finding.Remedy);
    }

    [Fact]
    public void MissingRowsAreNotReshaped()
    {
        var finding = Train(Line(0), Column(1, 2, 3), Tensor.From([1, 2, 3, 4]), 0.01, 5, allowBroadcast: true).Only("BroadcastLoss");
        Assert.Contains("3 rows against 4: look for rows that are missing", finding.Remedy);
        Assert.DoesNotContain("Reshape", finding.Remedy);
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

    [Fact]
    public void BatchesAreJudgedTogetherForScale()
    {
        // Two rows of a batch say nothing of a column: 5.0 and 5.1 are far from 0 for their spread, all of them are not.
        var x = Column([.. Enumerable.Range(0, 40).Select(i => (i / 10f) - 2)]);
        Silent(Train(new TrainingRun(Line(0, 0), x, x * 2 + 1) { LearningRate = 0.05, Epochs = 10, BatchSize = 2 }));
        var (w, b) = (Parameter(0), Parameter(0));
        int next = 0;
        Silent(Loop(60, 0.05, () => Batch(next++ % 20), ("w", w), ("b", b)));

        Tensor Batch(int i)
        {
            var part = Tensor.From(x.ToArray()[(2 * i)..((2 * i) + 2)], 2, 1);
            return Loss.Mse((w * part) + b, part * 2 + 1);
        }
    }

    // Any optimizer, data of one scale as a model needs them, constant, duplicate and collinear columns among them: from one row to
    // forty, whole and in batches.
    [Property(MaxTest = 300)]
    public Property RightTrainingsAreSilent() => Prop.ForAll(Right.ToArbitrary(), run => Silent(Train(run)));

    private static Gen<TrainingRun> Right =>
        from rows in Gen.Elements(1, 2, 3, 8, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        from kinds in Gen.Choose(0, 5).ArrayOf(3)
        from bias in Gen.Elements(true, false)
        from power in Gen.Choose(-12, 12)
        from optimizer in Gen.Elements("Sgd", "Sgd", "Adam", "RMSprop")
        from batch in Gen.Elements<int?>(null, null, 4)
        select Make(rows, new Random(seed), kinds, bias, power, optimizer, batch);

    private static TrainingRun Make(int rows, Random random, int[] kinds, bool bias, int power, string optimizer, int? batch)
    {
        // With a bias the ones are of scale 1; without one, all columns may be of any, and a rate fits it. Adam's does not.
        double scale = bias || optimizer != "Sgd" ? 1 : Math.Pow(10, power);
        var columns = new List<double[]>();
        foreach (int kind in kinds)
        {
            columns.Add(kind switch
            {
                0 when columns.Count > 0 => [.. Enumerable.Repeat(scale * (0.5 + random.NextDouble()), rows)],
                1 when columns.Count > 0 => columns[0],
                2 when columns.Count > 0 => [.. columns[0].Select(x => 2 * x)],
                3 when columns.Count > 1 => [.. columns[0].Zip(columns[1], (a, b) => (a + b) / 2)],
                // On either side of 0, as centred columns are.
                _ => [.. Enumerable.Range(0, rows).Select(row => scale * (row % 2 == 0 ? 1 : -1) * (0.5 + random.NextDouble()))],
            });
        }
        float[] x = [.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => (float)column[row]))];
        float[] y = [.. Enumerable.Range(0, rows).Select(row => (float)((columns[0][row] / scale) + random.NextDouble()))];
        // The trace of the Hessian is at least its largest eigenvalue; of a batch of one row too.
        double trace = 2 * Enumerable.Range(0, rows).Max(row => columns.Sum(column => column[row] * column[row]) + (bias ? 1 : 0));
        return new TrainingRun(new Linear(3, 1, bias, new Generator(random.Next())), Tensor.From(x, rows, 3), Tensor.From(y, rows, 1))
        {
            LearningRate = optimizer == "Sgd" ? 0.5 / trace : 0.01, Optimizer = optimizer, Epochs = 30, BatchSize = batch,
        };
    }

    private static bool Silent(IReadOnlyList<TrainingFinding> findings)
    {
        // That float32 has got as near as it can is no mistake.
        var mistakes = findings.Where(finding => finding.RuleId != "Standstill").ToList();
        Assert.True(mistakes.Count == 0, string.Join("; ", mistakes.Select(f => $"{f} ({f.Name}, {f.FirstStep}) {f.Evidence}")));
        return true;
    }

    private static Tensor Column(params float[] numbers) => Tensor.From(numbers, numbers.Length, 1);

    private static Tensor Unrecorded(Func<Tensor> work)
    {
        using var unrecorded = GradMode.NoGrad();
        return work();
    }
}
