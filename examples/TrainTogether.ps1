# One model trained by several processes:
#   mpirun -n 2 pwsh -File examples/TrainTogether.ps1
# Started without mpirun it is a group of one process, and prints the same: -Part fixes the bits.
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }

$group = Enter-ProcessGroup
$X = New-Tensor -Normal -Shape 1000,3 -Seed 1
$Y = $X.MatMul((New-Tensor 1,-2,3 -Shape 3,1))

$model = New-SequentialModel { Linear 3 16; Tanh; Linear 16 1 } -Seed 0
$training = @{ Optimizer = 'Adam'; BatchSize = 100; Shuffle = $true; Seed = 0; Part = 4; LogEvery = 10; ProcessGroup = $group }
Invoke-Training $model $X $Y 0.01 30 @training | ForEach-Object { "epoch $($_.Epoch): loss $($_.Loss.ToString('G6'))" }

# A loop of one's own: each rank takes its rows, and the gradients become those of all rows.
$rows = [math]::Ceiling(1000 / $group.Size)
$first = $group.Rank * $rows
$mine = [math]::Min($rows, 1000 - $first)
$myX, $myY = $X.Narrow(0, $first, $mine), $Y.Narrow(0, $first, $mine)
$line = New-LinearModel 3 1
$line | Sync-Parameter -ProcessGroup $group
foreach ($epoch in 1..100) {
    $line | Clear-Gradient
    Measure-MseLoss (Invoke-Model $line $myX) $myY | Invoke-Backward
    $line | Sync-Gradient -ProcessGroup $group -RowCount $mine
    $line | Step-Sgd -LearningRate 0.1
}
if ($group.Rank -eq 0) { "weights $(($line.Weight.ToArray() | ForEach-Object { $_.ToString('F3') }) -join ', ')" }
