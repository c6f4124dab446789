# How long the first use of a part of the module takes in a running shell: its own assembly, and what is compiled for it.
param([string]$Manifest, [string]$What)
Import-Module $Manifest

$X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
$Y = New-Tensor 2, 4, 6, 9 -Shape 4, 1
$path = [System.IO.Path]::GetTempFileName()
$picture = "$path.svg"
try {
    Set-Content $path "x,y`n1,2`n2,4`n3,6`n4,9"
    if ($What -eq 'plot') { $records = Invoke-Training (New-LinearModel 1 1 -Weight 0) $X $Y -LearningRate 0.01 -Epoch 5 }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $number = switch ($What) {
        fit { (Measure-LinearModel $X $Y).Coefficient[-1].Estimate }
        csv { (Import-Tensor $path -Format Csv).Sum().Item() }
        plot { Export-TrainingPlot $records -Path $picture; (Get-Item $picture).Length }
    }
    "first $($clock.Elapsed.TotalSeconds.ToString('F6')) result $number"
}
finally {
    Remove-Item $path, $picture -ErrorAction Ignore
}
