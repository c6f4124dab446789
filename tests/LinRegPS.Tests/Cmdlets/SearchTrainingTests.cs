using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Search-Training at the prompt.</summary>
public sealed class SearchTrainingTests
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 60,2 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,2 -Shape 2,1))
        $layers = { Linear 2 4
            Tanh; Linear 4 1 }, { Linear 2 1 }

        """;

    [Fact]
    public void TheBestIsFirstAndTheSeedDecides()
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$found = Search-Training $layers $X $Y 0.1, 0.001 20 -Optimizer Sgd, Adam -BatchSize 10, 20 -Seed 4");
        Assert.Equal([16, 1, true, true], session.Run("$found.Count; $found[0].Rank; $found[0].ValidationLoss -lt 0.1; $found[0].Model.Invoke($X).Shape[0] -eq 60"));
        Assert.Equal(["Linear 2 1", "Linear 2 4 Tanh; Linear 4 1"], session.All<string>("$found.Layer | Sort-Object -Unique"));
        Assert.True(session.One<bool>("$again = Search-Training $layers $X $Y 0.1, 0.001 20 -Optimizer Sgd, Adam -BatchSize 10, 20 -Seed 4 -ThrottleLimit 1; \"$($again.ValidationLoss)\" -ceq \"$($found.ValidationLoss)\""));
        // What the best one says is what Invoke-Training does with it.
        Assert.Equal([true], session.Run("""
            $best = Search-Training { Linear 2 1 } $X $Y 0.05 10 -Optimizer Adam -BatchSize 10 -Seed 4
            $split = New-DataSet $X $Y | Split-DataSet -Seed 4
            $model = New-SequentialModel { Linear 2 1 } -Seed 4
            $null = Invoke-Training $model $split.Train.Input $split.Train.Target 0.05 10 -Optimizer Adam -BatchSize 10 -Shuffle -Seed 4
            (Test-Model $model $split.Test).Loss -eq $best.ValidationLoss
            """));
    }

    [Theory]
    [InlineData("Search-Training { Linear 2 1 } $data 0.1 20")]
    [InlineData("Search-Training { Linear 2 1 } $data -LearningRate 0.1 -Epoch 20")]
    [InlineData("Search-Training { Linear 2 1 } -Data $data 0.1 20")]
    [InlineData("Search-Training { Linear 2 1 } -InputObject $data -LearningRate 0.1 -Epoch 20")]
    [InlineData("$data | Search-Training { Linear 2 1 } -LearningRate 0.1 -Epoch 20")]
    [InlineData("Search-Training { Linear 2 1 } (New-DataLoader $data 4) 0.1 20")]
    public void ADataSetIsSearchedAsItsTensorsAre(string call)
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>(Setup + $"$data = New-DataSet $X $Y; $a = {call}; $b = Search-Training {{ Linear 2 1 }} $X $Y 0.1 20; $a.LearningRate -eq 0.1 -and $a.ValidationLoss -eq $b.ValidationLoss"));
    }

    [Fact]
    public void FoldsChancesAndLossesOfOnesOwn()
    {
        using var session = new ModuleSession();
        Assert.Equal([5, true, true, true], session.Run(Setup + """
            $found = New-DataSet $X $Y | Search-Training $layers -LearningRate 0.001, 1 -Epoch 8 -Count 5 -Fold 3
            $found.Count; $found[0].Deviation -gt 0; $null -eq $found[0].Model; $found[0].LearningRate -ge 0.001
            """));
        Assert.Equal(["Finished", "Adam", "True"], session.Run("$r = Search-Training { Linear 2 1 } $X $Y -Epoch 3 -Loss { param($p, $y) ($p - $y).Abs().Mean() }; \"$($r.Status)\"; $r.Optimizer; \"$($null -eq $r.LearningRate -and $null -eq $r.BatchSize)\""));
        Assert.Equal(
            ["Rank Validation  Epoch Status   Optimizer      Rate Batch Layer", "---- ----------  ----- ------   ---------      ---- ----- -----"],
            ModuleSession.Render(Setup + "Search-Training { Linear 2 1 } $X $Y 0.1 2 -BatchSize 10 | Out-String -Width 80").Take(2));
    }

    [Theory]
    [InlineData("Search-Training { Linear 3 1 } $X $Y 0.1 2", "ShapeMismatch", "[48,2]")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y 0.1 2 -Optimizer Adm", "NoSuchName", "Adam")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y 0.1 2 -Fold 3 -ValidationShare 0.1", "ParameterConflict", "-ValidationShare")]
    [InlineData("Search-Training { Linear 2 1 } $X -LearningRate 0.1 -Epoch 2", "TargetNeeded", "-Target")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y 0.1 0", "InvalidEpoch", "0")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y 0.1 2 -Count 0", "InvalidCount", "0")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y 0,01 2", "InvalidLearningRate", "LearningRate is 0")]
    [InlineData("Search-Training { Linear 2 1 } $X $Y -0.1, -2 2 -Count 2", "InvalidLearningRate", "-0.1")]
    public void WhatCannotBeDoneSaysWhy(string script, string id, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt($"try {{ {script} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.StartsWith("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
    }
}
