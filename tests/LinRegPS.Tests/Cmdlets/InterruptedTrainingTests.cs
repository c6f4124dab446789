using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>A training that an error ends within an epoch says where it is, and goes on there with the bits of one that was not ended.</summary>
public sealed class InterruptedTrainingTests
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 60,3 -Seed 1; $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        $common = @{ InputObject = $X; Target = $Y; BatchSize = 7; Shuffle = $true; Seed = 5 }
        function New-Training($kind) {
            $net = New-SequentialModel { Linear 3 4; BatchNorm1d 4; Linear 4 1 } -Seed 0
            $adam = New-Optimizer Adam $net -LearningRate 0.05
            $settings = @{ ReduceLROnPlateau = @{ Patience = 0 }; CosineAnnealingLR = @{ TMax = 4 }; OneCycleLR = @{ MaxLearningRate = 0.1; TotalSteps = 40 } }[$kind]
            $schedule = New-LearningRateSchedule $kind $adam @settings
            [pscustomobject]@{ Net = $net; Schedule = $schedule }
        }

        """;

    [Theory]
    [InlineData("ReduceLROnPlateau", "-OnStep { if ($_.Step -eq 12) { throw 'lost' } }")]
    [InlineData("ReduceLROnPlateau", "-Loss { param($p, $t) if (++$calls.Count -eq 14) { throw 'lost' }; [LinRegPS.Loss]::Mse($p, $t) }")]
    [InlineData("OneCycleLR", "-OnStep { if ($_.Step -eq 12) { throw 'lost' } }")]
    [InlineData("OneCycleLR", "-Loss { param($p, $t) if (++$calls.Count -eq 14) { throw 'lost' }; [LinRegPS.Loss]::Mse($p, $t) } -AccumulationStep 2")]
    [InlineData("CosineAnnealingLR", "-OnStep { if ($_.Step -eq 18) { throw 'lost' } }")]
    public void GoingOnWhereTheWarningSays(string schedule, string how)
    {
        string accumulated = how.Contains("-AccumulationStep", StringComparison.Ordinal) ? "-AccumulationStep 2" : "";
        using var session = new ModuleSession();
        session.Run(Setup + $$"""
            $whole, $part = (New-Training {{schedule}}), (New-Training {{schedule}})
            $all = Invoke-Training $whole.Net @common -Epoch 4 -Schedule $whole.Schedule {{accumulated}}
            $calls = @{ Count = 0 }
            try { $null = Invoke-Training $part.Net @common -Epoch 4 -Schedule $part.Schedule {{how}} -OutVariable records -WarningVariable warnings -WarningAction SilentlyContinue } catch { $lost = "$_" }
            $found = "$warnings" -match '-StartEpoch (\d+) -StartStep (\d+) -StartLoss (\S+)\.$'
            $epoch, $step, $loss = $Matches[1..3]
            $null = Invoke-Training $part.Net @common -Epoch (5 - $epoch) -Schedule $part.Schedule -StartEpoch $epoch -StartStep $step -StartLoss $loss -OutVariable +records {{accumulated}}
            """);
        Assert.Equal("lost True", session.One<string>("\"$lost $found\""));
        Assert.Equal(session.Run("$all.Epoch; $all.Loss"), session.Run("$records.Epoch; $records.Loss"));
        Assert.Equal(session.Tensors("$whole.Net.Parameters()"), session.Tensors("$part.Net.Parameters()"));
    }

    [Theory]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -Shuffle -StartStep 3", "OrderUnknown", "-Seed")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -StartStep 11", "InvalidStartStep", "1 to 9")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -AccumulationStep 2 -StartStep 4", "InvalidStartStep", "2 batches")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -StartStep 3", "StartLossNeeded", "count as 0")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -StartStep 10", "StartLossNeeded", "count as 0")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -StartStep 2", "StartLossNeeded", "count as 0")]
    [InlineData("$m = New-LinearModel 3 1; Invoke-Training $m $X $Y 0.1 2 -BatchSize 7 -StartLoss 3", "StartLossNeeded", "none before")]
    public void WhereNoStepBeginsIsRefused(string call, string id, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(call).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
    }

    // What Adam knows of the steps before is lost where it was named.
    [Fact]
    public void ANamedOptimizerIsSaidToBeginAnew()
    {
        using var session = new ModuleSession();
        string warning = session.One<string>(Setup + """
            try { $null = Invoke-Training (New-LinearModel 3 1) $X $Y 0.1 9 -Optimizer Adam -OnEpoch { if ($_.Epoch -eq 3) { throw } } -WarningVariable warnings -WarningAction SilentlyContinue } catch { }
            "$warnings"
            """);
        Assert.Contains("-StartEpoch 4", warning);
        Assert.Contains("New-Optimizer", warning);
    }
}
