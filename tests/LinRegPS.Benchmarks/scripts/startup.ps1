# How long the module takes to be there, in a running shell, and for a first training step.
param([string]$Manifest)

$clock = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Manifest
$import = $clock.Elapsed.TotalSeconds

$clock.Restart()
$X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
$Y = New-Tensor 2, 4, 6, 8 -Shape 4, 1
$model = New-LinearModel 1 1 -NoBias -Weight 0
$null = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1
$step = $clock.Elapsed.TotalSeconds
"import $($import.ToString('F6')) step $($step.ToString('F6')) weight $($model.Weight.Item().ToString('F7'))"
