<#
.SYNOPSIS
Fits the stopping distance of cars to their speed, from a CSV file.
.DESCRIPTION
The data are R's cars: 50 speeds in miles per hour and stopping distances in feet (Ezekiel 1930). The speed is centred
and scaled first: gradient descent on the raw column would need a learning rate below 0.004 and thousands of epochs,
because weight and bias would pull against each other.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }

$cars = Import-Csv "$PSScriptRoot/cars.csv"
$speed = $cars | ConvertTo-Tensor -Property speed
$distance = $cars | ConvertTo-Tensor -Property dist
"speed $($speed.Shape.ToString()), distance $($distance.Shape.ToString())"

$mean = $speed.Mean()
$deviation = ($speed - $mean).Square().Mean().Sqrt()
$model = New-LinearModel 1 1 -Weight 0 -Bias 0
Invoke-Training $model (($speed - $mean) / $deviation) $distance -LearningRate 0.1 -Epoch 100 -LogEvery 20

# Back to the units of the file. R's lm(dist ~ speed) gives 3.932409 and -17.579095.
$slope = $model.Weight.Reshape(1) / $deviation
$intercept = $model.Bias - $slope * $mean
'dist = {0:F4} * speed + {1:F4}' -f $slope.Item(), $intercept.Item()
