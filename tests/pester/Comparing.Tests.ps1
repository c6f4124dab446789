# Compare-Gradient and Compare-Training as a user calls them.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    $X = New-Tensor 1, 2, 3, 4
    $Y = New-Tensor 2, 4, 6, 8
    $X4 = $X.Reshape(4, 1)
    $Y4 = $Y.Reshape(4, 1)

    # The thread's loop by hand; rows as a script makes them.
    function Get-Hand([int]$divisor = 1, [int]$epochs = 40) {
        $w = New-Tensor 0
        foreach ($epoch in 1..$epochs) {
            $difference = $w * $X - $Y
            $gradient = (2 * $X).Dot($difference) / $divisor
            $w = $w - 0.01 * $gradient
            [pscustomobject]@{ Epoch = $epoch; Loss = $difference.Square().Mean().Item(); w = $w.Item(); 'w.grad' = $gradient.Item() }
        }
    }
    function Get-Trained([switch]$bias, [int]$epochs = 40, [double]$rate = 0.01) {
        $model = $bias ? (New-LinearModel 1 1 -Weight 0 -Bias 0) : (New-LinearModel 1 1 -NoBias -Weight 0)
        Invoke-Training $model $X4 $Y4 -LearningRate $rate -Epoch $epochs
    }
}

Describe 'Compare-Gradient' {
    BeforeAll {
        $w = New-Tensor 0 -RequiresGrad
        Measure-MseLoss ($w * $X) $Y | Invoke-Backward
    }

    It 'names the missing mean of a gradient by hand' {
        $result = Compare-Gradient $w (2 * $X).Dot(0 * $X - $Y) -SampleCount 4
        $result | Should -BeOfType LinRegPS.Diagnosis.Comparison.GradientComparison
        $result.Kind | Should -Be Factor
        $result.Factor | Should -Be 4
        $result.Finding | Should -Be 'candidate = 4 x reference; 4 is the number of samples: a mean over N is missing.'
    }

    It 'takes -BatchSize and -FeatureCount' {
        (Compare-Gradient 1, 2 16, 32 -SampleCount 100 -BatchSize 16).Finding | Should -BeLike '*16 is the batch size*'
        (Compare-Gradient 1 5 -SampleCount 100 -FeatureCount 5).Finding | Should -BeLike '*5 is the number of features*'
    }

    It 'compares models by the names of their parameters' {
        $a = New-LinearModel 2 1 -Seed 0
        $b = New-LinearModel 2 1 -Seed 0
        $inputs = New-Tensor (1, 2), (3, 4), (5, 6)
        $targets = New-Tensor 1, 2, 3 -Shape 3, 1
        Measure-MseLoss $a.Forward($inputs) $targets | Invoke-Backward
        Measure-MseLoss $b.Forward($inputs) $targets -Reduction Sum | Invoke-Backward
        $results = Compare-Gradient $a $b -SampleCount 3
        $results.Name | Should -Be 'weight', 'bias'
        $results.Factor | Should -Be 3, 3
        ($b | Compare-Gradient $a -SampleCount 3).Factor | Should -Be 3, 3
        (Compare-Gradient (Get-ModelParameter $a) (Get-ModelParameter $b)).Name | Should -Be 'weight', 'bias'
        (Compare-Gradient (Get-ModelParameter $a weight) @{ weight = $b.Weight }).Factor | Should -Be 3
    }

    It 'compares lists by place and hashtables by name' {
        $results = Compare-Gradient (New-Tensor 1, 2), (New-Tensor 3) (New-Tensor 1, 2), (New-Tensor 6)
        $results.Name | Should -Be '[0]', '[1]'
        $results.Agrees | Should -Be $true, $false
        $results = Compare-Gradient @{ a = 1, 2; b = 3 } @{ b = 3; a = 1, 3 } | Sort-Object Name
        $results.Name | Should -Be 'a', 'b'
        $results.Kind | Should -Be 'Element', 'None'
    }

    It 'says that a parameter has no gradient yet' {
        $result = Compare-Gradient (New-Tensor 0 -RequiresGrad) 1
        $result.Kind | Should -Be Missing
        $result.Finding | Should -Be 'There is nothing to compare: the reference has no gradient.'
    }

    It 'prints the words' {
        $text = Compare-Gradient $w -120 -SampleCount 4 | Out-String -Width 200
        $text | Should -Match 'Finding\s+: candidate = 4 x reference; 4 is the number of samples'
        $text | Should -Match 'Remedy\s+: Divide'
    }

    It 'refuses <case>' -ForEach @(
        @{ Case = 'null'; Script = { Compare-Gradient $null 1 }; Id = 'LinRegPS.NotAGradient,*' }
        @{ Case = 'text'; Script = { Compare-Gradient 1 'x' }; Id = 'LinRegPS.NotANumber,*' }
        @{ Case = 'lists of different lengths'; Script = { Compare-Gradient (New-Tensor 1), (New-Tensor 2) (New-Tensor 1) }; Id = 'LinRegPS.GradientCountMismatch,*' }
        @{ Case = 'a count of 0'; Script = { Compare-Gradient 1 2 -SampleCount 0 }; Id = 'ParameterArgumentValidationError,*' }
    ) { $script | Should -Throw -ErrorId $id }
}

