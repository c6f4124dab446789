using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class LossTests
{
    // PyTorch's names of classes, and what depends on a loss's name: a logit means class 1 above 0.
    [Theory]
    [InlineData("MSELoss", "Mse")]
    [InlineData("BCEWithLogitsLoss", "BinaryCrossEntropyWithLogits")]
    [InlineData("bce", "BinaryCrossEntropy")]
    [InlineData("NLLLoss", "Nll")]
    [InlineData("crossentropyloss", "CrossEntropy")]
    public void ALossHasPyTorchsNameToo(string name, string own)
    {
        using var session = new ModuleSession();
        Assert.Equal(own, session.One<string>($"[LinRegPS.LossFunction]::Named('{name}').Name"));
    }

    [Fact]
    public void TheThresholdIsThatOfTheLoss()
    {
        using var session = new ModuleSession();
        Assert.Equal([1.0, true], session.Run("""
            $line = New-LinearModel 1 1 -Weight 1 -Bias 0; $X = New-Tensor 0.2,-1 -Shape 2,1; $Y = New-Tensor 1,0 -Shape 2,1
            (Test-Model $line $X $Y -Loss BCEWithLogitsLoss).Accuracy
            try { Invoke-Training $line $X (New-Tensor 1,0) 0.1 1 -Loss BCEWithLogits } catch { "$_" -notmatch 'AllowBroadcast' -and "$_" -match 'Reshape the target' }
            """));
    }

    [Theory]
    [InlineData("Measure-Loss 1,2,3,4 1,2,5,8 Mse", "[] 5")]
    [InlineData("Measure-Loss 1,2,3,4 1,2,5,8 l1 -Reduction Sum", "[] 6")]
    [InlineData("Measure-Loss 1,2,3,4 1,2,5,8 -Loss L1 -Reduction None -Scale 2", "[4] 0 0 4 8")]
    [InlineData("New-Tensor 1,4 | Measure-Loss -Target 0,0 -Loss SmoothL1 -Setting @{ beta = 2 } -Reduction None", "[2] 0.25 3")]
    [InlineData("Measure-Loss ((90,0),(0,95)) (0,1) CrossEntropy", "[] 0")]
    [InlineData("Measure-Loss ((0,0),(0,0)) (0,1) Nll -Setting @{ weight = 1,'3' }", "[] 0")]
    [InlineData("Measure-Loss (New-Tensor 1,2 -Shape 2,1) (New-Tensor 1,2) L1 -AllowBroadcast -Reduction None", "[2,2] 0 1 1 0")]
    [InlineData("Measure-Loss (0,0),(0,0) (1,0),(0.5,0.5) KlDiv -Reduction BatchMean -Setting @{ logTarget = $true } -Scale 0", "[] 0")]
    public void MeasuresAnyLoss(string script, string loss)
    {
        using var session = new ModuleSession();
        Assert.Equal(loss, session.Tensor(script));
    }

    [Theory]
    [InlineData("Measure-Loss 1,2 1,2 Mean", "LinRegPS.NoSuchName")]
    [InlineData("Measure-Loss 1,2 1,2,3 L1", "LinRegPS.ShapeMismatch")]
    [InlineData("Measure-Loss 1,2 1,2 Huber -Setting @{ beta = 2 }", "LinRegPS.NoSuchName")]
    [InlineData("Measure-Loss 1,2 1,2 Huber -Setting @{ delta = '0,5' }", "LinRegPS.WrongSetting")]
    [InlineData("Measure-Loss 1,2 1,2 Huber -Reduction BatchMean", "LinRegPS.InvalidReduction")]
    [InlineData("Measure-Loss 1,2 1,2 SoftMargin -AllowBroadcast", "LinRegPS.NeverBroadcasts")]
    public void WhatItCannotMeasureIsAnError(string script, string id)
    {
        using var session = new ModuleSession();
        Assert.StartsWith(id, session.One<string>($"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }}"));
    }
}
