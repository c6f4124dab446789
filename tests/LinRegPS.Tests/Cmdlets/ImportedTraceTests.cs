using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>A training of PyTorch beside one here, at the prompt.</summary>
public sealed class ImportedTraceTests
{
    private const string Setup = """
        $trace = Import-TrainingTrace $fixtures/line.npz
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        function Get-Records($rate = 0.01) { Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) -LearningRate $rate -Epoch 8 }

        """;

    [Fact]
    public void ItIsTheTrainingHereOrSaysWhyNot()
    {
        using var session = Session();
        Assert.Equal(["8", "1 8", "LinRegPS.Training.TrainingRecord"], session.Run("\"$($trace.Count)\"; \"$($trace[0].Epoch) $($trace[-1].Epoch)\"; $trace[0].GetType().FullName"));
        Assert.Equal(["weight", "bias"], session.Run("$trace[0].GetParameterNames()"));
        Assert.Contains(session.One<string>("\"$((Compare-Training $trace (Get-Records)).Cause)\""), new[] { "None", "Rounding" });
        Assert.Equal(["Rate", "PyTorch here"], session.Run("$c = Compare-Training $trace (Get-Records 0.02) -Name PyTorch, here; \"$($c.Cause)\"; \"$($c.Reference) $($c.Candidate)\""));
        Assert.True(session.One<bool>("[Math]::Abs($trace[2].'weight.grad' - (Get-Records)[2].'weight.grad') -lt 1e-4"));
    }

    [Fact]
    public void ALogIsATable()
    {
        using var session = Session();
        Assert.Equal([1, 2.2518f, 2.1503f, 0.1f], session.Run("$r = Import-TrainingTrace $fixtures/lightning_metrics.csv; $r[0].Epoch; $r[0].Loss; [float]$r[0].ValidationLoss; [float]$r[0].LearningRate"));
        Assert.Equal([4, 20], session.Run("$r = Import-TrainingTrace $fixtures/lightning_metrics.csv -Step; $r.Count; $r[-1].Epoch"));
        var error = Assert.Single(session.Attempt("try { Import-TrainingTrace $fixtures/keras_log.csv -Loss none } catch { Write-Error -ErrorRecord $_ }").Errors);
        Assert.StartsWith("LinRegPS.BadFile", error.FullyQualifiedErrorId);
        Assert.Contains("no column 'none'", error.Exception.Message);
    }

    [Theory]
    [InlineData("-Loss loss", "-Loss is for logs of trainings, not for a trace of steps, as line.npz is")]
    [InlineData("-Step", "-Step is for")]
    [InlineData("-Run 1", "-Run is for")]
    public void WhatIsOfLogsIsRefusedOfATrace(string option, string words)
    {
        using var session = Session();
        var error = Assert.Single(session.Attempt($"try {{ Import-TrainingTrace $fixtures/line.npz {option} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.StartsWith("LinRegPS.WrongFormat", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
    }

    private static ModuleSession Session()
    {
        var session = new ModuleSession();
        session["fixtures"] = Path.Combine(AppContext.BaseDirectory, "fixtures", "traces");
        session.Run(Setup);
        return session;
    }
}
