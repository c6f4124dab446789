using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Measure-Convergence tells nothing of what it can't know before a training.</summary>
public sealed class MeasureConvergenceTests
{
    // Of prices of cars by year and kilometres: a momentum of 1 is none.
    [Fact]
    public void WhatItAdvisesCanBeTyped()
    {
        using var session = new ModuleSession();
        session.Run("$cars = New-DataSet (New-Tensor (2018,42000),(2013,98000),(2016,61000),(2015,85000),(2017,39000)) (New-Tensor 23900,6100,9900,11900,12500 -Shape 5,1); $report = Measure-Convergence $cars -LearningRate 0.01");
        string remedy = session.One<string>("$report.Remedy");
        var advised = System.Text.RegularExpressions.Regex.Match(remedy, @"Momentum (\S+(?: - \S+)?) with rate (\S+) makes");
        Assert.True(advised.Success, remedy);
        Assert.StartsWith("1 - ", advised.Groups[1].Value);
        Assert.Empty(session.Attempt($"Measure-Convergence $cars ({advised.Groups[2].Value}) -Momentum ({advised.Groups[1].Value})").Errors);
        Assert.DoesNotMatch(@"below (\S+); \1 is", remedy);
    }

    [Theory]
    [InlineData("-Optimizer RMSprop -Momentum 0.9", "-Momentum with -Optimizer RMSprop")]
    [InlineData("-Optimizer adamw -WeightDecay 0.1", "-WeightDecay with -Optimizer adamw")]
    public void WhatCannotBeToldAheadIsRefused(string settings, string words)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(
            $"try {{ Measure-Convergence (New-Tensor 1,2,3,4 -Shape 4,1) -Target (New-Tensor 6,10,14,18 -Shape 4,1) -LearningRate 0.01 {settings} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.StartsWith("LinRegPS.UnpredictedSetting", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Optimizer Sgd -Momentum 0.9 -WeightDecay 0.1")]
    [InlineData("-Optimizer Adam -WeightDecay 0.1")]
    [InlineData("-Optimizer AdamW")]
    public void WhatCanIsTold(string settings)
    {
        using var session = new ModuleSession();
        Assert.NotEmpty(session.Run($"Measure-Convergence (New-Tensor 1,2,3,4 -Shape 4,1) -Target (New-Tensor 6,10,14,18 -Shape 4,1) -LearningRate 0.01 {settings}"));
    }
}
