using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Loops as they are typed, mistaken and right: which findings Debug-Training has, and none that leads astray.</summary>
public sealed class LintScriptTests
{
    private const string Data = """
        $ErrorActionPreference = 'SilentlyContinue'
        $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = 2 * $X; $w = New-Tensor 0 -RequiresGrad; $truth = New-Tensor 2 -RequiresGrad
        $findings = @(Debug-Training {
        """;

    [Theory]
    // What a step makes takes the parameter's place: 0.01 * $null is 0, and training stops without an error.
    [InlineData("foreach ($e in 1..6) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w = $w - 0.01 * $w.Grad }", "ReplacedParameter w")]
    [InlineData("foreach ($e in 1..2) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w -= 0.01 * $w.Grad }", "ReplacedParameter w")]
    [InlineData("foreach ($e in 1..2) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w -= 0.01 * [double]$w.Grad }", "ReplacedParameter w")]
    [InlineData("$w = $w * 0.5; foreach ($e in 1..3) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 }", "ReplacedParameter w")]
    // Right: a leaf again, by Detach, under no-grad, or of the number.
    [InlineData("foreach ($e in 1..32) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w = ($w - 0.01 * $w.Grad).Detach(); $w.RequiresGrad = $true }", "")]
    [InlineData("foreach ($e in 1..32) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; Invoke-NoGrad { $w = $w - 0.01 * $w.Grad }; $w.RequiresGrad = $true }", "")]
    [InlineData("foreach ($e in 1..32) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w = New-Tensor ($w - 0.01 * $w.Grad).Item() -RequiresGrad }", "")]
    [InlineData("foreach ($e in 1..32) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w = New-Tensor ($w.Item() - 0.01 * $w.Grad.Item()) -RequiresGrad }", "")]
    // A target that carries a graph.
    [InlineData("$T = $truth * $X; foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $T | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient }", "TargetGradient target")]
    [InlineData("$T = ($truth * $X).Detach(); foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $T | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient }", "")]
    [InlineData("Invoke-NoGrad { $T = $truth * $X }; foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $T | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient }", "")]
    // Detached where it should learn, beside a parameter that does.
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X + $truth.Detach()) $Y | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient }", "ForgottenParameter truth")]
    // Factors of a step are the rate.
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; Invoke-NoGrad { $w.Sub_(0.01 * $w.Grad * 0.5) }; $w.Grad = $null }", "")]
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; Invoke-NoGrad { $w.Sub_($w.Grad / 100) }; $w.Grad = $null }", "")]
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; Invoke-NoGrad { $w.Sub_(0.01 * (2 * $X * ($w * $X - $Y)).Sum()) }; $w.Grad = $null }", "GradientFactor w")]
    // Batches that add up.
    [InlineData("foreach ($e in 1..4) { Clear-Gradient $w; foreach ($b in 1,2) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward }; $w | Step-Sgd -LearningRate 0.01 }", "")]
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 }", "NoZeroGrad w")]
    [InlineData("foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $Y | Invoke-Backward; $w | Step-Sgd -LearningRate 0 -PassThru | Clear-Gradient }", "Standstill LearningRate")]
    public void FindsWhatIsWrongAndNothingElse(string script, string expected)
    {
        using var session = new ModuleSession();
        string[] found = session.All<string>(Data + script + " } 2>$null 3>$null); $findings | ForEach-Object { \"$($_.RuleId) $($_.Name)\" }");
        Assert.Equal(expected, string.Join("; ", found));
    }

    [Fact]
    public void ALiveTensorIsNoRecord()
    {
        using var session = new ModuleSession();
        string message = session.One<string>("""
            $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = 2 * $X; $w = New-Tensor 0 -RequiresGrad
            $live = foreach ($e in 1..5) { $l = Measure-MseLoss ($w * $X) $Y; $l.Backward(); [void]($w | Step-Sgd -LearningRate 0.01); @{ Epoch = $e; Loss = $l.Item(); w = $w }; $w.Grad = $null }
            $right = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y -LearningRate 0.01 -Epoch 5
            try { Compare-Training $right $live } catch { $_.ToString() }
            """);
        Assert.Contains("all 5 records of w hold one tensor", message);
        Assert.EndsWith("Record the number or a copy: $w.Item(), or $w.Detach().Clone().", message);
    }

    // The forms that the remedies and the about page name work as they stand.
    [Theory]
    [InlineData("Invoke-NoGrad { [void]$w.Sub_(0.1 * $w.Grad) }", 0.2f)]
    [InlineData("$w = ($w - 0.1 * $w.Grad).Detach(); $w.RequiresGrad = $true", 0.2f)]
    [InlineData("$w = $w.Detach().Clone()", 0f)]
    public void WhatIsAdvisedWorksWhenTyped(string advice, float expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, session.One<float>($"$w = New-Tensor 0 -RequiresGrad; $w.Grad = New-Tensor -2; {advice}; $w.Item()"));
    }
}
