<#
.SYNOPSIS
Lesson 12: activation functions. Without one between them, two linear layers are one.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$x = New-Tensor (-2..2)
foreach ($name in 'Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Gelu', 'Silu', 'Softplus') {
    '{0,-10} {1}' -f $name, (($x.$name().ToArray() | ForEach-Object { '{0,8:F4}' -f $_ }) -join '')
}
'{0,-10} {1}' -f 'Softmax', (($x.Softmax(0).ToArray() | ForEach-Object { '{0,8:F4}' -f $_ }) -join '')

# As layers of a model, and as methods in a class's Forward.
$layered = New-SequentialModel { Linear 4 8; ReLU; Linear 8 1; Sigmoid } -Seed 0
$layered.ToString()

# XOR needs one: no line parts its classes.
$X = New-Tensor (0, 0), (0, 1), (1, 0), (1, 1)
$classes = New-Tensor 0, 1, 1, 0
foreach ($model in (New-SequentialModel { Linear 2 8; Linear 8 2 } -Seed 1), (New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 1)) {
    $null = Invoke-Training $model $X $classes -LearningRate 0.5 -Epoch 300 -Loss CrossEntropy
    "$($model.Count) layers: accuracy $([LinRegPS.Metric]::Accuracy($model.Forward($X), $classes))"
}
