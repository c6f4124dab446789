using LinRegPS.Diagnosis.Convergence;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

public sealed class ConvergenceTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4]), s_y = Tensor.From([2, 4, 6, 8]);

    // Five samples of two features; the numbers below are NumPy's.
    private static readonly Tensor s_two = Tensor.From([1, 5, 2, 3, 3, 8, 4, 1, 5, 2], 5, 2);

    [Fact]
    public void ALineThroughTheOriginHasTheClosedForm()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(s_x, s_y, bias: false);
        Assert.Equal(15, Assert.Single(report.Eigenvalue), 1e-13);
        Assert.Equal(0.85, Assert.Single(report.Contraction), 1e-14);
        Assert.Equal(104, report.EpochsToTolerance);
        Assert.Equal(2 / 15.0, report.LargestStableRate, 1e-15);
        Assert.Equal(1 / 15.0, report.BestRate, 1e-15);
        Assert.Equal(0, report.BestContraction, 1e-14);
        Assert.Equal(1, report.Condition);
        Assert.Equal(2, Assert.Single(report.Optimum), 1e-14);
        Assert.Null(report.Centred);
        Assert.False(report.Diverges);
    }

    [Fact]
    public void AGradientThatLacksItsMeanIsFourTimesAsSteep()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01, GradientScale = 4 }.Measure(s_x, s_y, bias: false);
        Assert.Equal(60, Assert.Single(report.Eigenvalue), 1e-12);
        Assert.Equal(0.40, Assert.Single(report.Contraction), 1e-14);
        Assert.Equal(19, report.EpochsToTolerance);
        Assert.Contains("gradients times 4", report.Evidence);
    }

    // Columns at right angles, of squares 10 and 1: ill-conditioned begins there.
    [Theory]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    [InlineData(0.99, true)]
    public void ATenfoldSpreadIsSlow(double last, bool isSlow)
    {
        var x = Tensor.From([1, 0, 3, 0, 0, (float)last, 0, 0], 4, 2);
        var report = new ConvergenceAnalysis { LearningRate = 0.1 }.Measure(x, s_y, bias: false);
        Assert.Equal(10 / (last * last), report.Condition, 1e-6);
        Assert.Equal(isSlow, report.Finding.StartsWith("Slow: ", StringComparison.Ordinal));
        Assert.Equal(!isSlow, report.Finding.StartsWith("Converges: ", StringComparison.Ordinal));
    }

    // To the bit: designs whose spread is exactly ten.
    [Fact]
    public void ExactlyTenfoldIsSlowToo()
    {
        int exact = 0;
        for (int unit = 1; unit <= 64; unit++)
        {
            var report = new ConvergenceAnalysis { LearningRate = 0.1 / unit / unit }.Measure(Tensor.From([unit, 0, 3 * unit, 0, 0, unit, 0, 0], 4, 2), s_y, bias: false);
            if (report.Eigenvalue.Max() / report.Eigenvalue.Min() != 10)
                continue;
            exact++;
            Assert.StartsWith("Slow: ", report.Finding);
        }
        Assert.True(exact > 0);
    }

    [Fact]
    public void ABiasPullsAgainstTheWeight()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(s_x, s_y, bias: true);
        // (17 + and - sqrt(269)) / 2, the eigenvalues of 15 5 / 5 2.
        Assert.Equal((17 + Math.Sqrt(269)) / 2, report.Eigenvalue[0], 1e-13);
        Assert.Equal((17 - Math.Sqrt(269)) / 2, report.Eigenvalue[1], 1e-13);
        Assert.Equal([0.8330, 0.9970], report.Contraction.Select(c => Math.Round(c, 4)));
        Assert.Equal(2.5, report.Centred!.Largest, 1e-13);
        Assert.Equal(2, report.Centred.Smallest, 1e-13);
        Assert.Equal(2 / 4.5, report.Centred.BestRate, 1e-13);
        Assert.Equal(1 / 9.0, report.Centred.BestContraction, 1e-13);
        Assert.Equal(1, report.Scaled!.Condition, 1e-13);
        Assert.Equal(["weight", "bias"], report.Parameter);
        Assert.StartsWith("Slow:", report.Finding);
        Assert.Contains("The bias and the weight pull against each other", report.Finding);
        Assert.Contains("Centre the feature: 16.7 / 0.299 becomes 2.5 / 2", report.Remedy);
        // Heavy ball: contraction (sqrt k - 1) / (sqrt k + 1).
        double root = Math.Sqrt(report.Condition);
        Assert.Equal((root - 1) / (root + 1), report.Momentum!.BestContraction, 1e-12);
        Assert.Equal(Math.Pow((root - 1) / (root + 1), 2), report.Momentum.Momentum, 1e-12);
    }

    [Fact]
    public void HeavyBallWithTheseNumbersContractsSo()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(s_x, s_y, bias: true);
        double error = 1, before = 1, eigenvalue = report.Eigenvalue[1];
        const int epochs = 400;
        for (int i = 0; i < epochs; i++)
            (error, before) = (error - (report.Momentum!.BestRate * eigenvalue * error) + (report.Momentum.Momentum * (error - before)), error);
        // At the best momentum the root is double: k * contraction^k.
        Assert.Equal(report.Momentum!.BestContraction, Math.Pow(Math.Abs(error) / epochs, 1.0 / epochs), 0.01);
    }

    [Fact]
    public void SeveralFeaturesHaveNumPysEigenvaluesAndOptimum()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(s_two, Tensor.From([3, 4, 1, 6, 8]), bias: true);
        double[] expected = [55.1675724, 9.88931103, 0.14311656];
        Assert.All(expected.Zip(report.Eigenvalue), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        Assert.Equal(385.4730135025288, report.Condition, 1e-8);
        double[] optimum = [0.64262295, -0.69672131, 5.11967213];
        Assert.All(optimum.Zip(report.Optimum), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.Equal(13.40839023, report.Centred!.Largest, 1e-7);
        Assert.Equal(2, report.Centred.Smallest, 1e-7);
        Assert.Equal(2.91168461, report.Scaled!.Largest, 1e-7);
        Assert.Equal(1.08831539, report.Scaled.Smallest, 1e-7);
        Assert.Equal(["weight[0]", "weight[1]", "bias"], report.Parameter);
    }

    [Fact]
    public void TheContractionsAreThoseOfTraining()
    {
        // In double, along each eigenvector, one step of w - rate * gradient.
        var report = new ConvergenceAnalysis { LearningRate = 0.03 }.Measure(s_two, Tensor.From([3, 4, 1, 6, 8]), bias: true);
        var problem = new LeastSquaresProblem(LeastSquaresProblem.Design(s_two, bias: true), 1, 1);
        double[] y = [3, 4, 1, 6, 8];
        foreach (var direction in report.Direction)
        {
            double[] start = [.. report.Optimum.Zip(direction.Vector, (o, v) => o + v)];
            double[] gradient = problem.Gradient(start, y);
            double left = start.Select((p, j) => p - (0.03 * gradient[j]) - report.Optimum[j]).Zip(direction.Vector, (e, v) => e * v).Sum();
            Assert.Equal(direction.Contraction, Math.Abs(left), 1e-10);
        }
    }

    [Fact]
    public void WithoutATargetEpochsAreForAnyError()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.01, Tolerance = 0.01 }.Measure(s_x, null, bias: false);
        // 0.85^28 = 0.0106, 0.85^29 = 0.0090
        Assert.Equal(29, report.EpochsToTolerance);
        Assert.Null(report.Standstill);
        Assert.Empty(report.Optimum);
    }

    [Fact]
    public void FromTheOptimumThereIsNothingToDo()
    {
        var report = new ConvergenceAnalysis { Start = [2] }.Measure(s_x, s_y, bias: false);
        Assert.Equal(0, report.EpochsToTolerance);
        Assert.Equal(0, report.Standstill!.Epoch);
        Assert.Equal([2f], report.Standstill.Value);
    }

    [Theory]
    [InlineData(0.13, false)]
    [InlineData(0.14, true)]
    [InlineData(5, true)]
    public void ARateBeyondTheStableDiverges(double rate, bool diverges)
    {
        var report = new ConvergenceAnalysis { LearningRate = rate }.Measure(s_x, s_y, bias: false);
        Assert.Equal(diverges, report.Diverges);
        Assert.Equal(diverges, report.Finding.StartsWith("Training diverges"));
        Assert.Equal(diverges, report.EpochsToTolerance is null);
        Assert.Equal(diverges, report.Standstill is null);
        Assert.Equal(diverges, report.Remedy.Contains("Take a learning rate below 0.13333"));
    }

    [Fact]
    public void ARateOfZeroGoesNowhere()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0 }.Measure(s_x, s_y, bias: false);
        Assert.Contains("nothing moves", report.Finding);
        Assert.False(report.Diverges);
        Assert.Null(report.EpochsToTolerance);
        Assert.Null(report.Standstill);
    }

    [Fact]
    public void CollinearFeaturesAreNamed()
    {
        var x = Tensor.From([1, 2, 1, 2, 4, 5, 3, 6, 2, 4, 8, 7], 4, 3);
        var report = new ConvergenceAnalysis().Measure(x, Tensor.From([1, 2, 3, 4]), bias: true);
        Assert.Equal(double.PositiveInfinity, report.Condition);
        Assert.Equal(0, report.Eigenvalue[^1]);
        Assert.Equal(1, report.Contraction[^1]);
        Assert.Contains("weight[0], weight[1] are not determined: their features are collinear", report.Finding);
        Assert.Contains("weight[0] - 0.5 weight[1] never moves", report.Finding);
        Assert.Contains("Leave out one", report.Remedy);
        Assert.True(report.BestRate > 0);
        Assert.NotNull(report.EpochsToTolerance);
        Assert.Null(report.Standstill);
    }

    [Fact]
    public void AConstantFeatureIsTheBias()
    {
        var report = new ConvergenceAnalysis().Measure(Tensor.From([3, 3, 3]), Tensor.From([1, 2, 3]), bias: true);
        Assert.Contains("the feature is constant, which is what the bias is for", report.Finding);
    }

    [Fact]
    public void OneSampleCannotDetermineTwoParameters()
    {
        var report = new ConvergenceAnalysis().Measure(Tensor.From([3]), Tensor.From([6]), bias: true);
        Assert.Contains("1 sample can't determine 2 parameters", report.Finding);
        Assert.Equal(20, report.Eigenvalue[0], 1e-12);
        // The solution nearest to the start: along (3, 1).
        Assert.Equal([1.8, 0.6], report.Optimum.Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void AColumnOfZerosNeverMoves()
    {
        var report = new ConvergenceAnalysis { Start = [0, 0.5] }.Measure(Tensor.From([1, 0, 2, 0], 2, 2), Tensor.From([1, 2]), bias: false);
        Assert.Contains("weight[1] is not determined: its feature is 0 in every sample", report.Finding);
        Assert.Equal(0.5, report.Optimum[1], 1e-12);
        Assert.Equal(0.5f, report.Standstill!.Value[1]);
    }

    [Fact]
    public void NothingButZerosIsSaid()
    {
        var report = new ConvergenceAnalysis().Measure(Tensor.Zeros(3), Tensor.From([1, 2, 3]), bias: false);
        Assert.Contains("Nothing can be learned", report.Finding);
        Assert.Equal(double.PositiveInfinity, report.LargestStableRate);
        Assert.False(report.Diverges);
        Assert.Null(report.EpochsToTolerance);
    }

    [Fact]
    public void ASmallFeatureIsSlowByItself()
    {
        var report = new ConvergenceAnalysis().Measure(Tensor.From([1, 0.01f, -1, 0.01f, 1, -0.01f, -1, -0.01f], 4, 2), null, bias: false);
        Assert.Contains("The slow one is weight[1] alone", report.Finding);
        Assert.Contains("Scale the features to equal size", report.Remedy);
        Assert.Equal(1, report.Scaled!.Condition, 1e-6);
    }

    [Fact]
    public void BadInputIsRefusedByName()
    {
        var analysis = new ConvergenceAnalysis();
        Refused("LinRegPS.ShapeMismatch", () => analysis.Measure(Tensor.Zeros(2, 2, 2), null, bias: true));
        Refused("LinRegPS.ShapeMismatch", () => analysis.Measure(Tensor.Zeros(0), null, bias: true));
        Refused("LinRegPS.ShapeMismatch", () => analysis.Measure(s_x, Tensor.From([1, 2, 3]), bias: true));
        Refused("LinRegPS.ShapeMismatch", () => new ConvergenceAnalysis { Start = [1, 2, 3] }.Measure(s_x, s_y, bias: true));
        Refused("LinRegPS.NaN", () => analysis.Measure(Tensor.From([1, float.NaN]), null, bias: true));
        Refused("LinRegPS.NaN", () => analysis.Measure(s_x, Tensor.From([1, 2, float.PositiveInfinity, 4]), bias: true));
        Refused("LinRegPS.TooManyFeatures", () => analysis.Measure(Tensor.Zeros(1, 600), null, bias: true));
        Refused("LinRegPS.InvalidLearningRate", () => new ConvergenceAnalysis { LearningRate = -1 }.Measure(s_x, s_y, bias: true));
        Refused("LinRegPS.InvalidGradientScale", () => new ConvergenceAnalysis { GradientScale = 0 }.Measure(s_x, s_y, bias: true));
        Refused("LinRegPS.InvalidTolerance", () => new ConvergenceAnalysis { Tolerance = double.NaN }.Measure(s_x, s_y, bias: true));

        static void Refused(string id, Action action) => Assert.Equal(id, Assert.ThrowsAny<LinRegException>(action).ErrorId);
    }
}
