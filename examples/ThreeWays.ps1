<#
.SYNOPSIS
Trains one line, y = 2x, in every way there is, and says why the ways do not agree.
.DESCRIPTION
The question of a forum thread: the same linear regression, written by hand, with autograd, and with a linear layer,
needs 20, 100 and 5,000 epochs. All start from w = 0 with learning rate 0.01 on X = 1, 2, 3, 4 and Y = 2, 4, 6, 8.
#>
if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }
. "$PSScriptRoot/LinearRegression.ps1"

$rate = 0.01
$X = New-Tensor 1, 2, 3, 4
$Y = New-Tensor 2, 4, 6, 8
$X4 = $X.Reshape(4, 1)
$Y4 = $Y.Reshape(4, 1)
$ways = [System.Collections.Generic.List[object]]::new()

function F7($number) { $number.ToString('F7', [cultureinfo]::InvariantCulture) }

# What a way did: every w and b it went through (a float32 is a double without a change), and its first gradient.
function New-Way([string]$name) {
    $way = [pscustomobject]@{
        Name = $name; W = [System.Collections.Generic.List[double]]::new(); B = [System.Collections.Generic.List[double]]::new()
        FirstGradient = $null; Prediction = $null
    }
    $ways.Add($way)
    $way
}

# The epoch after which nothing changed any more, if there is one.
function Get-Standstill($way) {
    for ($i = $way.W.Count - 1; $i -gt 0; $i--) {
        if ($way.W[$i] -ne $way.W[$i - 1] -or $way.B[$i] -ne $way.B[$i - 1]) { break }
    }
    $i -lt $way.W.Count - 1 ? "epoch $($i + 1)" : 'not yet'
}

'--- 1. By hand: the gradient written out, as in the thread and divided by N'
foreach ($divide in $false, $true) {
    $way = New-Way ($divide ? 'by hand, divided by N' : 'by hand, as in the thread')
    $w = 0.0                                                  # a double, as Python's numbers are
    "Prediction before training: f(5) = $(F7 ($w * 5))"
    foreach ($epoch in 1..100) {
        $prediction = $w * $X                                 # float32, as X is
        $loss = ($prediction - $Y).Square().Mean()
        $gradient = (2 * $X).Dot($prediction - $Y).Item()     # the dot product is one number: its mean() divides by nothing
        if ($divide) { $gradient /= $X.Numel }
        $w -= $rate * $gradient
        $way.FirstGradient ??= $gradient
        $way.W.Add($w); $way.B.Add(0)
        if ($epoch % 2 -eq 1) { "epoch ${epoch}: w = $(F7 $w), loss = $(F7 $loss.Item())" }
    }
    $way.Prediction = $w * 5
    "Prediction after training: f(5) = $(F7 $way.Prediction)"
}

'--- The same with w a float32, as it is in PyTorch'
foreach ($divide in $false, $true) {
    $way = New-Way ($divide ? 'in float32, divided by N' : 'by hand, in float32')
    $w = New-Tensor 0
    foreach ($epoch in 1..100) {
        $prediction = $w * $X
        $loss = ($prediction - $Y).Square().Mean()
        $gradient = (2 * $X).Dot($prediction - $Y)
        if ($divide) { $gradient = $gradient / $X.Numel }
        $w = $w - $rate * $gradient
        $way.FirstGradient ??= $gradient.Item()
        $way.W.Add($w.Item()); $way.B.Add(0)
        if ($epoch % 2 -eq 1) { "epoch ${epoch}: w = $(F7 $w.Item()), loss = $(F7 $loss.Item())" }
    }
    $way.Prediction = ($w * 5).Item()
    "Prediction after training: f(5) = $(F7 $way.Prediction)"
}

'--- 2. By autograd: with the loss as it is, and times 4'
foreach ($scale in 1, 4) {
    $way = New-Way ($scale -eq 1 ? 'by autograd' : "by autograd, loss times $scale")
    $w = New-Tensor 0 -RequiresGrad
    "Prediction before training: f(5) = $(F7 ($w * 5).Item())"
    foreach ($epoch in 1..100) {
        $prediction = $w * $X
        $loss = ($prediction - $Y).Square().Mean()
        if ($scale -ne 1) { $loss = $loss * $scale }
        $loss.Backward()
        if ($epoch -eq 1) { "output $prediction, loss $loss, grad $($w.Grad)" }
        $way.FirstGradient ??= $w.Grad.Item()
        Invoke-NoGrad { $null = $w.Sub_($rate * $w.Grad) }
        $w.Grad = $null
        $way.W.Add($w.Item()); $way.B.Add(0)
        "epoch ${epoch}: w = $(F7 $w.Item()), loss = $(F7 $loss.Item())"
    }
    $way.Prediction = ($w * 5).Item()
    "Prediction after training: f(5) = $(F7 $way.Prediction)"
}

