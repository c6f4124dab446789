using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Training -StopAtLoss, -Patience, -OnEpoch, -OnStep.</summary>
public sealed class TrainingCallbackTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -NoBias -Weight 0

        """;

    [Fact]
    public void BlocksSeeWhereTrainingIs()
    {
        using var session = new ModuleSession();
        Assert.Equal(["1:1 2:2 3:3", "1 2 3 4 5 6", "3", "dropped: 3"], session.All<string>(Setup + """
            $epochs = [Collections.Generic.List[string]]::new()
            $steps = [Collections.Generic.List[int]]::new()
            $null = Invoke-Training $model $X $Y 0.01 3 -OnEpoch { $epochs.Add("$($_.Epoch):$($_.Step)"); 'dropped' }
            $epochs -join ' '
            $null = Invoke-Training $model $X $Y 0.01 3 -BatchSize 2 -OnStep { param($moment) $steps.Add($moment.Step) }
            $steps -join ' '
            "$((Invoke-Training $model $X $Y 0.01 30 -OnEpoch { if ($_.Epoch -eq 3) { $_.Stop() } }).Count)"
            "dropped: $(@(Invoke-Training $model $X $Y 0.01 3 -OnEpoch { 'text' }).Count)"
            """));
    }

    [Fact]
    public void TrainingStopsAtALossOrWhenItGetsNoBetter()
    {
        using var session = new ModuleSession();
        Assert.Equal(["True True", "4 0"], session.All<string>(Setup + """
            $records = Invoke-Training $model $X $Y 0.01 100 -StopAtLoss 0.5
            "$($records[-1].Loss -le 0.5) $($records[-2].Loss -gt 0.5)"
            $worse = New-LinearModel 1 1 -NoBias -Weight 0
            $records = Invoke-Training $worse $X $Y 0.14 100 -Patience 3
            "$($records.Count) $($worse.Weight.Item())"
            """));
    }

    // From the third on the weight is beyond 1.7 by ever more; without other data the loss is the training's own.
    [Theory]
    [InlineData("", "1 2 3 4 5 6")]
    [InlineData("-ValidationData (New-Tensor 1 -Shape 1,1), (New-Tensor 1.7 -Shape 1,1)", "1 2")]
    public void ABlockIsRunAtImprovement(string arguments, string epochs)
    {
        using var session = new ModuleSession();
        session.Run(Setup + $$"""
            $improved = [Collections.Generic.List[object]]::new()
            $records = Invoke-Training $model $X $Y 0.05 6 {{arguments}} -OnImprovement { $improved.Add($_) }
            """);
        Assert.Equal(epochs, session.One<string>("$improved.Epoch -join ' '"));
        Assert.True(session.One<bool>("""
            $all = $records[0].PSObject.Properties['ValidationLoss'] ? $records.ValidationLoss : $records.Loss
            -not ($improved | Where-Object { $_.Loss -ne $all[$_.Epoch - 1] })
            """));
    }

    [Fact]
    public void TheLastRecordSaysWhyTrainingEnded()
    {
        using var session = new ModuleSession();
        Assert.Equal(["True no parameter changes any more", "the loss is at most 0.5", "no better loss for 3 epochs, the best was that of epoch 1", "a callback asked for it", ""], session.All<string>(Setup + """
            $records = Invoke-Training $model $X $Y 0.05 1000 -StopWhenStill -LogEvery 1000
            "$($records[-1].Epoch -lt 50) $($records[-1].Stopped)"
            function Last($arguments) { $line = New-LinearModel 1 1 -NoBias -Weight 0; "$((Invoke-Training $line $X $Y @arguments)[-1].Stopped)" }
            Last @{ LearningRate = 0.01; Epoch = 100; StopAtLoss = 0.5 }
            Last @{ LearningRate = 0.14; Epoch = 100; Patience = 3 }
            Last @{ LearningRate = 0.01; Epoch = 100; OnEpoch = { $_.Stop() } }
            Last @{ LearningRate = 0.01; Epoch = 3; StopAtLoss = 0 }
            """));
    }

    // A warm-up begins with a rate of 0, and a standstill at it is none.
    [Theory]
    [InlineData("-Schedule $warm", "10")]
    [InlineData("", "1")]
    public void ARateOfNothingByAScheduleIsNoStandstill(string schedule, string epochs)
    {
        using var session = new ModuleSession();
        Assert.Equal(epochs, session.One<string>(Setup + $$"""
            $sgd = New-Optimizer Sgd $model -LearningRate {{(schedule.Length > 0 ? "0.01" : "0")}}
            $warm = New-LearningRateSchedule LambdaLR $sgd -Factor { param($epoch) [Math]::Max(0, $epoch - 3) / 10 }
            "$((Invoke-Training $model $X $Y -Optimizer $sgd {{(schedule.Length > 0 ? schedule : "-LearningRate 0")}} -Epoch 10 -StopWhenStill)[-1].Epoch)"
            """));
    }

    [Fact]
    public void PatienceSaysThatTheValidationLossBecameNaN()
    {
        using var session = new ModuleSession();
        string warning = session.One<string>(Setup + """
            $other = (New-Tensor 1,1 -Shape 2,1), (New-Tensor 2,([float]::NaN) -Shape 2,1 -AllowNaN)
            $null = Invoke-Training $model $X $Y 0.01 20 -ValidationData (New-DataSet @other) -Patience 3 -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings"
            """);
        Assert.Contains("validation loss is NaN from epoch 1", warning);
        Assert.Contains("validation data", warning);
    }

    // From which epoch on, and which parameters the model has then.
    [Theory]
    [InlineData(1, "NaN from epoch 1 on", "no epoch had a better one, and the model has the parameters of the last")]
    [InlineData(2, "NaN from epoch 2 on", "the model has the parameters of epoch 1, the best before")]
    [InlineData(3, "NaN from epoch 3 on", "the model has the parameters of epoch 2, the best before")]
    public void PatienceSaysWhichParametersTheModelHas(int epoch, string since, string kept)
    {
        using var session = new ModuleSession();
        // The validation's own rows become NaN when an epoch has ended.
        string warning = session.One<string>(Setup + $$"""
            $other = New-DataSet ($X * 1) ($Y * 1)
            $spoil = { if ($_.Epoch -eq {{epoch - 1}}) { $null = $other.Target.Fill_([float]::NaN) } }
            if ({{epoch}} -eq 1) { $null = $other.Target.Fill_([float]::NaN) }
            $null = Invoke-Training $model $X $Y 0.01 20 -ValidationData $other -Patience 3 -OnEpoch $spoil -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings"
            """);
        Assert.Contains(since, warning);
        Assert.Contains(kept, warning);
    }

    [Fact]
    public void AnErrorOfABlockEndsTraining()
    {
        using var session = new ModuleSession();
        Assert.Equal(["enough", "1"], session.All<string>(Setup + """
            try { Invoke-Training $model $X $Y 0.01 5 -LogEvery 5 -OnEpoch { throw 'enough' } | Out-Null } catch { "$_" }
            "$($model.Weight.Version - 1)"
            """));
    }

    [Theory]
    [InlineData("-OnEpoch { if ($_.Epoch -eq 3) { throw 'enough' } }", "1 2 3")]
    [InlineData("-OnImprovement { if ($_.Epoch -eq 3) { throw 'enough' } }", "1 2 3")]
    [InlineData("-OnEpoch { if ($_.Epoch -eq 3) { throw 'enough' } } -LogEvery 2", "1 2")]
    [InlineData("-OnEpoch { if ($_.Epoch -eq 3) { throw 'enough' } } -Patience 2 -Schedule ExponentialLR -ScheduleSetting @{ Gamma = 1 }", "1 2 3")]
    public void TheEpochOfAnErrorHasItsRecordAllTheSame(string callback, string epochs)
    {
        using var session = new ModuleSession();
        Assert.Equal(["enough", epochs], session.All<string>(Setup + $$"""
            try { Invoke-Training $model $X $Y 0.01 5 {{callback}} -OutVariable records -WarningAction SilentlyContinue | Out-Null } catch { "$_" }
            "$($records.Epoch)"
            """));
    }
}
