<#
.SYNOPSIS
Lesson 2: tensors. Made from numbers, zeros, ones and random draws; computed with, reshaped, and turned back into numbers.
#>
param([long]$Seed = 0)
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../../LinRegPS.psd1" }

$empty = New-Tensor -Zeros -Shape 2, 3
$ones = New-Tensor -Ones -Shape 2, 2
$random = New-Tensor -Uniform -Shape 2, 2 -Seed $Seed          # torch.manual_seed(0); torch.rand(2, 2)
"zeros     $($empty.Shape)"
"random    $($random.ToArray() -join ', ')"

# Element by element; a name that ends in _ changes the tensor itself.
$sum = $random + $ones
[void]$ones.Add_($random)
"the same  $($sum.ToArray() -join ' ' -eq $ones.ToArray() -join ' ')"
"product   $(($random * $sum).ToArray() -join ', ')"

# A row, a column, one number.
$x = New-Tensor -Uniform -Shape 5, 3 -Seed $Seed
"column 0  $($x[':', 0].ToArray() -join ', ')"
"row 1     $($x[1].ToArray() -join ', ')"
"element   $($x[1, 1].Item())"

# The same numbers in another shape, in the same memory: -1 is worked out.
$flat = New-Tensor -Uniform -Shape 4, 4 -Seed $Seed
"reshaped  $($flat.Reshape(-1, 8).Shape)"

# From PowerShell's arrays and back.
$t = New-Tensor (1, 2), (3, 4)
"back      $((ConvertFrom-Tensor $t.Sum(0)) -join ', ')"
