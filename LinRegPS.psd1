@{
    RootModule           = 'module/bin/LinRegPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a1f0c52-8d0e-4f0b-9f5c-2f4f7f7f6b1d'
    Author               = 'The LinRegPS authors'
    CompanyName          = 'Community'
    Copyright            = '(c) The LinRegPS authors. MIT License.'
    Description          = 'Train small models in the shell with a compiled float32 autograd engine, bit for bit with PyTorch, and learn what training does.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    # Loaded with the module, so that scripts can name [LinRegPS.Tensor] and derive from [LinRegPS.Module].
    # The module's own too, or its types are not found where the path has wildcard characters.
    RequiredAssemblies   = @('module/bin/LinRegPS.Engine.dll', 'module/bin/LinRegPS.dll')
    FormatsToProcess     = @('module/LinRegPS.Format.ps1xml', 'module/LinRegPS.Diagnosis.Format.ps1xml', 'module/LinRegPS.Statistics.Format.ps1xml')
    TypesToProcess       = @('module/LinRegPS.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Clear-Gradient'
        'Compare-Gradient'
        'Compare-Training'
        'Convert-TensorFile'
        'ConvertFrom-Tensor'
        'ConvertTo-Tensor'
        'Debug-Training'
        'Enter-ProcessGroup'
        'Export-Checkpoint'
        'Export-ComputationGraph'
        'Export-Model'
        'Export-RegressionPlot'
        'Export-Tensor'
        'Export-TrainingPlot'
        'Get-Gradient'
        'Get-ModelParameter'
        'Get-TensorThread'
        'Import-Checkpoint'
        'Import-Model'
        'Import-Tensor'
        'Import-TrainingTrace'
        'Invoke-Backward'
        'Invoke-Model'
        'Invoke-NoGrad'
        'Invoke-Training'
        'Measure-Convergence'
        'Measure-LinearModel'
        'Measure-Loss'
        'Measure-Model'
        'Measure-MseLoss'
        'Measure-Tensor'
        'New-CustomModel'
        'New-DataLoader'
        'New-DataSet'
        'New-LearningRateSchedule'
        'New-LinearModel'
        'New-Optimizer'
        'New-Scaler'
        'New-SequentialModel'
        'New-Tensor'
        'Search-Training'
        'Set-RandomSeed'
        'Set-TensorThread'
        'Show-ComputationGraph'
        'Show-TensorPlot'
        'Show-TrainingPlot'
        'Split-DataSet'
        'Step-Optimizer'
        'Step-Sgd'
        'Step-Training'
        'Sync-Gradient'
        'Sync-Parameter'
        'Test-Gradient'
        'Test-Model'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('MachineLearning', 'Autograd', 'Tensor', 'Regression', 'PyTorch', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            # The package has that file's newest section here.
            ReleaseNotes = 'CHANGELOG.md'
        }
    }
}
