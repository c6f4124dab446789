# The founding case as a user would check it: the module against PyTorch's and NumPy's own bits, every epoch.
BeforeDiscovery {
    $fixture = Get-Content "$PSScriptRoot/../fixtures/seed_traces.json" -Raw | ConvertFrom-Json -AsHashtable
    $variants = foreach ($name in 'torch_linear_nobias', 'torch_linear_bias', 'torch_autograd', 'torch_autograd_loss_x4', 'numpy_buggy_nep50') {
        @{ Name = $name; Trace = $fixture.variants[$name].trace; Epochs = $fixture.variants[$name].epochs }
    }
    $models = $variants | Where-Object { $_.Name -like 'torch_linear*' }
    $scripts = $variants | Where-Object { $_.Name -notlike 'torch_linear*' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"
    # Each quantity of the trace, all its epochs, to the bit.
    function Assert-Trace($trace, $records) {
        foreach ($quantity in 'loss', 'w', 'b', 'grad_w', 'grad_b') {
            if (-not $trace[0].ContainsKey($quantity)) { continue }
            $expected = foreach ($row in $trace) { [BitConverter]::UInt32BitsToSingle([Convert]::ToUInt32($row[$quantity].bits, 16)) }
            $actual = foreach ($row in $trace) { $records[$row.epoch - 1].$quantity }
            New-Tensor $actual | Should -BeTensor $expected -Because "that is the trace's $quantity"
        }
    }
    $X = New-Tensor 1, 2, 3, 4
    $Y = New-Tensor 2, 4, 6, 8
}

Describe 'Invoke-Training' {
    It 'has the bits of <name>' -ForEach $models {
        $model = New-LinearModel 1 1 -NoBias:($name -eq 'torch_linear_nobias') -Weight 0
        if ($null -ne $model.Bias) { Invoke-NoGrad { $null = $model.Bias.Zero_() } }
        $records = Invoke-Training $model $X.Reshape(4, 1) $Y.Reshape(4, 1) -LearningRate 0.01 -Epoch $epochs |
            ForEach-Object { @{ loss = $_.Loss; w = $_.weight; b = $_.bias; grad_w = $_.'weight.grad'; grad_b = $_.'bias.grad' } }
        $records.Count | Should -Be $epochs
        Assert-Trace $trace $records
    }
}

Describe 'A loop of cmdlets' {
    It 'has the bits of <name>' -ForEach ($scripts | Where-Object { $_.Name -like 'torch*' }) {
        $scale = $name -eq 'torch_autograd_loss_x4' ? 4 : 1
        $w = New-Tensor 0 -RequiresGrad
        $records = foreach ($epoch in 1..$epochs) {
            $loss = Measure-MseLoss ($w * $X) $Y -Scale $scale
            $loss | Invoke-Backward
            $gradient = $w.Grad.Item()
            $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
            @{ loss = $loss.Item(); w = $w.Item(); grad_w = $gradient }
        }
        Assert-Trace $trace $records
    }
}

Describe 'A gradient by hand' {
    It 'has the bits of <name>' -ForEach ($scripts | Where-Object { $_.Name -like 'numpy*' }) {
        $w = New-Tensor 0
        $records = foreach ($epoch in 1..$epochs) {
            $difference = $w * $X - $Y
            $gradient = (2 * $X).Dot($difference)
            $w = $w - 0.01 * $gradient
            @{ loss = $difference.Square().Mean().Item(); w = $w.Item(); grad_w = $gradient.Item() }
        }
        Assert-Trace $trace $records
    }
}
