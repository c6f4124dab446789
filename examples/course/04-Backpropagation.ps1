<#
.SYNOPSIS
Lesson 4: backpropagation. One forward and one backward pass, by autograd and by the chain rule; and what finite differences say.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$x = New-Tensor 1
$y = New-Tensor 2
$w = New-Tensor 1 -RequiresGrad

# Forward: the prediction, its difference, the loss.
$prediction = $w * $x
$difference = $prediction - $y
$loss = $difference.Square()
"loss                 $($loss.Item())"

# Backward: autograd goes from the loss to w.
$loss.Backward()
"by autograd          $($w.Grad.Item())"

# The chain rule by hand: dloss/ddifference * ddifference/dprediction * dprediction/dw.
$byHand = (2 * $difference.Item()) * 1 * $x.Item()
"by the chain rule    $byHand"

# A function's own slope, for whoever trusts neither.
$check = Test-Gradient { param($w) ($w * $x - $y).Square() } $w
"finite differences   $($check.Passed ? 'agree' : 'DISAGREE')"

# The next step goes against the slope.
Step-Sgd $w -LearningRate 0.01
"w after a step       $($w.Item())"
