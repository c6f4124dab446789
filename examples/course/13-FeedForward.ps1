<#
.SYNOPSIS
Lesson 13: a feed-forward network reads handwritten digits: 64 pixels, one hidden layer, ten classes.
.PARAMETER Kind
The network: Adam as in the course, Momentum, or BatchNorm.
.OUTPUTS
An object with the loss of each step, the model, and how many test rows are right after each epoch.
#>
param([long]$Seed = 0, [ValidateSet('Adam', 'Momentum', 'BatchNorm')][string]$Kind = 'Adam')
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

# Pixels are 0 to 16; every fifth row is kept to test with.
$table = Import-Tensor "$PSScriptRoot/digits.csv" -Target digit
$data = New-DataSet ($table.Input / 16) $table.Target.Flatten()
$train = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -ne 4 }))
$test = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -eq 4 }))

switch ($Kind) {
    Adam {
        $model = New-SequentialModel { Linear 64 100; ReLU; Linear 100 10 } -Seed $Seed
        $optimizer = New-Optimizer Adam $model -LearningRate 0.001
        $epochs = 5
    }
    Momentum {
        $model = New-SequentialModel { Linear 64 32; Tanh; Linear 32 10 } -Seed $Seed
        $optimizer = New-Optimizer SGD $model -LearningRate 0.1 -Momentum 0.9 -WeightDecay 0.0001
        $epochs = 5
    }
    BatchNorm {
        $model = New-SequentialModel { Linear 64 32; BatchNorm1d 32; ReLU; Linear 32 10 } -Seed $Seed
        $optimizer = New-Optimizer Adam $model -LearningRate 0.01
        $epochs = 3
    }
}

# The loop of the course, a step for each batch of 100 rows in order.
$loader = New-DataLoader $train -BatchSize 100
$losses = [Collections.Generic.List[float]]::new()
$right = foreach ($epoch in 1..$epochs) {
    $loader | Step-Training $model -Optimizer $optimizer -Loss CrossEntropy | ForEach-Object { $losses.Add($_) }
    $result = Test-Model $model $test.Input $test.Target -Loss CrossEntropy
    Write-Host ('epoch {0}: loss {1:F4}, accuracy on {2} test rows {3:P1}' -f $epoch, $losses[-1], $result.Rows, $result.Accuracy)
    [int]($result.Accuracy * $result.Rows)
}

[pscustomobject]@{ Losses = $losses.ToArray(); Model = $model; TestRight = [int[]]$right }
