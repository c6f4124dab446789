using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Arrays of tensors that require gradients are stacked with what made them, wherever data are taken.</summary>
public sealed class StackedDataTests
{
    [Theory]
    // (2w - 4)^2 / 3 and so on: the loss of w = 1 against 2, 4, 6, and 0.01 w^2.
    [InlineData("$p = foreach ($x in 1..3) { $w * $x }; ((Measure-MseLoss $p 2,4,6) + $w * $w * 0.01).Backward()", "[] -9.3133335")]
    [InlineData("([LinRegPS.Tensor](($w * 2), 3)).Sum().Backward()", "[] 2")]
    [InlineData("((New-Tensor 1,2) * (($w * 2), 3)).Sum().Backward()", "[] 2")]
    [InlineData("((New-Tensor 1,2) + @(3, $w)).Sum().Backward()", "[] 1")]
    [InlineData("(New-Tensor 1,2).Dot(@(5, ($w * 3))).Backward()", "[] 6")]
    [InlineData("(New-Tensor (($w, ($w * 2)), (3, 4))).Sum().Backward()", "[] 3")]
    [InlineData("([pscustomobject]@{ a = $w * 3; b = 1 }, [pscustomobject]@{ a = 2; b = $w } | ConvertTo-Tensor -Property a, b).Sum().Backward()", "[] 4")]
    [InlineData("($w, ($w * 4) | ConvertTo-Tensor).Sum().Backward()", "[] 5")]
    [InlineData("(Invoke-Model (New-LinearModel 1 1 -Weight 5 -NoBias) (@($w), @(2))).Sum().Backward()", "[] 5")]
    [InlineData("[LinRegPS.Loss]::Mse((($w * 2), $w), (0, 0)).Backward()", "[] 5")]
    [InlineData("Measure-MseLoss 0,0 ($w, ($w * 2)) | Invoke-Backward", "[] 5")]
    [InlineData("$list = [System.Collections.Generic.List[object]]::new(); $list.Add($w); $list.Add(1); (New-Tensor $list).Square().Sum().Backward()", "[] 2")]
    [InlineData("function Sum-All([LinRegPS.Tensor]$x) { $x.Sum() }; (Sum-All ($w, $w)).Backward()", "[] 2")]
    [InlineData("$n = New-Tensor ([float]::NaN) -AllowNaN; (Measure-MseLoss @(($w * $n), 1) 1,2).Backward()", "[] NaN")]
    [InlineData("[LinRegPS.Tensor]::Stack(($w, ($w * 2)), 0).Sum().Backward()", "[] 3")]
    public void GradientsReachWhatTheyWereMadeOf(string script, string gradient)
    {
        using var session = new ModuleSession();
        Assert.Equal(gradient, session.Tensor($"$w = New-Tensor 1 -RequiresGrad; {script}; $w.Grad"));
    }

    [Fact]
    public void RowsOfAMatrixAreStacked()
    {
        using var session = new ModuleSession();
        Assert.Equal("[2] 3 4", session.Tensor("$w = New-Tensor 1,2 -RequiresGrad; ((New-Tensor (($w * 3), (7, 8))) * (New-Tensor 1,1)).Sum().Backward(); $w.Grad = $null; ((New-Tensor ($w, $w)) * (New-Tensor (1,2),(2,2))).Sum().Backward(); $w.Grad"));
    }

    [Theory]
    [InlineData("New-Tensor ($w, (1, 2))", "RaggedArray")]
    [InlineData("New-Tensor ($w, 'x')", "NotANumber")]
    [InlineData("New-Tensor ($w, $null)", "NotANumber")]
    [InlineData("New-Tensor ($w, ([float]::NaN))", "NaN")]
    public void WhatMakesNoTensorIsRefused(string script, string id)
    {
        using var session = new ModuleSession();
        Assert.StartsWith($"LinRegPS.{id},", session.One<string>($"$w = New-Tensor 1 -RequiresGrad; try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }}"));
    }

    [Fact]
    public void ReadingThemIsNoFinding()
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run("""
            $w = New-Tensor 1 -RequiresGrad
            Debug-Training { foreach ($e in 1..5) {
                $loss = Measure-MseLoss @(($w * 1), ($w * 2)) 2,4
                $loss | Invoke-Backward
                $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
            } }
            """));
    }
}
