<#
.SYNOPSIS
A training loop as a pipeline: its records go to a table and to a CSV file.
.PARAMETER Path
The CSV file; by default one in the folder for temporary files.
#>
param([string]$Path = (Join-Path ([IO.Path]::GetTempPath()) 'training.csv'))
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }

$w = New-Tensor 0 -RequiresGrad
$X = New-Tensor 1, 2, 3, 4
$Y = New-Tensor 2, 4, 6, 8

$records = foreach ($epoch in 1..100) {
    $loss = Measure-MseLoss ($w * $X) $Y
    $loss | Invoke-Backward
    [pscustomobject]@{ Epoch = $epoch; Loss = $loss.Item(); Gradient = $w.Grad.Item(); Weight = $w.Item() }
    $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
}

$records | Where-Object Epoch -in 1, 2, 3, 10, 50, 100 |
    Format-Table Epoch, @{ n = 'Loss'; e = { '{0:G7}' -f $_.Loss } }, Gradient, @{ n = 'Weight'; e = { '{0:F7}' -f $_.Weight } }

# The file has every digit: read back, the numbers are the same to the bit.
$records | Export-Csv $Path
$back = Import-Csv $Path
"$($back.Count) records in $Path; the last weight is $($back[-1].Weight), and read back it is " +
    ([float]::Parse($back[-1].Weight, [cultureinfo]::InvariantCulture) -eq $records[-1].Weight ? 'the same.' : 'NOT the same.')
