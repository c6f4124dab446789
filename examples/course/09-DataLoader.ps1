<#
.SYNOPSIS
Lesson 9: data sets and data loaders. Batches of the wine data, in PyTorch's order for the same seed.
.OUTPUTS
An object with the rows in the order of two epochs, and those of a split.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$table = Import-Tensor "$PSScriptRoot/wine.csv" -Target class
$data = New-DataSet $table.Input $table.Target
Write-Host "$($data.Count) rows; the first is of class $($data.Target[0].Item()): $($data.Input[0].ToArray() -join ' ')"

# torch.manual_seed; then DataLoader(data, batch_size=4, shuffle=True).
Set-RandomSeed $Seed
$loader = New-DataLoader $data -BatchSize 4 -Shuffle
Write-Host "$($loader.Count) batches"
foreach ($epoch in 1..2) {
    $number = 0
    foreach ($batch in $loader) {
        # Forward pass, loss, backward pass and step go here.
        if (++$number % 15 -eq 0) { Write-Host "epoch $epoch, batch $number of $($loader.Count): input $($batch.Input.Shape -join 'x')" }
    }
}

# The same orders again, as numbers: a data set whose input is the row's own number.
$rows = New-DataSet (New-Tensor (0..177) -Shape 178, 1) (New-Tensor -Zeros -Shape 178)
Set-RandomSeed $Seed
$loader = New-DataLoader $rows -BatchSize 4 -Shuffle
$global = foreach ($epoch in 1..2) { , [int[]]($loader | ForEach-Object { $_.Input.ToArray() }) }
$loader = New-DataLoader $rows -BatchSize 4 -Shuffle -Seed $Seed
$own = foreach ($epoch in 1..2) { , [int[]]($loader | ForEach-Object { $_.Input.ToArray() }) }
Set-RandomSeed $Seed
$split = Split-DataSet $data -Length 142, 36

[pscustomobject]@{ Orders = $global; OwnOrders = $own; TrainRows = $split.TrainRows; TestRows = $split.TestRows }
