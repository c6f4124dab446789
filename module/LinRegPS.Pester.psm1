<#
Pester's Should with operators for tensors and trainings. In a spec, after LinRegPS:

    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"

    $tensor | Should -BeTensor 1, 2, 3              # to the bit
    $tensor | Should -BeTensor $expected -Ulp 2     # or -Absolute 1e-6, -Relative 1e-5
    $w | Should -HaveGradient                       # a tensor, a parameter, a model; -Not: none
    $w | Should -HaveGradient -30 -Ulp 1
    $records | Should -MatchTraining (Import-TrainingTrace run.npz) -Ulp 2    # every epoch's loss, parameters and gradients

What they do stands in LinRegPS.Testing; here they are only registered.
#>
function Should-BeTensor {
    param($ActualValue, $ExpectedValue, [switch]$Negate, [string]$Because, $Ulp, $Absolute, $Relative)
    [LinRegPS.Testing.TensorAssertion]::BeTensor($ActualValue, $ExpectedValue, $Negate, $Because, $Ulp, $Absolute, $Relative)
}

function Should-HaveGradient {
    param($ActualValue, $ExpectedValue, [switch]$Negate, [string]$Because, $Ulp, $Absolute, $Relative)
    [LinRegPS.Testing.TensorAssertion]::HaveGradient(
        $ActualValue, $PSBoundParameters.ContainsKey('ExpectedValue'), $ExpectedValue, $Negate, $Because, $Ulp, $Absolute, $Relative)
}

function Should-MatchTraining {
    param($ActualValue, $ExpectedValue, [switch]$Negate, [string]$Because, $Ulp, $Absolute, $Relative)
    [LinRegPS.Testing.TrainingAssertion]::MatchTraining($ActualValue, $ExpectedValue, $Negate, $Because, $Ulp, $Absolute, $Relative)
}

if (-not ('LinRegPS.Testing.TensorAssertion' -as [type])) {
    throw 'Import LinRegPS before LinRegPS.Pester: Should -BeTensor, -HaveGradient and -MatchTraining are part of it.'
}
Add-ShouldOperator -Name BeTensor -InternalName Should-BeTensor -Test ${function:Should-BeTensor} -SupportsArrayInput
Add-ShouldOperator -Name HaveGradient -InternalName Should-HaveGradient -Test ${function:Should-HaveGradient} -SupportsArrayInput
Add-ShouldOperator -Name MatchTraining -InternalName Should-MatchTraining -Test ${function:Should-MatchTraining} -SupportsArrayInput
Export-ModuleMember
