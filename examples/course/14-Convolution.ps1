<#
.SYNOPSIS
Lesson 14: a convolutional network reads the digits as images.
.OUTPUTS
An object with the loss of each step, the model, and how many test rows are right after each epoch.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

# An image has a channel, rows and columns; every fifth is kept to test with.
$table = Import-Tensor "$PSScriptRoot/digits.csv" -Target digit
$data = New-DataSet ($table.Input / 16).Reshape(-1, 1, 8, 8) $table.Target.Flatten()
$train = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -ne 4 }))
$test = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -eq 4 }))

$model = New-SequentialModel -Seed $Seed {
    Conv2d 1 6 3 -Padding 1
    ReLU
    MaxPool2d 2
    Conv2d 6 16 3
    ReLU
    Flatten
    Linear 64 32
    ReLU
    Linear 32 10
}
$model | Measure-Model -InputShape 1, 8, 8 | Out-Host

$optimizer = New-Optimizer Adam $model -LearningRate 0.005
$loader = New-DataLoader $train -BatchSize 100
$losses = [Collections.Generic.List[float]]::new()
$right = foreach ($epoch in 1..5) {
    $loader | Step-Training $model -Optimizer $optimizer -Loss CrossEntropy | ForEach-Object { $losses.Add($_) }
    $result = Test-Model $model $test.Input $test.Target -Loss CrossEntropy
    Write-Host ('epoch {0}: loss {1:F4}, accuracy on {2} test rows {3:P1}' -f $epoch, $losses[-1], $result.Rows, $result.Accuracy)
    [int]($result.Accuracy * $result.Rows)
}

[pscustomobject]@{ Losses = $losses.ToArray(); Model = $model; TestRight = [int[]]$right }
