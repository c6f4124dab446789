# Measure-Convergence, Test-Gradient, and Pester's Should for tensors, as a user meets them.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"
    $X = New-Tensor 1, 2, 3, 4
    $Y = New-Tensor 2, 4, 6, 8
}

Describe 'Measure-Convergence' {
    It 'says why the founding case is slow, and where it stops' {
        $report = Measure-Convergence 1, 2, 3, 4 -Target 2, 4, 6, 8 -LearningRate 0.01
        $report.Condition | Should -BeGreaterThan 55
        $report.Finding | Should -BeLike '*The bias and the weight pull against each other*'
        $report.Remedy | Should -BeLike '*16.7 / 0.299 becomes 2.5 / 2*'
        $report.Standstill.Epoch | Should -BeGreaterThan 3320
        $text = $report | Out-String
        $text | Should -Match 'Eigenvalue\s+: 16\.70061, 0\.2993903'
        $text | Should -Match 'Standstill\s+: epoch 4\d\d\d: weight = 1\.99999'
    }

    It 'takes a model, a start, a factor and a tolerance' {
        (Measure-Convergence $X.Reshape(4, 1) -Model (New-LinearModel 1 1 -NoBias -Weight 1) -Target $Y.Reshape(4, 1) -LearningRate 0.01).EpochsToTolerance |
            Should -Be (Measure-Convergence $X -NoBias -Start 1 -Target $Y -LearningRate 0.01).EpochsToTolerance
        (Measure-Convergence $X -NoBias -GradientScale 4 -LearningRate 0.01).Eigenvalue | Should -Be 60
        (Measure-Convergence $X -NoBias -Tolerance 0.5 -LearningRate 0.01).EpochsToTolerance | Should -Be 5
    }

    It 'has an id for <id>' -ForEach @(
        @{ Id = 'InvalidLearningRate'; Script = { Measure-Convergence 1, 2 -LearningRate -1 } }
        @{ Id = 'ShapeMismatch'; Script = { Measure-Convergence 1, 2 -Target 1, 2, 3 -LearningRate 1 } }
        @{ Id = 'WrongModel'; Script = { Measure-Convergence 1, 2 -Model 5 -LearningRate 1 } }
        @{ Id = 'NotANumber'; Script = { Measure-Convergence 1, 'x' -LearningRate 1 } }
        @{ Id = 'InvalidTolerance'; Script = { Measure-Convergence 1, 2 -Tolerance 0 -LearningRate 1 } }
    ) { $script | Should -Throw -ErrorId "LinRegPS.$id,*" }
}

