<#
.SYNOPSIS
Lesson 10: transforms. Rows are changed on their way into the model: scaled, made one-hot, blurred by noise.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$table = Import-Tensor "$PSScriptRoot/wine.csv" -Target class
$data = New-DataSet $table.Input $table.Target

# A transform is a script block that is given a batch and gives one; several are done one after the other.
$mean = $data.Input.Mean(0)
$deviation = $data.Input.Std(0)
$scale = { param($batch) [LinRegPS.Training.Batch]::new(($batch.Input - $mean) / $deviation, $batch.Target) }
$noise = { param($batch) [LinRegPS.Training.Batch]::new($batch.Input + 0.1 * [LinRegPS.Tensor]::RandN($batch.Input.Shape.ToArray()), $batch.Target) }
$oneHot = { param($batch) [LinRegPS.Training.Batch]::new($batch.Input, $batch.Target.Long().OneHot(3).Float()) }

Set-RandomSeed $Seed
$first = New-DataLoader $data -BatchSize 4 | Select-Object -First 1
"as they are   $($first.Input[0].ToArray()[0..3] -join ', ')"
foreach ($transform in $scale, $noise, $oneHot) { $first = & $transform $first }
"transformed   $($first.Input[0].ToArray()[0..3].ForEach{ '{0:F3}' -f $_ } -join ', ')"
"class 0 is    $($first.Target[0].ToArray() -join ', ')"
