using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>The seed is the whole process's, so each test has a process of its own.</summary>
public sealed class RandomSeedTests
{
    // PyTorch 1.13.1 prints, after torch.manual_seed(42) for nn.Linear(2, 1) and torch.rand(2), with nine digits:
    [Fact]
    public void WhatIsMadeAfterASeedIsPyTorchs()
    {
        var child = ShellProcess.Run("-Command", """
            Set-RandomSeed 42
            $model = New-LinearModel 2 1
            $draws = New-Tensor -Uniform -Shape 2
            (($model.Weight.ToArray() + $model.Bias.ToArray() + $draws.ToArray()) | ForEach-Object { '{0:G9}' -f $_ }) -join ' '
            42 | Set-RandomSeed
            $again = New-LinearModel 2 1
            "$($again.Weight.ToArray())" -eq "$($model.Weight.ToArray())"
            """);
        Assert.Equal(["0.540610373 0.586904228 -0.165655658 0.959305644 0.390448213", "True"], child.Lines);
    }

    [Fact]
    public void OrdersOfATrainingFollowTheSeedUnlessTheyHaveTheirOwn()
    {
        var child = ShellProcess.Run("-Command", """
            $X = New-Tensor -Normal -Shape 20,1 -Seed 1
            $Y = $X * 2
            $weights = foreach ($seed in 7, 7, 8) {
                $model = New-LinearModel 1 1 -Seed 0
                Set-RandomSeed $seed
                $null = Invoke-Training $model $X $Y 0.1 2 -BatchSize 3 -Shuffle
                $model.Weight.Item()
            }
            "$($weights[0] -eq $weights[1]) $($weights[0] -eq $weights[2])"
            """);
        Assert.Equal(["True False"], child.Lines);
    }
}
