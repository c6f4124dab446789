<#
.SYNOPSIS
Lesson 10: transforms. Rows are changed on their way into the model: scaled, made one-hot, blurred by noise.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$table = Import-Tensor "$PSScriptRoot/wine.csv" -Target class
$data = New-DataSet $table.Input $table.Target

# A transform is a scaler, or a script block that is given input and target and writes the new ones; several are done one after the other.
$scale = New-Scaler $data
$noise = { param($x, $y) $x + 0.1 * [LinRegPS.Tensor]::RandN($x.Shape.ToArray()) }
$oneHot = { param($x, $y) $x; $y.Long().OneHot(3).Float() }

Set-RandomSeed $Seed
"as they are   $($data.Input[0].ToArray()[0..3] -join ', ')"
$loader = New-DataLoader $data -BatchSize 4 -Transform $scale, $noise, $oneHot
$first = $loader | Select-Object -First 1
"transformed   $($first.Input[0].ToArray()[0..3].ForEach{ '{0:F3}' -f $_ } -join ', ')"
"class 0 is    $($first.Target[0].ToArray() -join ', ')"
