using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>-LearningRate Auto and -ClassWeight of the training cmdlets.</summary>
public sealed class AutoAndWeightTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = New-Tensor 2,4,6,8 -Shape 4,1
        function New-Line { New-LinearModel 1 1 -Weight 0 -Bias 0 }
        $points = New-Tensor -Normal -Shape 12,2 -Seed 1; $kinds = New-Tensor 0,0,0,0,0,0,0,1,1,1,1,2 -DType Int64
        function New-Net { New-LinearModel 2 3 -Seed 0 }

        """;

    [Theory]
    [InlineData("Auto")]
    [InlineData("'auto'")]
    public void TheRateIsThatOfMeasureConvergence(string word)
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>(Setup + $$"""
            $best = (Measure-Convergence $X -Target $Y -Model (New-Line) -LearningRate 0.01).BestRate
            $records = Invoke-Training (New-Line) $X $Y {{word}} 5
            $same = Invoke-Training (New-Line) $X $Y $best 5
            $records[-1].LearningRate -eq $best -and $records[-1].Loss -eq $same[-1].Loss -and $null -eq $same[-1].PSObject.Properties['LearningRate']
            """));
        Assert.Contains("best fixed rate", session.One<string>("$v = Invoke-Training (New-Line) $X $Y -LearningRate Auto -Epoch 1 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }; \"$v\""));
        Assert.Empty(session.Run("Debug-Training (New-Line) $X $Y Auto 50"));
    }

    [Fact]
    public void ANetworkTrainsWithIt()
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>(Setup + """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0
            $records = Invoke-Training $net $points $kinds Auto 100 -Loss CrossEntropy -Optimizer Sgd -OptimizerSetting @{ Momentum = 0.9 } -Schedule CosineAnnealingLR
            $records[0].LearningRate -gt 0 -and $records[-1].Loss -lt $records[0].Loss / 2
            """));
    }

    // The number of rows over the number of classes times the rows of the class.
    [Fact]
    public void BalancedIsTheNumbersOfAllRows()
    {
        using var session = new ModuleSession();
        Assert.Equal(["True True", "True True"], session.All<string>(Setup + """
            $numbers = (12/21), 1, 4
            $balanced, $given, $stepped = (New-Net), (New-Net), (New-Net)
            $a = Invoke-Training $balanced $points $kinds 0.1 5 -Loss CrossEntropy -ClassWeight Balanced -BatchSize 5
            $b = Invoke-Training $given $points $kinds 0.1 5 -Loss CrossEntropy -ClassWeight $numbers -BatchSize 5
            "$($a[-1].Loss -eq $b[-1].Loss) $($balanced.Weight.Equal($given.Weight))"
            $loader = New-DataSet $points $kinds | New-DataLoader -BatchSize 5
            1..5 | ForEach-Object { $null = Step-Training $stepped $loader -Loss CrossEntropy -ClassWeight Balanced -LearningRate 0.1 }
            $plain = (Test-Model $given $points $kinds -Loss CrossEntropy).Loss
            $weighted = (Test-Model $given $points $kinds -Loss CrossEntropy -ClassWeight balanced).Loss
            "$($stepped.Weight.Equal($given.Weight)) $($weighted -ne $plain -and $weighted -eq (Measure-Loss ($given.Forward($points)) $kinds CrossEntropy -Setting @{ weight = $numbers }).Item())"
            """));
        Assert.Empty(session.Run("Debug-Training (New-Net) $points $kinds 0.1 5 -Loss CrossEntropy -ClassWeight Balanced"));
    }

    [Theory]
    [InlineData("Invoke-Training (New-Line) $X $Y Auto 5 -Optimizer Adam", "NoAutomaticRate", "Adam")]
    [InlineData("Invoke-Training (New-Line) $X $Y Auto 5 -StartEpoch 3", "NoAutomaticRate", "goes on")]
    [InlineData("Invoke-Training (New-Line) $X $Y Automatic 5", "NotANumber", "Automatic")]
    [InlineData("Step-Training (New-Line) $X $Y -LearningRate Auto", "NotANumber", "Auto")]
    [InlineData("Invoke-Training (New-Line) $X $Y 0.1 5 -ClassWeight Balanced", "NoClassWeights", "Mse", "CrossEntropy")]
    [InlineData("Invoke-Training (New-Net) $points $kinds 0.1 5 -ClassWeight Balanced -Loss { param($p, $t) [LinRegPS.Loss]::CrossEntropy($p, $t) }", "NoClassWeights", "by name")]
    [InlineData("Invoke-Training (New-Net) $points $kinds 0.1 5 -ClassWeight Even -Loss CrossEntropy", "InvalidClassWeight", "Even", "Balanced")]
    [InlineData("Invoke-Training (New-Net) $points $kinds 0.1 5 -ClassWeight 1,2 -Loss CrossEntropy", "ShapeMismatch", "[2]")]
    [InlineData("Invoke-Training (New-Net) $points $kinds 0.1 5 -ClassWeight 1,-2,1 -Loss CrossEntropy", "InvalidClassWeight", "class 1", "-2")]
    [InlineData("Invoke-Training (New-Net) $points $kinds 0.1 5 -ClassWeight 0,0,0 -Loss CrossEntropy", "InvalidClassWeight", "above 0")]
    [InlineData("Invoke-Training (New-LinearModel 2 4) $points $kinds 0.1 5 -ClassWeight Balanced -Loss CrossEntropy", "InvalidClassWeight", "class 3")]
    [InlineData("Test-Model (New-Net) $points $kinds -ClassWeight Balanced", "NoClassWeights", "-Loss is left out")]
    [InlineData("$loader = New-DataSet $points $kinds | New-DataLoader -BatchSize 12; $loader | Step-Training (New-Net) -LearningRate 0.1 -Loss CrossEntropy -ClassWeight Balanced", "InvalidClassWeight", "all rows")]
    public void WhatCanNotBeIsSaid(string call, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(call).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }
}