Describe 'Test-Gradient' {
    BeforeAll { $w = New-Tensor 0 -RequiresGrad }

    It 'passes what autograd computes, and names the tensor as the block does' {
        $check = Test-Gradient { param($slope) Measure-MseLoss ($slope * $X) $Y } $w
        $check.Passed | Should -BeTrue -Because $check.Finding
        $check.Name | Should -Be 'slope'
        ($check | Out-String) | Should -Match 'Name\s+: slope \[\]'
    }

    It 'finds the factor of a gradient by hand' {
        $check = Test-Gradient { param($w) Measure-MseLoss ($w * $X) $Y } $w -Gradient -120
        $check.Passed | Should -BeFalse
        $check.Finding | Should -BeLike '*4 times the slope*'
    }

    It 'finds the cut of <name>' -ForEach @(
        @{ Name = 'Detach'; Block = { param($w) Measure-MseLoss ($w.Detach() * $X) $Y } }
        @{ Name = 'Item'; Block = { param($w) (Measure-MseLoss ($w * $X) $Y).Item() } }
        @{ Name = 'Invoke-NoGrad'; Block = { param($w) Invoke-NoGrad { Measure-MseLoss ($w * $X) $Y } } }
    ) {
        (Test-Gradient $block $w).Finding | Should -BeLike '*the graph between them is cut*'
    }

    It 'checks models, several tensors and parameters, and leaves them as they were' {
        $model = New-LinearModel 1 1 -Seed 0
        $before = $model.Weight.ToArray()
        $checks = Test-Gradient { Measure-MseLoss (Invoke-Model $model $X.Reshape(4, 1)) $Y.Reshape(4, 1) } $model
        $checks.Name | Should -Be 'weight', 'bias'
        $checks.Passed | Should -Be $true, $true
        $model.Weight | Should -BeTensor (New-Tensor $before -Shape 1, 1)
        $model | Should -Not -HaveGradient
        $b = New-Tensor 1 -RequiresGrad
        (Test-Gradient { param($w, $b) ($w * $X + $b).Square().Sum() } $w, $b -Gradient (New-Tensor 20), (New-Tensor 8)).Passed | Should -Be $true, $true
        (Test-Gradient { param($p) $p.Value.Sum() } (Get-ModelParameter $model weight)).Passed | Should -BeTrue
    }

    It 'puts the tensor back when the block throws' {
        $script:runs = 0
        { Test-Gradient { param($w) if (++$script:runs -gt 5) { throw 'no more' }; $w.Square() } $w } | Should -Throw 'no more'
        $w | Should -BeTensor 0
        $w | Should -Not -HaveGradient
    }

    It 'has an id for <id>: <script>' -ForEach @(
        @{ Id = 'WrongParameter'; Script = { Test-Gradient { 1 } 5 } }
        @{ Id = 'WrongParameter'; Script = { Test-Gradient { 1 } $w, 'x' } }
        @{ Id = 'WrongResult'; Script = { Test-Gradient { } $w } }
        @{ Id = 'WrongResult'; Script = { Test-Gradient { 'text' } $w } }
        @{ Id = 'WrongResult'; Script = { Test-Gradient { $w; $w } $w } }
        @{ Id = 'NotALeaf'; Script = { Test-Gradient { param($y) $y.Sum() } ($w * 2) } }
        @{ Id = 'InPlaceChange'; Script = { Test-Gradient { param($w) Invoke-NoGrad { $w.Add_(1) } } $w } }
        @{ Id = 'ShapeMismatch'; Script = { Test-Gradient { param($w) $w.Square() } $w -Gradient 1, 2 } }
        @{ Id = 'ShapeMismatch'; Script = { Test-Gradient { param($w) $w.Square() } $w, (New-Tensor 1) -Gradient 1 } }
        @{ Id = 'InvalidMaxElement'; Script = { Test-Gradient { param($w) $w.Square() } $w -MaxElement 0 } }
    ) { $script | Should -Throw -ErrorId "LinRegPS.$id,*" }
}