Describe 'Compare-Training' {
    It 'reaches the conclusions of the thread' {
        $factor, $divided, $bias = Compare-Training (Get-Trained) (Get-Hand) (Get-Hand 4) (Get-Trained -bias) -Name autograd, hand, 'hand / N', 'with bias' -SampleCount 4
        $factor.Cause | Should -Be GradientFactor
        $factor.Finding | Should -Be ('The gradient of hand is 4 x autograd''s, from the same parameters; 4 is the number of samples: a mean over N is missing.' +
            ' hand / N, whose gradient there is this one divided by 4, agrees with autograd to the bit in all 40 epochs: division by N = 4 restores agreement to the bit.')
        $factor.CandidateStandstillEpoch | Should -Be 19
        $divided.Cause | Should -Be None
        $bias.Cause | Should -Be Parameter
        $bias.Finding | Should -BeLike 'with bias has the parameter bias, which autograd has not*'
    }

    It 'reads records back from a CSV file' {
        $path = Join-Path $TestDrive 'hand.csv'
        Get-Hand | Export-Csv $path
        $results = Compare-Training (Get-Trained) (Import-Csv $path) (Get-Hand)
        $results.Factor | Should -Be 4, 4
        $results[0].Finding | Should -BeLike '*Training 3 has the same factor, and agrees with Training 2 to the bit in all 40 epochs.'
    }

    It 'reads parameters of several elements, as objects and from a CSV file' {
        $data = New-Tensor -Normal -Shape 6, 3 -Seed 1
        $target = New-Tensor -Ones -Shape 6, 1
        $one = Invoke-Training (New-LinearModel 3 1 -Seed 0) $data $target -LearningRate 0.1 -Epoch 20
        $other = Invoke-Training (New-LinearModel 3 1 -Seed 0) $data $target -LearningRate 0.1 -Epoch 20
        $path = Join-Path $TestDrive 'three.csv'
        $other | Export-Csv $path
        $result = Compare-Training $one (Import-Csv $path)
        $result.Cause | Should -Be None
        $result.Evidence | Should -Be 'Compared: Loss, weight.grad, bias.grad, weight, bias.'
        (Compare-Training $one (Invoke-Training (New-LinearModel 3 1 -Seed 1) $data $target -LearningRate 0.1 -Epoch 20)).Cause | Should -Be Start
        (Compare-Training $one (Invoke-Training (New-LinearModel 3 1 -Seed 0) $data $target -LearningRate 0.05 -Epoch 20)).Cause | Should -Be Rate
    }

    It 'reads rows with <what>' -ForEach @(
        @{ What = 'a column Gradient'; Grad = 'Gradient'; Weight = 'Weight' }
        @{ What = 'a column grad_w'; Grad = 'grad_w'; Weight = 'w' }
        @{ What = 'tensors'; Grad = 'w.grad'; Weight = 'w'; Tensor = $true }
    ) {
        $rows = foreach ($row in Get-Hand) {
            @{ epoch = $row.Epoch; loss = $row.Loss; $weight = $tensor ? (New-Tensor $row.w) : $row.w; $grad = $row.'w.grad'; Elapsed = [timespan]1 }
        }
        $result = Compare-Training (Get-Trained) $rows
        $result.Cause | Should -Be GradientFactor
        $result.CandidateRate | Should -Be 0.01
    }

    It 'knows rows that were made before the step' {
        $w = New-Tensor 0 -RequiresGrad
        $rows = foreach ($epoch in 1..40) {
            $loss = Measure-MseLoss ($w * $X) $Y
            $loss | Invoke-Backward
            [pscustomobject]@{ Epoch = $epoch; Loss = $loss.Item(); Gradient = $w.Grad.Item(); Weight = $w.Item() }
            $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
        }
        (Compare-Training (Get-Trained) $rows).Cause | Should -Be RecordedBeforeStep
    }

    It 'counts the epochs to -Loss' {
        $result = Compare-Training (Get-Trained -epochs 100) (Get-Hand) -Loss 5e-8
        $result.ReferenceEpochsToLoss, $result.CandidateEpochsToLoss | Should -Be 64, 13
        $result.SpeedRatio | Should -Be (64 / 13)
    }

    It 'matches what -Map names' {
        $rows = Get-Trained -bias | ForEach-Object {
            @{ Epoch = $_.Epoch; Loss = $_.Loss; slope = $_.weight; 'slope.grad' = $_.'weight.grad'; offset = $_.bias; 'offset.grad' = $_.'bias.grad' }
        }
        (Compare-Training (Get-Trained -bias) $rows).Evidence | Should -Be 'Compared: Loss.'
        (Compare-Training (Get-Trained -bias) $rows -Map @{ slope = 'weight'; offset = 'bias' }).Evidence |
            Should -Be 'Compared: Loss, weight.grad, bias.grad, weight, bias.'
    }

    It 'compares one record of each' {
        (Compare-Training (Get-Trained -epochs 1) (Get-Hand -epochs 1)).Cause | Should -Be GradientFactor
    }

    It 'refuses <case>' -ForEach @(
        @{ Case = 'null'; Script = { Compare-Training $null (Get-Hand) }; Id = 'LinRegPS.NoTrainingRecord,*' }
        @{ Case = 'no records'; Script = { Compare-Training (Get-Hand) @() }; Id = 'LinRegPS.NoTrainingRecord,*' }
        @{ Case = 'rows without an epoch'; Script = { Compare-Training (Get-Hand) @(@{ Loss = 1 }) }; Id = 'LinRegPS.MissingProperty,*' }
        @{ Case = 'two trainings in one array'; Script = { Compare-Training (Get-Hand) ((Get-Hand) + (Get-Hand)) }; Id = 'LinRegPS.RepeatedEpoch,*' }
        @{ Case = 'epochs that are not the same'; Script = { Compare-Training (Get-Hand) @(@{ Epoch = 99; Loss = 1 }) }; Id = 'LinRegPS.NoCommonEpoch,*' }
        @{ Case = 'nothing in common'; Script = { Compare-Training (Get-Hand) @(@{ Epoch = 1; a = 1; b = 2 }) }; Id = 'LinRegPS.NothingToCompare,*' }
        @{ Case = 'a loss that is no number'; Script = { Compare-Training (Get-Hand) @(@{ Epoch = 1; Loss = '1,5' }) }; Id = 'LinRegPS.NotANumber,*' }
        @{ Case = 'too many names'; Script = { Compare-Training (Get-Hand) (Get-Hand) -Name a, b, c }; Id = 'LinRegPS.TrainingNameCount,*' }
        @{ Case = 'parameters of other sizes'; Script = { Compare-Training (Get-Hand) @(@{ Epoch = 1; Loss = 1; w = 1, 2 }) }; Id = 'LinRegPS.ShapeMismatch,*' }
    ) { $script | Should -Throw -ErrorId $id }
}
