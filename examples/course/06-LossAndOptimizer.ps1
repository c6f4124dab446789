<#
.SYNOPSIS
Lesson 6: the loss and the optimizer from the module; then the model too.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

# Loss and optimizer; the model is still a weight of our own.
$X = New-Tensor 1, 2, 3, 4
$Y = New-Tensor 2, 4, 6, 8
$w = New-Tensor 0 -RequiresGrad
foreach ($epoch in 1..100) {
    $loss = Measure-MseLoss ($w * $X) $Y
    $loss | Invoke-Backward
    $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
}
"f(5) after training a weight: $(($w * 5).Item())"

# The model from the module, too: samples are rows now, features columns.
$X = $X.Reshape(4, 1)
$Y = $Y.Reshape(4, 1)
$model = New-LinearModel 1 1 -Seed $Seed
"f(5) before training a model: $((Invoke-Model $model (New-Tensor 5 -Shape 1, 1)).Item())"
$records = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 100
"f(5) after 100 epochs:        $((Invoke-Model $model (New-Tensor 5 -Shape 1, 1)).Item())"

# It is slower than the weight alone: the bias is why.
(Measure-Convergence $X -Target $Y -LearningRate 0.01).Finding
$records | Where-Object Epoch -in 1, 10, 100 | Format-Table Epoch, Loss