Describe 'Should -BeTensor' {
    It 'passes for <actual> and <expected>' -ForEach @(
        @{ Actual = (1, 2, 3); Expected = (1, 2, 3) }
        @{ Actual = 5; Expected = 5 }
        @{ Actual = @((1, 2), (3, 4)); Expected = @((1, 2), (3, 4)) }
    ) { New-Tensor $actual | Should -BeTensor $expected }

    It 'takes numbers and arrays on either side, and a number for any one element' {
        1, 2, 3 | Should -BeTensor (New-Tensor 1, 2, 3)
        New-Tensor 5 -Shape 1, 1 | Should -BeTensor 5
        5 | Should -BeTensor (New-Tensor 5 -Shape 1, 1)
        Should -ActualValue (New-Tensor 1, 2) -BeTensor 1, 2
    }

    It 'has tolerances' {
        New-Tensor 1, 2.000001 | Should -BeTensor 1, 2 -Ulp 5
        New-Tensor 1, 2.000001 | Should -Not -BeTensor 1, 2 -Ulp 3
        New-Tensor 1, 2.01 | Should -BeTensor 1, 2 -Absolute 0.02
        New-Tensor 1, 2.01 | Should -BeTensor 1, 2 -Relative 0.01
        New-Tensor 1, 2.01 | Should -Not -BeTensor 1, 2
    }

    It 'says <message>' -ForEach @(
        @{ Message = 'the shapes differ: expected `[2], but got `[3].'; Script = { New-Tensor 1, 2, 3 | Should -BeTensor 1, 2 } }
        @{ Message = '`[1]: expected 2, but got 8, 16777216 ulp'; Script = { New-Tensor 4, 8, 12 | Should -BeTensor 1, 2, 3 } }
        @{ Message = 'actual = 4 x expected in every element'; Script = { New-Tensor 4, 8, 12 | Should -BeTensor 1, 2, 3 } }
        @{ Message = 'within 2 ulp, because I say so, but 1 of 1'; Script = { New-Tensor 1 | Should -BeTensor 2 -Ulp 2 -Because 'I say so' } }
        @{ Message = 'to differ from {1, 2} to the bit, but they are the same.'; Script = { New-Tensor 1, 2 | Should -Not -BeTensor 1, 2 } }
        @{ Message = 'Expected a gradient, but the tensor of shape `[] has none'; Script = { New-Tensor 1 -RequiresGrad | Should -HaveGradient } }
        @{ Message = 'Expected a gradient, but bias has none'; Script = {
                $model = New-LinearModel 1 1; $model.Weight.Sum().Backward(); $model | Should -HaveGradient }
        }
        @{ Message = 'Expected no gradient, but weight has one'; Script = {
                $model = New-LinearModel 1 1; $model.Weight.Sum().Backward(); $model | Should -Not -HaveGradient }
        }
        @{ Message = 'the gradient of weight to be 4 to the bit, but 1 of 1'; Script = {
                $model = New-LinearModel 1 1; $model.Weight.Sum().Backward(); Get-ModelParameter $model weight | Should -HaveGradient 4 }
        }
        @{ Message = 'give their gradients by name'; Script = { New-LinearModel 1 1 | Should -HaveGradient 4 } }
        @{ Message = 'There is no parameter ''slope'''; Script = { New-LinearModel 1 1 | Should -HaveGradient @{ slope = 1 } } }
        @{ Message = 'is not a tensor, a parameter or a model'; Script = { 'x' | Should -HaveGradient } }
        @{ Message = 'null, not a number'; Script = { $null | Should -BeTensor 1 } }
    ) { $script | Should -Throw "*$message*" }
}

Describe 'Should -HaveGradient' {
    It 'asks for any gradient, none, or the one expected' {
        $w = New-Tensor 3 -RequiresGrad
        $w | Should -Not -HaveGradient
        $w | Should -Not -HaveGradient 6
        $w.Square().Backward()
        $w | Should -HaveGradient
        $w | Should -HaveGradient 6
        $w | Should -HaveGradient 6.001 -Absolute 0.01
        $w | Should -Not -HaveGradient 7
    }

    It 'takes a model, with its gradients by name' {
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0
        $model | Should -Not -HaveGradient
        Measure-MseLoss (Invoke-Model $model $X.Reshape(4, 1)) $Y.Reshape(4, 1) | Invoke-Backward
        $model | Should -HaveGradient
        $model | Should -HaveGradient @{ weight = -30; bias = -10 }
        $model | Should -Not -HaveGradient @{ weight = -30; bias = -11 }
        Get-ModelParameter $model | Should -HaveGradient
    }
}

Describe 'LinRegPS.Pester' {
    It 'can be imported again, and says what it needs' {
        { Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1" -Force } | Should -Not -Throw
        $path = Convert-Path "$PSScriptRoot/../../module/LinRegPS.Pester.psm1"
        $output = pwsh -NoProfile -Command "try { Import-Module '$path' -ErrorAction Stop } catch { `$_.Exception.Message }"
        "$output" | Should -BeLike '*Import LinRegPS before LinRegPS.Pester*'
    }
}
