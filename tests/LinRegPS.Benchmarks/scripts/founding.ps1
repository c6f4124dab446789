# The founding case with autograd, as a user writes it; peers/scripts/founding_torch.py line by line.
param([string]$Manifest)
Import-Module $Manifest

$X = New-Tensor 1, 2, 3, 4
$Y = New-Tensor 2, 4, 6, 8
$w = New-Tensor 0 -RequiresGrad
"Prediction before training: f(5) = $(($w * 5).Item().ToString('F7'))"
foreach ($epoch in 1..100) {
    $loss = ($w * $X - $Y).Square().Mean()
    $loss.Backward()
    $null = $w.Detach().Sub_(0.01 * $w.Grad)
    $w.Grad = $null
    "epoch ${epoch}: w = $($w.Item().ToString('F7')), loss = $($loss.Item().ToString('F7'))"
}
"Prediction after training: f(5) = $(($w * 5).Item().ToString('F7'))"
