using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Measure-Convergence tells nothing of what it can't know before a training.</summary>
public sealed class MeasureConvergenceTests
{
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
