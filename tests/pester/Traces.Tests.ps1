# Should -MatchTraining: a training of PyTorch as a test of one here.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"
    $trace = Import-TrainingTrace "$PSScriptRoot/../fixtures/traces/line.npz"
    $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
    function Get-Message([scriptblock]$test) { try { & $test; 'passed' } catch { $_.Exception.Message } }
}

Describe 'Should -MatchTraining' {
    It 'passes for the same training' {
        $records = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) -LearningRate 0.01 -Epoch 8
        $records | Should -MatchTraining $trace -Relative 1e-5 -Absolute 1e-6
        $trace | Should -MatchTraining $trace
        $trace | Should -MatchTraining $trace -Ulp 0
    }

    It 'says where another one parts, and why' {
        $records = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) -LearningRate 0.02 -Epoch 8
        $records | Should -Not -MatchTraining $trace -Ulp 2
        $message = Get-Message { $records | Should -MatchTraining $trace -Ulp 2 -Because 'the rate is the same' }
        $message | Should -Match 'in epoch 1, weight'
        $message | Should -Match 'because the rate is the same'
        $message | Should -Match 'learning rate'
    }

    It 'refuses a training that is too short or lacks a parameter' {
        Get-Message { $trace[0..3] | Should -MatchTraining $trace } | Should -Match '4 of its 8 epochs'
        $plain = Invoke-Training (New-LinearModel 1 1 -NoBias -Seed 0) $X (2 * $X) -LearningRate 0.01 -Epoch 8
        Get-Message { $plain | Should -MatchTraining $trace -Ulp 2 } | Should -Match 'no parameter bias'
        Get-Message { $trace | Should -Not -MatchTraining $trace } | Should -Match 'to differ'
    }
}
