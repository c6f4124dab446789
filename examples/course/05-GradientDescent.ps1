<#
.SYNOPSIS
Lesson 5: gradient descent, first by hand, then with autograd; and why the two do not agree.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$X = New-Tensor 1, 2, 3, 4
$Y = New-Tensor 2, 4, 6, 8

# By hand, as the course has it: dot gives one number, and the mean of one number divides by nothing.
$w = New-Tensor 0
$byHand = foreach ($epoch in 1..20) {
    $prediction = $w * $X
    $gradient = (2 * $X).Dot($prediction - $Y).Mean()
    [void]$w.Sub_(0.01 * $gradient)
    [pscustomobject]@{ Epoch = $epoch; Loss = ($prediction - $Y).Square().Mean().Item(); w = $w.Item(); 'w.grad' = $gradient.Item() }
}

# By autograd.
$w = New-Tensor 0 -RequiresGrad
$byAutograd = foreach ($epoch in 1..20) {
    $loss = Measure-MseLoss ($w * $X) $Y
    $loss.Backward()
    $gradient = $w.Grad.Item()
    Invoke-NoGrad { [void]$w.Sub_(0.01 * $w.Grad) }
    $w | Clear-Gradient
    [pscustomobject]@{ Epoch = $epoch; Loss = $loss.Item(); w = $w.Item(); 'w.grad' = $gradient }
}
"w after 20 epochs: $($byHand[-1].w) by hand, $($byAutograd[-1].w) by autograd"

# Why?
$comparison = Compare-Training $byAutograd $byHand -SampleCount 4
$comparison.Finding
