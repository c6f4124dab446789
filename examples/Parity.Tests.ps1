<#
.SYNOPSIS
A Pester spec to copy: checks a model of your own against numbers from PyTorch. Run it with Invoke-Pester.
.DESCRIPTION
The numbers come from PyTorch 1.13.1:

    import torch
    X = torch.tensor([[1.], [2.], [3.], [4.]]); Y = 2 * X
    model = torch.nn.Linear(1, 1); torch.nn.init.zeros_(model.weight); torch.nn.init.zeros_(model.bias)
    loss = torch.nn.functional.mse_loss(model(X), Y); loss.backward()
    torch.optim.SGD(model.parameters(), lr=0.01).step()
    print(f'{loss.item():.9g} {model.weight.grad.item():.9g} {model.bias.grad.item():.9g}')
    print(f'{model.weight.item():.9g} {model.bias.item():.9g}')
#>
BeforeAll {
    if (-not (Get-Module LinRegPS)) { Import-Module "$PSScriptRoot/../LinRegPS.psd1" }
    # Adds Should -BeTensor and Should -HaveGradient.
    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"
}

Describe 'One step of a linear model' {
    BeforeAll {
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0
        $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
        $loss = Invoke-Model $model $X | Measure-MseLoss -Target (2 * $X)
        $loss | Invoke-Backward
        $model | Step-Sgd -LearningRate 0.01
    }

    It 'has PyTorch''s loss' { $loss | Should -BeTensor 30 }
    It 'has PyTorch''s gradients' { $model | Should -HaveGradient @{ weight = -30; bias = -10 } }

    # A number with 9 digits names one float32, and -BeTensor compares to the bit; -Ulp, -Absolute and -Relative allow more.
    It 'has PyTorch''s <name> after the step' -ForEach @(
        @{ Name = 'weight'; Expected = 0.299999982 }
        @{ Name = 'bias'; Expected = 0.099999994 }
    ) {
        (Get-ModelParameter $model -Name $name).Value | Should -BeTensor $expected
    }
}
