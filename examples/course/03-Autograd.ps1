<#
.SYNOPSIS
Lesson 3: autograd. What a tensor that requires a gradient records, how the gradient comes back, and how to stop recording.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$x = New-Tensor 1, 2, 3 -RequiresGrad
$y = $x + 2
"y was made by $($y.GradFn)"

# z = mean(3 (x + 2)^2): its slope along each x is 2 (x + 2).
$z = ($y * $y * 3).Mean()
$z.Backward()
"gradient      $($x.Grad.ToArray() -join ', ')"

# Of several numbers each needs a weight.
$x.Grad = $null
$v = New-Tensor 0.1, 1, 0.001
($x * 2).Backward($v)
"with weights  $($x.Grad.ToArray() -join ', ')"

# Three ways not to record.
$still = New-Tensor 1, 2 -RequiresGrad
$still.RequiresGrad = $false
"detached      $($x.Detach().RequiresGrad)"
"in no-grad    $((Invoke-NoGrad { $x + 2 }).RequiresGrad)"

# Gradients add up: each round begins with none.
$w = New-Tensor 1, 1, 1, 1 -RequiresGrad
foreach ($epoch in 1..3) {
    ($w * 3).Sum().Backward()
    "epoch $epoch       $($w.Grad.ToArray() -join ', ')"
    $w | Clear-Gradient
}
