# Debug-Training and Invoke-Training -Diagnose as a user meets them.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    $X = New-Tensor 1, 2, 3, 4
    $Y = New-Tensor 2, 4, 6, 8
    $X4 = $X.Reshape(4, 1)
    $Y4 = $Y.Reshape(4, 1)
}

Describe 'Debug-Training with a script' {
    It 'finds gradients that pile up, by the name of the variable' {
        $w = New-Tensor 0 -RequiresGrad
        $findings = Debug-Training {
            foreach ($epoch in 1..10) {
                Measure-MseLoss ($w * $X) $Y | Invoke-Backward
                $w | Step-Sgd -LearningRate 0.01
            }
        }
        $findings.RuleId | Should -Be 'NoZeroGrad'
        $findings.Name | Should -Be 'w'
        $findings.FirstStep | Should -Be 2
        $findings.Count | Should -Be 9
        $findings.Evidence | Should -BeLike '10 backward passes*'
    }

    It 'finds nothing in the founding case before it stands still' {
        $w = New-Tensor 0 -RequiresGrad
        Debug-Training {
            foreach ($epoch in 1..90) {
                $loss = Measure-MseLoss ($w * $X) $Y
                $loss | Invoke-Backward
                "epoch ${epoch}: $($w.Item()) $($loss.Item())"
                $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
            }
        } | Should -BeNullOrEmpty
    }

    It 'sees the standstill of a step by hand at 100 epochs' {
        $w = New-Tensor 0 -RequiresGrad
        $findings = Debug-Training {
            foreach ($epoch in 1..100) {
                (($w * $X) - $Y).Square().Mean().Backward()
                Invoke-NoGrad { $null = $w.Sub_(0.01 * $w.Grad) }
                $w.Grad = $null
            }
        }
        $findings.RuleId | Should -Be 'Standstill'
        $findings.FirstStep | Should -Be 95
    }

    It 'compares a gradient by hand with the one that is there' {
        $w = New-Tensor 0 -RequiresGrad
        $findings = Debug-Training {
            foreach ($epoch in 1..10) {
                (($w * $X) - $Y).Square().Mean().Backward()
                Invoke-NoGrad {
                    $gradient = (2 * $X).Dot($w * $X - $Y)
                    $null = $w.Sub_(0.01 * $gradient)
                }
                $w.Grad = $null
            }
        }
        $findings.RuleId | Should -Be 'GradientFactor'
        $findings.Finding | Should -BeLike '*4 times autograd''s: 4 is the number of samples: a mean over N is missing.'
    }

    It 'runs in the scope of the caller' {
        Debug-Training { $assigned = New-Tensor 3 } -WarningAction Ignore
        $assigned.Item() | Should -Be 3
    }

    It 'makes an error that a finding explains a warning' {
        $w = New-Tensor 1 -RequiresGrad
        $findings = Debug-Training { (Measure-MseLoss ($w.Detach() * $X) $Y).Backward() } -WarningVariable warnings -WarningAction SilentlyContinue
        $findings.RuleId | Should -Be 'CutGraph'
        $findings.Name | Should -Be 'Detach()'
        $warnings | Should -BeLike '*records nothing*'
    }

    It 'passes any other error on' {
        { Debug-Training { throw 'mine' } } | Should -Throw 'mine'
        { Debug-Training { (New-Tensor 1, 2 -RequiresGrad).Backward() } -ErrorAction Stop } | Should -Throw -ErrorId 'LinRegPS.GradientRequired*'
    }

    It 'says that a script without autograd needs a model' {
        $findings = Debug-Training {
            $v = New-Tensor 0
            foreach ($epoch in 1..3) { $v = $v - 0.01 * (2 * $X).Dot($v * $X - $Y) }
        } -WarningVariable warnings -WarningAction SilentlyContinue
        $findings | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*-Gradient*'
    }

    It 'finds losses that are kept with their graph' {
        $w = New-Tensor 0 -RequiresGrad
        $losses = @()
        $findings = Debug-Training {
            foreach ($epoch in 1..30) {
                $loss = Measure-MseLoss ($w * $X) $Y
                $losses += $loss
                $loss.Backward()
                $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
            }
        }
        $findings.RuleId | Should -Be 'GrowingGraph'
    }

    It 'names parameters of a model, and one that the loss does not reach' {
        $model = New-CustomModel -Layer @{ used = New-LinearModel 1 1 -Seed 1; unused = New-LinearModel 1 1 -Seed 2 } -Forward { param($x) $this.used.Forward($x) }
        $findings = Debug-Training {
            foreach ($epoch in 1..5) {
                Invoke-Model $model $X4 | Measure-MseLoss -Target $Y4 | Invoke-Backward
                $model | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
            }
        }
        $findings.RuleId | Should -Be 'ForgottenParameter', 'ForgottenParameter'
        $findings.Name | Should -Be 'unused.weight', 'unused.bias'
    }
}

