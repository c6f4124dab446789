<#
.SYNOPSIS
From a table to a trained model in a file, and back from there: what was read, what was saved, and that it is the same.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }

$folder = [System.IO.Path]::GetTempPath()
$file = Join-Path $folder 'cars.safetensors'

$cars = Import-Tensor (Join-Path $PSScriptRoot 'cars.csv') -Property speed -Target dist
$cars

$model = New-LinearModel 1 1 -Seed 0
$adam = New-Optimizer Adam $model
$null = Invoke-Training $model $cars.Input $cars.Target -LearningRate 0.5 -Epoch 200 -Optimizer $adam
Export-Checkpoint (Join-Path $folder 'cars.ckpt') $model $adam -Epoch 200 -Force
$null = Invoke-Training $model $cars.Input $cars.Target -LearningRate 0.5 -Epoch 300 -Optimizer $adam
$model | Export-Model $file -Force
"In the file: $((Import-Tensor $file).Keys -join ', ')"

# Another model, from the file alone.
$loaded = Import-Model $file
'dist = {0:F4} * speed + {1:F4}' -f $loaded.Weight.Item(), $loaded.Bias.Item()

# Back to epoch 200, and on from there: the same bits.
$place = Import-Checkpoint (Join-Path $folder 'cars.ckpt') $model $adam
$null = Invoke-Training $model $cars.Input $cars.Target -LearningRate 0.5 -Epoch 300 -Optimizer $adam
"Resumed after epoch $($place.Epoch), it is the same to the bit: $($model.Weight.Item() -eq $loaded.Weight.Item() -and $model.Bias.Item() -eq $loaded.Bias.Item())"
Remove-Item $file, (Join-Path $folder 'cars.ckpt')
