<#
.SYNOPSIS
Lesson 8: logistic regression. Is a tumour benign? 30 features, one probability.
.OUTPUTS
An object with the loss of each epoch, the model, and how many of the test rows it gets right.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

# Every fifth row is kept to test with.
$table = Import-Tensor "$PSScriptRoot/breast_cancer.csv" -Target benign
$data = New-DataSet $table.Input $table.Target
$train = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -ne 4 }))
$test = $data.Rows((0..($data.Count - 1) | Where-Object { $_ % 5 -eq 4 }))

# Features of such different sizes are brought to one scale, which the training rows give: the test rows are not to be known.
$scaler = New-Scaler $train
$train = $scaler.Transform($train)
$test = $scaler.Transform($test)

# A linear layer and the sigmoid; the loss is the cross-entropy of two classes.
$model = New-SequentialModel { Linear 30 1; Sigmoid } -Seed $Seed
$records = Invoke-Training $model $train.Input $train.Target -LearningRate 0.01 -Epoch 100 -Loss BinaryCrossEntropy

$result = Test-Model $model $test -Loss BinaryCrossEntropy
Write-Host "accuracy on $($result.Rows) rows it has not seen: $($result.Accuracy)"
$result.Confusion | Format-Table | Out-Host

[pscustomobject]@{ Losses = [float[]]$records.Loss; Model = $model; TestRight = [int]($result.Accuracy * $result.Rows) }
