using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Training: what it writes.</summary>
public sealed class TrainingTests
{
    private static readonly string s_setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0

        """;

    [Theory]
    [InlineData("-Epoch 3", "1 2 3")]
    [InlineData("-Epoch 1", "1")]
    [InlineData("-Epoch 10 -LogEvery 4", "1 4 8 10")]
    [InlineData("-Epoch 8 -LogEvery 4", "1 4 8")]
    [InlineData("-Epoch 3 -LogEvery 100", "1 3")]
    public void WritesARecordForEachLoggedEpochTheFirstAndTheLast(string arguments, string epochs)
    {
        using var session = new ModuleSession();
        Assert.Equal(epochs, string.Join(' ', session.All<int>($"{s_setup} Invoke-Training $model $X $Y 0.01 {arguments} | ForEach-Object Epoch")));
    }

    [Theory]
    [InlineData("Invoke-Training $model $X $Y 0.01 5")]
    [InlineData("Invoke-Training -Model $model -InputObject $X -Target $Y -LearningRate 0.01 -Epoch 5")]
    [InlineData("Invoke-Training $model -X $X -Y $Y -LearningRate 0.01 -Epoch 5")]
    [InlineData("$model | Invoke-Training -InputObject $X -Target $Y -LearningRate 0.01 -Epoch 5")]
    [InlineData("Invoke-Training $model (@(1),@(2),@(3),@(4)) (@(2),@(4),@(6),@(8)) 0.01 5")]
    public void TheFormsOfTheCallAreOne(string call)
    {
        using var session = new ModuleSession();
        session.Run(s_setup + "$reference = (Invoke-Training $model $X $Y 0.01 5).weight");
        Assert.Equal(session.All<float>("$reference"), session.All<float>($"{s_setup} ({call}).weight"));
    }

    [Fact]
    public void BatchesAreTheLoopThatOneWouldWrite()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            session.All<float>(s_setup + """
                foreach ($epoch in 1..3) {
                    foreach ($rows in '0:3', '3:4') {
                        Clear-Gradient $model
                        Invoke-Model $model $X[$rows] | Measure-MseLoss -Target $Y[$rows] | Invoke-Backward
                        Step-Sgd $model 0.01
                    }
                }
                $model.Weight.Item(), $model.Bias.Item()
                """),
            session.All<float>(s_setup + "$null = Invoke-Training $model $X $Y 0.01 3 -BatchSize 3; $model.Weight.Item(), $model.Bias.Item()"));
    }

    [Fact]
    public void ASeedRepeatsTheOrdersOfShuffle()
    {
        using var session = new ModuleSession();
        const string train = "$null = Invoke-Training $model $X $Y 0.01 5 -BatchSize 1 -Shuffle -Seed {0}; $model.Weight.Item(), $model.Bias.Item()";
        var first = session.All<float>(s_setup + train.Replace("{0}", "1"));
        Assert.Equal(first, session.All<float>(s_setup + train.Replace("{0}", "1")));
        Assert.NotEqual(first, session.All<float>(s_setup + train.Replace("{0}", "2")));
        Assert.NotEqual(first, session.All<float>(s_setup + train.Replace("-Shuffle -Seed {0}", string.Empty)));
    }

    [Fact]
    public void ManyModelsTrainOneAfterTheOther()
    {
        using var session = new ModuleSession();
        Assert.Equal("1 2 1 2", session.One<string>(s_setup + """
            $models = $model, (New-LinearModel 1 1 -Seed 0)
            ($models | Invoke-Training -InputObject $X -Target $Y -LearningRate 0.01 -Epoch 2).Epoch -join ' '
            """));
    }

    [Fact]
    public void ARecordIsARowFromEpochToElapsed()
    {
        using var session = new ModuleSession();
        var record = session.Attempt(s_setup + "Invoke-Training $model $X $Y 0.01 1").Wrapped.Single();
        Assert.Equal(
            ["Epoch", "Loss", "weight", "bias", "weight.grad", "bias.grad", "Elapsed"],
            record.Properties.Select(property => property.Name));
        Assert.Equal("LinRegPS.Training.TrainingRecord", record.TypeNames[0]);
        Assert.IsType<TimeSpan>(record.Properties["Elapsed"].Value);
        Assert.Equal(
            [1, 30f, -30f, -10f],
            new[] { "Epoch", "Loss", "weight.grad", "bias.grad" }.Select(name => record.Properties[name].Value));
    }

    [Fact]
    public void PropertiesOfAUsersModelHaveItsNames()
    {
        using var session = new ModuleSession();
        var record = session.Attempt(s_setup + """
            $model = New-CustomModel ([ordered]@{ lin = New-LinearModel 1 1 -NoBias; spare = New-LinearModel 1 1 -NoBias }) { param($x) $this.lin.Forward($x) }
            Invoke-Training $model $X $Y 0.01 1
            """).Wrapped.Single();
        Assert.Equal(
            ["Epoch", "Loss", "lin.weight", "spare.weight", "lin.weight.grad", "spare.weight.grad", "Elapsed"],
            record.Properties.Select(property => property.Name));
        Assert.Null(record.Properties["spare.weight.grad"].Value);
    }

    [Fact]
    public void ParametersOfManyElementsAreNestedArraysAtFullPrecision()
    {
        using var session = new ModuleSession();
        session["number"] = 1f / 3;
        Assert.Equal(
            ["[[0.33333334,1E-10],[2,-3]]", "[0.33333334,16777216]", true],
            session.Run("""
                $model = New-LinearModel 2 2 -Weight (($number, 1e-10), (2, -3)) -Bias $number, 16777216
                $record = Invoke-Training $model (, (0, 0)) (, (0, 0)) 0 1
                $record.weight.ToString(); $record.bias.ToString()
                $record.GetParameter('weight').ToArray()[0] -eq $number
                """));
    }

    [Fact]
    public void RecordsKeepTheirEpochsParameters()
    {
        using var session = new ModuleSession();
        float[] weights = session.All<float>(s_setup + "$records = Invoke-Training $model $X $Y 0.01 3; $records.weight; $records[0].GetParameter('weight').Item(); $model.Weight.Item()");
        Assert.Equal(weights[0], weights[3]);
        Assert.Equal(weights[2], weights[4]);
        Assert.True(weights[0] < weights[1] && weights[1] < weights[2]);
    }

    [Fact]
    public void RecordsComeWhileTrainingRuns()
    {
        using var session = new ModuleSession();
        Assert.Equal([1, 2], session.All<int>(s_setup + """
            Invoke-Training $model $X $Y 0.01 1000000000 | ForEach-Object {
                $_.Epoch
                if ($_.Epoch -eq 2) { break }
            }
            """));
    }

    [Fact]
    public void FilteredLikeAnyObject()
    {
        using var session = new ModuleSession();
        Assert.Equal([5, 6], session.All<int>(s_setup + "Invoke-Training $model $X $Y 0.01 6 | Where-Object Epoch -gt 4 | ForEach-Object Epoch"));
    }

    [Fact]
    public void BroadcastIsTrainedWhereItIsMeant()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            16 * 30f / 16,
            session.One<float>(s_setup + "(Invoke-Training $model $X (New-Tensor 2,4,6,8) 0.01 1 -AllowBroadcast).Loss"));
    }

    [Fact]
    public void ShowsProgressAboutFiveTimesASecond()
    {
        using var session = new ModuleSession();
        using var shell = session.Begin(s_setup + """
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Invoke-Training $model $X $Y 0.000001 2000000000 -LogEvery 1000 | ForEach-Object { if ($progress.Count -ge 5) { $clock.ElapsedMilliseconds; break } }
            """);
        session["progress"] = shell.Streams.Progress;
        // However long it takes: 200 ms apart, or more where the machine is busy.
        Assert.InRange((long)Assert.Single(shell.Invoke()).BaseObject, 4 * 200, long.MaxValue);
        Assert.All(shell.Streams.Progress, progress =>
        {
            Assert.Equal("Training", progress.Activity);
            Assert.Matches(@"^epoch \d+ of 2000000000, loss \d", progress.StatusDescription);
            Assert.Equal(0, progress.PercentComplete);
        });
    }

    [Fact]
    public void ShortTrainingShowsNoProgress()
    {
        using var session = new ModuleSession();
        // One of many: it takes long where the machine is busy.
        Assert.Contains(Enumerable.Range(0, 50), _ => session.Attempt(s_setup + "Invoke-Training $model $X $Y 0.01 3").Progress is []);
    }

    [Fact]
    public void ProgressEndsWithTheTraining()
    {
        using var session = new ModuleSession();
        var progress = session.Attempt(s_setup + """
            $slow = New-CustomModel @{ lin = $model } { param($x) [System.Threading.Thread]::Sleep(110); $this.lin.Forward($x) }
            Invoke-Training $slow $X $Y 0.01 5
            """).Progress;
        Assert.Same(progress[^1], Assert.Single(progress, record => record.RecordType == ProgressRecordType.Completed));
        Assert.Contains(progress, record => record is { PercentComplete: > 0 and < 100, RecordType: ProgressRecordType.Processing });
    }

    [Theory]
    [InlineData("Invoke-Training $model $X.Log() $Y -LearningRate 0.01 -Epoch 2", "NaN at epoch 1", "No step was made before it", "smaller")]
    [InlineData("Invoke-Training $model $X.Log() $Y -LearningRate 0.01 -Epoch 2 -BatchSize 2", "NaN at epoch 1", "smaller -LearningRate", "No step")]
    [InlineData("Invoke-Training $model $X.Abs() $Y -LearningRate 10 -Epoch 100", "Infinity at epoch", "smaller -LearningRate", "No step")]
    public void BlamesTheRateOnlyWhereItCanBeItsFault(string training, string loss, string remedy, string other)
    {
        using var session = new ModuleSession();
        string warning = session.One<string>(s_setup + $"$X = $X * -1; \"$({training} 3>&1 | Where-Object {{ $_ -is [Management.Automation.WarningRecord] }})\"");
        Assert.Contains(loss, warning);
        Assert.Contains(remedy, warning);
        Assert.DoesNotContain(other, warning);
    }
}
