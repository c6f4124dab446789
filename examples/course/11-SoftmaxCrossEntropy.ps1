<#
.SYNOPSIS
Lesson 11: softmax and cross-entropy. Scores become probabilities; the loss is minus the logarithm of the right one.
.OUTPUTS
An object with the probabilities, the loss and its gradient.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

# Scores of three samples for three classes, and the right class of each.
$scores = New-Tensor (0.1, 0.2, 3.9), (1.2, 0.1, 0.3), (0.3, 2.2, 0.2) -RequiresGrad
$classes = New-Tensor 2, 0, 1

$softmax = $scores.Softmax(1)
Write-Host "probabilities of sample 0: $($softmax[0].ToArray() -join ', '), their sum $($softmax[0].Sum().Item())"

# Cross-entropy takes the scores themselves: softmax is in it.
$loss = [LinRegPS.Loss]::CrossEntropy($scores, $classes)
$loss.Backward()
Write-Host "loss $($loss.Item())"

# By hand it is the same: the mean of -log(probability of the right class).
$byHand = - ($softmax[0, 2].Log() + $softmax[1, 0].Log() + $softmax[2, 1].Log()).Item() / 3
Write-Host "by hand $byHand"

# The class of the largest score is the prediction.
Write-Host "right: $([LinRegPS.Metric]::Accuracy($scores, $classes))"

[pscustomobject]@{ Softmax = $softmax; Loss = $loss.Item(); Gradient = $scores.Grad }
