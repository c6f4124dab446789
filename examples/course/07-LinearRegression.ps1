<#
.SYNOPSIS
Lesson 7: linear regression on 100 noisy points, by gradient descent, and exactly.
.OUTPUTS
An object with the loss of each epoch and the model.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$rows = Import-Csv "$PSScriptRoot/line.csv"
$X = $rows | ConvertTo-Tensor x
$Y = $rows | ConvertTo-Tensor y

$model = New-LinearModel 1 1 -Seed $Seed
$records = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 100

# Least squares needs no epochs.
$fit = $rows | Measure-LinearModel -Property x -Target y
Write-Host ("trained: y = {0:F4} x + {1:F4}; least squares: y = {2:F4} x + {3:F4}" -f
    $model.Weight.Item(), $model.Bias.Item(), $fit.Coefficient[1].Estimate, $fit.Coefficient[0].Estimate)

[pscustomobject]@{ Losses = [float[]]$records.Loss; Model = $model }
