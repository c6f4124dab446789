<#
.SYNOPSIS
Lesson 17: saving and loading: a model's parameters, and a training that goes on where it was.
#>
param([string]$Folder = ([IO.Path]::GetTempPath()))
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$X = New-Tensor -Normal -Shape 20, 6 -Seed 1
$Y = $X.MatMul((New-Tensor 1, 2, 3, 4, 5, 6 -Shape 6, 1))
$model = New-LinearModel 6 1 -Seed 0
$optimizer = New-Optimizer Adam $model -LearningRate 0.1
$null = Invoke-Training $model $X $Y -Epoch 50 -Optimizer $optimizer

# The parameters by their names, in a file that PyTorch reads too.
$file = Join-Path $Folder 'LinRegPS-course-model.safetensors'
$model | Export-Model $file -Force
$loaded = New-LinearModel 6 1
Import-Model $file -Model $loaded | Out-Null
"the same prediction: $($loaded.Forward($X).Equals($model.Forward($X)))"
"in the file: $((Import-Tensor $file).Keys -join ', ')"

# A training's state: model, optimizer, epoch.
$checkpoint = Join-Path $Folder 'LinRegPS-course-checkpoint.safetensors'
Export-Checkpoint $checkpoint -Model $model -Optimizer $optimizer -Epoch 50 -Force
$null = Invoke-Training $model $X $Y -Epoch 50 -Optimizer $optimizer

$resumed = New-LinearModel 6 1
$itsOptimizer = New-Optimizer Adam $resumed -LearningRate 0.1
$state = Import-Checkpoint $checkpoint -Model $resumed -Optimizer $itsOptimizer
$null = Invoke-Training $resumed $X $Y -Epoch 50 -Optimizer $itsOptimizer -StartEpoch ($state.Epoch + 1)
"gone on to the same weights: $($resumed.Weight.Equals($model.Weight))"
Remove-Item $file, $checkpoint
