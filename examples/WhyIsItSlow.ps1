<#
.SYNOPSIS
Why do three trainings of the same line need 19, 94 and 4,426 epochs? From the puzzle to the answer.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }
$X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
$Y = New-Tensor 2, 4, 6, 8 -Shape 4, 1

# The three programs of the thread: a gradient by hand, autograd, and a linear model with its bias.
$w = New-Tensor 0
$hand = foreach ($epoch in 1..100) {
    $error4 = ($w * $X - $Y).Reshape(4)
    $gradient = (2 * $X.Reshape(4)).Dot($error4)
    $w = $w - 0.01 * $gradient
    [pscustomobject]@{ Epoch = $epoch; Loss = $error4.Square().Mean().Item(); weight = $w.Item(); 'weight.grad' = $gradient.Item() }
}
$autograd = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y -LearningRate 0.01 -Epoch 100
$line = New-LinearModel 1 1 -Weight 0 -Bias 0
$linear = Invoke-Training $line $X $Y -LearningRate 0.01 -Epoch 5000

'--- Why does the one by hand look the best, and the linear model the worst?'
Compare-Training $autograd $hand $linear -Name autograd, hand, linear -SampleCount 4 | Out-Default

'--- By what factor do the first gradients differ?'
Compare-Gradient $autograd[0].'weight.grad' $hand[0].'weight.grad' -SampleCount 4 | Out-Default

'--- How fast can it be without a bias, and where must float32 stop?'
Measure-Convergence $X -Target $Y -NoBias -LearningRate 0.01 | Out-Default

'--- And with a bias: which direction is slow?'
Measure-Convergence $X -Target $Y -LearningRate 0.01 | Out-Default

'--- What does it look like?'
Show-TrainingPlot $hand, $autograd, $linear[0..99] hand, autograd, linear -Width 72 -Height 12 -Ascii -Color:$false

# For a browser: the way of the linear model over its loss, down into a valley and along it.
$page = Join-Path ([IO.Path]::GetTempPath()) 'WhyIsItSlow.html'
$linear | Export-TrainingPlot $page -Kind Surface -Model $line -Data $X -Target $Y -Force
"The way of the linear model over its loss is in $page."