'--- 3. By models: a linear model, with its bias and without; a class; named layers'
$class = [LinearRegression]::new(1, 1)
Invoke-NoGrad { $null = $class.lin.Weight.Zero_(); $null = $class.lin.Bias.Zero_() }
$layers = New-CustomModel -Layer @{ lin = New-LinearModel 1 1 -NoBias -Weight 0 } -Forward { param($x) $this.lin.Forward($x) }
$models = @(
    @{ Name = 'LinearModel'; Model = New-LinearModel 1 1 -Weight 0 -Bias 0; Epochs = 10000 }
    @{ Name = 'LinearModel without bias'; Model = New-LinearModel 1 1 -NoBias -Weight 0; Epochs = 100 }
    @{ Name = 'a class around Linear'; Model = $class; Epochs = 10000 }
    @{ Name = 'named layers without bias'; Model = $layers; Epochs = 100 }
)
foreach ($entry in $models) {
    $model = $entry.Model
    $way = New-Way $entry.Name
    $five = New-Tensor 5 -Shape 1
    $weight, $bias = (Get-ModelParameter $model).Value
    "#samples: $($X4.Shape[0]), #features: $($X4.Shape[1])"
    "Prediction before training: f(5) = $(F7 $model.Forward($five).Item())"
    foreach ($epoch in 1..$entry.Epochs) {
        $loss = Invoke-Model $model $X4 | Measure-MseLoss -Target $Y4
        $loss | Invoke-Backward
        $way.FirstGradient ??= $weight.Grad.Item()
        $model | Step-Sgd -LearningRate $rate -PassThru | Clear-Gradient
        $way.W.Add($weight.Item()); $way.B.Add($bias ? $bias.Item() : 0)
        if ($epoch % 100 -eq 1) { "epoch ${epoch}: w = $(F7 $weight.Item()), loss = $(F7 $loss.Item())" }
    }
    $way.Prediction = $model.Forward($five).Item()
    "Prediction after training: f(5) = $(F7 $way.Prediction)"
}

'--- 4. By Invoke-Training: the compiled loop'
foreach ($entry in @{ NoBias = $false; Epochs = 10000 }, @{ NoBias = $true; Epochs = 100 }) {
    $way = New-Way ($entry.NoBias ? 'Invoke-Training without bias' : 'Invoke-Training')
    $model = New-LinearModel 1 1 -NoBias:$entry.NoBias -Weight 0
    if ($null -ne $model.Bias) { Invoke-NoGrad { $null = $model.Bias.Zero_() } }
    "Prediction before training: f(5) = $(F7 $model.Forward($five).Item())"
    Invoke-Training $model $X4 $Y4 -LearningRate $rate -Epoch $entry.Epochs | ForEach-Object {
        $way.FirstGradient ??= $_.'weight.grad'
        $way.W.Add($_.weight); $way.B.Add($entry.NoBias ? 0 : $_.bias)
        if ($_.Epoch % 100 -eq 1) { "epoch $($_.Epoch): w = $(F7 $_.weight), loss = $(F7 $_.Loss)" }
    }
    $way.Prediction = $model.Forward($five).Item()
    "Prediction after training: f(5) = $(F7 $way.Prediction)"
}

''
$row = '{0,-30} {1,10} {2,15} {3,14} {4,10} {5,10} {6,11}'
$row -f 'way', 'epochs run', 'until 2.0000000', 'stands still', 'w', 'b', 'f(5)'
foreach ($way in $ways) {
    $two = $way.W.FindIndex({ param($w) (F7 $w) -eq '2.0000000' }) + 1
    $row -f $way.Name, $way.W.Count, ($two ? "epoch $two" : 'never'), (Get-Standstill $way),
        (F7 $way.W[-1]), (F7 $way.B[-1]), (F7 $way.Prediction)
}

function Compare-Way($a, $b) {
    for ($i = 0; $i -lt $a.W.Count; $i++) {
        if ($a.W[$i] -ne $b.W[$i]) { return "but for epoch $($i + 1)" }
    }
    'the same to the bit'
}
function G3($number) { $number.ToString('G3', [cultureinfo]::InvariantCulture) }

$thread, $threadDivided, $hand, $divided, $autograd, $scaled, $linear, $noBias = $ways[0..7]
[float]$w = $autograd.W[-1]
$step = [MathF]::Abs($rate * ((2 * $X).Dot($w * $X - $Y) / $X.Numel).Item())
@"

Why do they not agree?
1. The gradient by hand is $($thread.FirstGradient / $threadDivided.FirstGradient) times autograd's, because dot() has summed already and mean() divides by nothing: in float32, divided by N it is autograd ($(Compare-Way $divided $autograd)), and autograd with its loss times 4 is the one by hand ($(Compare-Way $scaled $hand)).
2. The thread's w is a double, as Python's numbers are: after one epoch it is $(F7 $thread.W[0]), and in float32 $(F7 $hand.W[0]). That is rounding alone: they stand still from $(Get-Standstill $thread) and $(Get-Standstill $hand).
3. The linear model has a bias, which pulls against the weight and still stands at $(F7 $linear.B[-1]) after $($linear.W.Count) epochs: without the bias it is autograd ($(Compare-Way $noBias $autograd)).
4. No right way ever prints w = 2.0000000, because float32 stops first: at w = $(F7 $w) a step is $(G3 $step), less than half of $(G3 ([MathF]::BitIncrement($w) - $w)), the distance to the next number, and rounds to nothing.
"@
