using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>What scripts see of the graph: it is what was recorded, and no more than that is kept.</summary>
public sealed class GraphTests
{
    [Theory]
    [InlineData("$y = $w * $x; $x.RequiresGrad = $true; $y.Backward((1,1)); $null -eq $x.Grad; $w.Grad.ToArray()", "True 5 6")]
    [InlineData("$y = $w * $x; Invoke-NoGrad { [void]$w.Add_(1) }; $y.Backward((1,1)); $w.Grad.ToArray()", "5 6")]
    [InlineData("($w * $w * $w).Sum().Backward($null, $false, $true); $w.Grad.GradFn -ne $null; [LinRegPS.Autograd]::Grad($w.Grad.Sum(), @($w)).ToArray()", "True 18 24")]
    [InlineData("$g = [LinRegPS.Autograd]::Grad(($w * $x).Sum(), @($w)); $null -eq $w.Grad; $g.ToArray()", "True 5 6")]
    [InlineData("[LinRegPS.Tensor]::From([float[]]@(7), [int[]]@()).Shape.ToString()", "[]")]
    [InlineData("[LinRegPS.Tensor]::From([float[]]@(7, 8)).Shape.ToString()", "[2]")]
    [InlineData("$x.Softplus().ToArray() | ForEach-Object { '{0:F4}' -f $_ }", "5.0067 6.0025")]
    [InlineData("$w.Maximum((1, 9)).ToArray()", "3 9")]
    public void ScriptsSeeWhatWasRecorded(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run("$w = New-Tensor 3,4 -RequiresGrad; $x = New-Tensor 5,6");
        Assert.Equal(expected, string.Join(' ', session.Run(script)));
    }

    [Fact]
    public void ALoopOfDetachedUpdatesKeepsNoGraph()
    {
        using var session = new ModuleSession();
        Assert.Equal([0], session.Run("""
            $w = New-Tensor -Full 1 -Shape 1000 -RequiresGrad
            $early = foreach ($step in 1..20) {
                $loss = ($w * $w).Mean()
                $loss.Backward()
                $w = ($w - 0.01 * $w.Grad).Detach()
                $w.RequiresGrad = $true
                [WeakReference]::new($loss.GradFn)
            }
            [GC]::Collect()
            @($early[0..9] | Where-Object IsAlive).Count
            """));
    }

    [Fact]
    public void TheGradientOfAnInputSurvivesTraining()
    {
        const string train = """
            $X = New-Tensor 1,2,3,4 -Shape 4,1 -RequiresGrad; $Y = New-Tensor 2,4,6,8 -Shape 4,1
            $first = $null
            Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y -LearningRate 0.01 -Epoch 20 -LogEvery 5 | ForEach-Object {
                $now = $X.Grad; if ($null -eq $first) { $first = $now }; $X.Grad = $null
            }
            $first.ToArray()
            """;
        using var session = new ModuleSession();
        // The first epoch's: 2/4 (w x + b - y) w, with w still 0.
        Assert.Equal("0 0 0 0", string.Join(' ', session.Run(train)));
    }

    [Fact]
    public void MoreDimensionsThanATensorHasAreAnError()
    {
        using var session = new ModuleSession();
        var result = session.Attempt("New-Tensor 1 -Shape (,1 * 150000)");
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("LinRegPS.InvalidShape", error.FullyQualifiedErrorId);
        Assert.Contains("150000 dimensions", error.Exception.Message);
        Assert.Contains("64", error.Exception.Message);
    }
}
