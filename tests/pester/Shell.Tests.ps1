# What only the whole PowerShell has: CSV files, tables, parallel runs, classes in files.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    Import-Module "$((Get-Module LinRegPS).ModuleBase)/module/LinRegPS.Pester.psm1"
    $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
    $Y = 2 * $X
}

Describe 'Records of Invoke-Training' {
    It 'come back from a CSV file with the same bits' {
        $records = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X $Y -LearningRate 0.01 -Epoch 50
        $path = Join-Path $TestDrive 'records.csv'
        $records | Export-Csv $path
        $rows = Import-Csv $path
        foreach ($column in 'Loss', 'weight', 'bias', 'weight.grad', 'bias.grad') {
            [float[]]$rows.$column | Should -Be ([float[]]$records.$column)
        }
        (Get-Content $path -TotalCount 1) | Should -BeLike '"Epoch","Loss","weight","bias"*'
    }

    It 'have parameters of several elements as nested arrays, with every digit' {
        $model = New-LinearModel 3 1 -Seed 0
        $record = Invoke-Training $model (New-Tensor -Normal -Shape 5, 3 -Seed 1) (New-Tensor -Ones -Shape 5, 1) -LearningRate 0.1 -Epoch 1
        $weight = ($record | ConvertTo-Csv | ConvertFrom-Csv).weight | ConvertFrom-Json -NoEnumerate
        New-Tensor $weight | Should -BeTensor $model.Weight
    }

    It 'stand in a table' {
        $text = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y -LearningRate 0.01 -Epoch 2 | Format-Table | Out-String
        $text | Should -Match 'Epoch\s+Loss\s+Elapsed\s+Parameters'
        $text | Should -Match '2\s+21\.675\s+\S+\s+weight = 0\.5549999'
    }
}

Describe 'CSV files in a culture with a decimal comma' {
    BeforeAll {
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'de-DE'
    }
    AfterAll { [cultureinfo]::CurrentCulture = $culture }

    It 'keep a tensor through ConvertFrom-Tensor -AsText and back' {
        $tensor = New-Tensor (0.1, 1e-7), (-2.5, 3e10)
        $path = Join-Path $TestDrive 'tensor.csv'
        $tensor | ConvertFrom-Tensor -Property a, b -AsText | Export-Csv $path
        Import-Csv $path | ConvertTo-Tensor -Property a, b | Should -BeTensor $tensor
    }

    It 'refuse a number with a comma rather than misread it' {
        { [pscustomobject]@{ a = '1,5' } | ConvertTo-Tensor -Property a -ErrorAction Stop } |
            Should -Throw -ErrorId 'LinRegPS.NotANumber,*' -ExpectedMessage "*'1,5'*"
    }
}

Describe 'Parallel runspaces' {
    It 'train with the bits of one' {
        $manifest = "$PSScriptRoot/../../LinRegPS.psd1"
        $train = {
            Import-Module $using:manifest
            $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
            $model = New-LinearModel 1 1 -Seed $_
            Invoke-Training $model $X (2 * $X) -LearningRate 0.01 -Epoch 2000 | Select-Object -Last 1 | ForEach-Object { "$($_.weight) $($_.bias)" }
        }
        $parallel = 1, 1, 1, 1 | ForEach-Object -Parallel $train -ThrottleLimit 2
        ($parallel | Sort-Object -Unique).Count | Should -Be 1
        $model = New-LinearModel 1 1 -Seed 1
        $null = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 2000
        $parallel[0] | Should -Be "$($model.Weight.Item()) $($model.Bias.Item())"
    }
}

Describe 'A class in a file' {
    It 'trains, once the module is imported' {
        . "$PSScriptRoot/../../examples/LinearRegression.ps1"
        $model = [LinearRegression]::new(1, 1)
        (Get-ModelParameter $model).Name | Should -Be 'lin.weight', 'lin.bias'
        $records = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 200
        $records[-1].Loss | Should -BeLessThan $records[0].Loss
    }
}
