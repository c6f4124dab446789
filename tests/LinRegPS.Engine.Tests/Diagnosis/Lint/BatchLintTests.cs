using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Trainings in batches are judged by the data that the batches are parts of.</summary>
public sealed class BatchLintTests
{
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
}
