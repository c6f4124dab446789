using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>A bad record in a pipeline is an error that does not end it: what comes before and after is done.</summary>
public sealed class PipelineErrorTests
{
    public static TheoryData<string, string, int> Pipelines => new()
    {
        { "$X, 'text', $X | Invoke-Model $model", "NotANumber", 2 },
        { "$X, (New-Tensor 1,2,3), $X | Invoke-Model $model", "ShapeMismatch", 2 },
        { "$X, (New-Tensor 1,2,3,4), $X | Measure-MseLoss -Target $Y", "ShapeMismatch", 2 },
        { "$model, 'text', $model | Get-ModelParameter -Name weight", "WrongModel", 2 },
        { "$model, $null, $model | Invoke-Training -InputObject $X -Target $Y -LearningRate 0.1 -Epoch 1", "WrongModel", 2 },
        { "$w, $v, $model | Step-Sgd -LearningRate 0.1 -PassThru", "NoGradient", 2 },
        { "$w, 'text', $model | Clear-Gradient -PassThru", "WrongParameter", 2 },
        { "1, 'text', 2 | ConvertFrom-Tensor", "NotANumber", 2 },
        { "$v.Square(), $X, $v.Square() | ForEach-Object { $_.Sum() } | Invoke-Backward", "NothingRecorded", 0 },
        { "$v.Square(), $X, $v.Square() | Invoke-Backward -Gradient 1,1,1", "NothingRecorded", 0 },
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void OneBadRecordIsOneErrorAndTheRestGoesOn(string pipeline, string id, int written)
    {
        using var session = TrainingState.Begin();
        var result = session.Attempt($"try {{ {pipeline} }} catch {{ throw 'the pipeline ended' }}");
        Assert.StartsWith($"LinRegPS.{id},LinRegPS.Commands.", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(written, result.Output.Length);
    }

    [Fact]
    public void WhatIsAroundABadRecordIsDone()
    {
        using var session = TrainingState.Begin();
        session.Attempt("$u = New-Tensor 1 -RequiresGrad; $u.Square().Backward(); $w, $v, $u | Step-Sgd -LearningRate 0.5");
        Assert.Equal([0f, 0f], session.All<float>("$w.Item(); $u.Item()"));
    }

    [Fact]
    public void ErrorActionStopEndsThePipeline()
    {
        using var session = TrainingState.Begin();
        Assert.Equal(
            ["LinRegPS.NotANumber,LinRegPS.Commands.InvokeModelCommand", 1],
            session.Run("""
                $done = [System.Collections.ArrayList]::new()
                try { $X, 'text', $X | Invoke-Model $model -ErrorAction Stop | ForEach-Object { $null = $done.Add($_) } }
                catch { $_.FullyQualifiedErrorId }
                $done.Count
                """));
    }
}