Describe 'Debug-Training with a model' {
    BeforeEach { $model = New-LinearModel 1 1 -NoBias -Weight 0 }

    It 'says which rate to take, and leaves the model as it was' {
        $findings = Debug-Training $model $X4 $Y4 -LearningRate 0.2 -Epoch 20 -Rule rate*
        $findings.RuleId | Should -Be 'RateTooHigh'
        $findings.Remedy | Should -BeLike '*0.066667*'
        $model.Weight.Item() | Should -Be 0
        $model.Weight.Grad | Should -BeNullOrEmpty
    }

    It 'tells of a broadcast loss, refused or allowed' {
        (Debug-Training $model $X4 $Y -LearningRate 0.01 -Epoch 10 -WarningAction Ignore).RuleId | Should -Be 'BroadcastLoss'
        $finding = Debug-Training $model $X4 $Y -LearningRate 0.01 -Epoch 10 -AllowBroadcast
        $finding.RuleId | Should -Be 'BroadcastLoss'
        $finding.Evidence | Should -BeLike '*-25 instead of -30*'
    }

    It 'compares a gradient written by hand: <name>' -ForEach @(
        @{ Name = 'one value'; Block = { param($model, $X, $Y) (2 * $X * ($model.Weight * $X - $Y)).Sum() } }
        @{ Name = 'a hashtable'; Block = { param($model, $X, $Y) @{ weight = (2 * $X * ($model.Weight * $X - $Y)).Sum() } } }
    ) {
        $finding = Debug-Training $model $X4 $Y4 -LearningRate 0.01 -Epoch 5 -Gradient $block
        $finding.RuleId | Should -Be 'GradientFactor'
        $finding.Finding | Should -BeLike '*mean over N is missing*'
    }

    It 'finds no factor in the right gradient' {
        Debug-Training $model $X4 $Y4 -LearningRate 0.01 -Epoch 5 -Gradient { param($model, $X, $Y) (2 * $X * ($model.Weight * $X - $Y)).Mean() } |
            Should -BeNullOrEmpty
    }

    It 'has an error for <id>' -ForEach @(
        @{ Id = 'LinRegPS.NoSuchRule'; Arguments = @{ Rule = 'nothing' } }
        @{ Id = 'LinRegPS.WrongGradient'; Arguments = @{ Gradient = { 1; 2 } } }
        @{ Id = 'LinRegPS.NoSuchParameter'; Arguments = @{ Gradient = { @{ bias = 1 } } } }
        @{ Id = 'LinRegPS.ShapeMismatch'; Arguments = @{ Gradient = { , (1, 2) | ConvertTo-Tensor } } }
        @{ Id = 'LinRegPS.ShapeMismatch'; Arguments = @{ Target = 1, 2, 3 | ForEach-Object { , @($_) } } }
        @{ Id = 'LinRegPS.InvalidLearningRate'; Arguments = @{ LearningRate = -1 } }
    ) {
        $all = @{ Model = $model; InputObject = $X4; Target = $Y4; LearningRate = 0.01; Epoch = 5 }
        foreach ($key in $arguments.Keys) { $all[$key] = $arguments[$key] }
        { Debug-Training @all -ErrorAction Stop } | Should -Throw -ErrorId "$id*"
    }

    It 'completes the names of rules' {
        $line = 'Debug-Training {} -Rule Rate'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'RateTooHigh', 'RateTooLow'
    }

    It 'prints the rule, the numbers and what to do' {
        $text = Debug-Training $model $X4 $Y4 -LearningRate 0.2 -Epoch 20 -Rule RateTooHigh | Out-String -Width 80
        $text | Should -BeLike '*RateTooHigh*overshoot*0.13333*Take 1 / 15*'
        ($text -split "`n").Length | Should -BeLessThan 20
    }
}

Describe 'Invoke-Training -Diagnose' {
    It 'streams records and warns at the end' {
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        $records = Invoke-Training $model $X4 $Y4 -LearningRate 0.2 -Epoch 10 -Diagnose -DiagnosticVariable found -WarningVariable warnings -WarningAction SilentlyContinue
        $records.Count | Should -Be 10
        $found.RuleId | Should -Be 'RateTooHigh'
        $found[0] | Should -BeOfType [LinRegPS.Diagnosis.Lint.Watching.TrainingFinding]
        $warnings | Should -BeLike 'RateTooHigh:*'
    }

    It 'says nothing of a healthy training, and changes no bit of it' {
        $plain, $watched = foreach ($diagnose in $false, $true) {
            $model = New-LinearModel 1 1 -NoBias -Weight 0
            , (Invoke-Training $model $X4 $Y4 -LearningRate 0.01 -Epoch 90 -Diagnose:$diagnose -WarningVariable warnings)
        }
        $warnings | Should -BeNullOrEmpty
        $watched.weight | Should -Be $plain.weight
        $watched.Loss | Should -Be $plain.Loss
    }

    It 'warns of what made training fail' {
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        { Invoke-Training $model $X4 $Y -LearningRate 0.01 -Epoch 90 -DiagnosticVariable found -WarningAction SilentlyContinue -ErrorAction Stop } |
            Should -Throw -ErrorId 'LinRegPS.ShapeMismatch*'
    }
}
