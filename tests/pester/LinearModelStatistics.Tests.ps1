# Measure-LinearModel as a user calls it. That its numbers are R's and NIST's is checked in the engine's tests.
BeforeAll {
    Import-Module "$PSScriptRoot/../../LinRegPS.psd1"
    $cars = Import-Csv "$PSScriptRoot/../../examples/cars.csv"
    $rows = 1..6 | ForEach-Object { [pscustomobject]@{ a = $_; b = $_ * $_; sum = $_ + $_ * $_; y = [math]::Sin($_); three = 3; bad = 'x' } }
    function Get-ErrorOf([scriptblock]$script) { try { $null = & $script } catch { $_ } }
    # R: summary(lm(dist ~ speed, cars))$coefficients, AIC(...)
    $slope = 3.93240875912409
    $slopeError = 0.415512776657122
}

Describe 'Measure-LinearModel on objects' {
    It 'fits rows of a CSV file' {
        $fit = $cars | Measure-LinearModel -Target dist -Property speed
        $fit.Formula | Should -Be 'dist ~ speed'
        $fit.Coefficient.Term | Should -Be '(Intercept)', 'speed'
        [math]::Abs($fit.Coefficient[1].Estimate - $slope) | Should -BeLessThan 1e-13
        [math]::Abs($fit.Coefficient[1].StandardError - $slopeError) | Should -BeLessThan 1e-13
        [math]::Abs($fit.Aic - 419.156863027353) | Should -BeLessThan 1e-10
    }

    It 'takes the rows by name, and dictionaries' {
        $fit = Measure-LinearModel -InputObject $cars -Target dist -Property speed
        $again = $cars | ForEach-Object { @{ speed = $_.speed; dist = $_.dist } } | Measure-LinearModel -Target dist -Property speed
        $fit.Coefficient[1].Estimate | Should -Be $again.Coefficient[1].Estimate
    }

    It 'keeps the double precision of the data' {
        # As float32 these would be 1 and 1: a constant target.
        $tiny = 1..4 | ForEach-Object { [pscustomobject]@{ x = $_; y = (1 + 1e-12 * $_ * $_).ToString('R', [cultureinfo]::InvariantCulture) } }
        $fit = $tiny | Measure-LinearModel -Target y -Property x
        [math]::Abs($fit.Coefficient[1].Estimate / 5e-12 - 1) | Should -BeLessThan 1e-3
    }

    It 'reads text in invariant form in any culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $fit = ('x,y', '1.5,1', '2.5,3', '3.5,4') | ConvertFrom-Csv | Measure-LinearModel -Target y -Property x
            $fit.Coefficient[1].Estimate | Should -Be 1.5
            ($fit | Out-String) | Should -Match '1\.5'
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'forms powers of each property with -Degree' {
        $fit = $rows | Measure-LinearModel -Target y -Property a -Degree 2
        $fit.Coefficient.Term | Should -Be '(Intercept)', 'a', 'a^2'
        $same = $rows | Measure-LinearModel -Target y -Property a, b
        [math]::Abs($fit.Coefficient[2].Estimate - $same.Coefficient[2].Estimate) | Should -BeLessThan 1e-14
    }

    It 'reports each bad row, goes on, and fits nothing' {
        $mixed = @($rows[0..1]) + [pscustomobject]@{ a = 'x'; y = 1 } + [pscustomobject]@{ y = 1 } + [pscustomobject]@{ a = [double]::NaN; y = 1 } + $null
        $fit = $mixed | Measure-LinearModel -Target y -Property a -ErrorVariable errors -ErrorAction SilentlyContinue
        $fit | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } |
            Should -Be 'LinRegPS.NotANumber', 'LinRegPS.MissingProperty', 'LinRegPS.NaN', 'LinRegPS.MissingProperty'
        $errors[0].Exception.Message | Should -BeLike "*row 3, property 'a' is 'x'*"
        $errors[2].Exception.Message | Should -Not -BeLike '*AllowNaN*'
    }
}

Describe 'Measure-LinearModel on numbers' {
    It 'fits tensors' {
        $X = New-Tensor 1, 2, 3 -Shape 3, 1
        $fit = Measure-LinearModel $X (New-Tensor 2, 4, 7 -Shape 3, 1)
        $fit.Formula | Should -Be 'y ~ x'
        $fit.Coefficient[1].Estimate | Should -Be 2.5
        ($X | Measure-LinearModel -Target (2, 4, 7)).Coefficient[1].Estimate | Should -Be 2.5
    }

    It 'fits arrays at double precision, and rows down the pipeline' {
        $fit = Measure-LinearModel (0.1, 0.2, 0.4) (0.1, 0.2, 0.3) -NoBias
        # As float32 this would be off by 1e-8.
        [math]::Abs($fit.Coefficient[0].Estimate - 17 / 21) | Should -BeLessThan 1e-15
        $fit = (1, 2), (2, 3), (3, 5), (4, 4) | Measure-LinearModel -Target (1, 2, 3, 7) -Property p, q
        $fit.Formula | Should -Be 'y ~ p + q'
    }

    It 'takes columns that differ by no more than the rounding of float32 for dependent' {
        $X = New-Tensor (0.1, 0.3), (0.7, 2.1), (0.9, 2.7), (1.1, 3.3)
        (Get-ErrorOf { Measure-LinearModel $X (1, 2, 3, 5) }).FullyQualifiedErrorId | Should -BeLike 'LinRegPS.CollinearColumns,*'
        $X = New-Tensor (0.1, 0.3), (0.7, 2.1), (0.9, 2.7), (1.1, 3.301)
        (Measure-LinearModel $X (1, 2, 3, 5)).Coefficient.Count | Should -Be 3
    }
}

Describe 'Views and predictions' {
    It 'writes the <view> stream' -ForEach @(
        @{ View = 'Coefficient'; Count = 2; Type = 'LinRegPS.Statistics.Fits.Coefficient' }
        @{ View = 'Model'; Count = 1; Type = 'LinRegPS.Statistics.Fits.FitStatistics' }
        @{ View = 'Row'; Count = 50; Type = 'LinRegPS.Statistics.Fits.FittedRow' }) {
        $objects = @($cars | Measure-LinearModel -Target dist -Property speed -View $view)
        $objects.Count | Should -Be $count
        $objects | ForEach-Object { $_.GetType().FullName | Should -Be $type }
        # Flat: what Export-Csv writes holds numbers alone.
        $objects | ConvertTo-Csv | Should -Not -Match 'LinRegPS|System'
    }

    It 'prints as R prints a summary' {
        $text = $cars | Measure-LinearModel -Target dist -Property speed | Out-String
        $text | Should -Match 'dist ~ speed'
        $text | Should -Match 'speed +3\.932409 +0\.4155128 +9\.46399 +1\.49E-12'
        $text | Should -Match 'Residual standard error 15\.37959 on 48 degrees of freedom'
        $text | Should -Match 'R squared 0\.6510794, adjusted 0\.6438102'
        ($text -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 81
    }

    It 'predicts by method and by -NewObject' {
        $fit = $cars | Measure-LinearModel -Target dist -Property speed
        $byMethod = $fit.Predict(@{ speed = 12.5 })
        # fixtures/regression_r.json: predict(lm(dist ~ speed, cars), data.frame(speed = 12.5), interval = "prediction")
        [math]::Abs($byMethod[0].PredictionUpper - 62.9002791029877) | Should -BeLessThan 1e-9
        $byCmdlet = $cars | Measure-LinearModel -Target dist -Property speed -NewObject ([pscustomobject]@{ speed = '12.5' })
        $byCmdlet.PredictionUpper | Should -Be $byMethod[0].PredictionUpper
        $fit.Predict((12.5, 30)).Fitted[0] | Should -Be $byMethod[0].Fitted
        $narrower = $fit.Predict(12.5, 0.5)
        $narrower.Upper | Should -BeLessThan $byMethod[0].Upper
        (Measure-LinearModel (1, 2, 3) (2, 4, 7)).Predict((4, 5)).Count | Should -Be 2
    }

    It 'warns of powers formed outside, and not of the same with -Degree' {
        $powers = 0..30 | ForEach-Object { $x = 5 + $_ / 10; [pscustomobject]@{ x = $x; x2 = $x * $x; x3 = [math]::Pow($x, 3); x4 = [math]::Pow($x, 4); x5 = [math]::Pow($x, 5); y = [math]::Cos($x) } }
        $null = $powers | Measure-LinearModel -Target y -Property x, x2, x3, x4, x5 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*close to dependence (condition number *digits*-Degree*'
        $null = $powers | Measure-LinearModel -Target y -Property x -Degree 5 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'warns of a fit that is perfect, and of one that has no degree of freedom left' {
        $null = Measure-LinearModel (1, 2, 3) (2, 4, 6) -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings[0].Message | Should -BeLike '*perfect*'
        $null = Measure-LinearModel (1, 2) (2, 5) -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*as many coefficients as rows*'
        $null = Measure-LinearModel (1, 2, 3) (2, 4, 7) -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}

Describe '-From' {
    It 'measures a trained model from the exact solution' {
        $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        $null = Invoke-Training $model $X (2 * $X) -LearningRate 0.01 -Epoch 500
        $distance = (Measure-LinearModel $X (2 * $X) -From $model -WarningAction SilentlyContinue).Distance
        # The founding case stops at 1.99999964, three float32 numbers below 2.
        $distance.Parameter[0].Ulps | Should -Be 3
        $distance.Evidence | Should -BeLike '*1.99999964, 3 ulp from the exact 2*'
    }

    It 'takes a class with a Linear layer' {
        . "$PSScriptRoot/../../examples/LinearRegression.ps1"
        $model = [LinearRegression]::new(1, 1)
        $fit = Measure-LinearModel (New-Tensor 1, 2, 3 -Shape 3, 1) (New-Tensor 2, 4, 7 -Shape 3, 1) -From $model
        $fit.Coefficient[1].Estimate | Should -Be $model.lin.Weight.Item()
        $fit.Distance.Exact.Coefficient[1].Estimate | Should -Be 2.5
    }
}

Describe 'Calls that cannot be carried out' {
    It '<id>: <text>' -ForEach @(
        @{ Id = 'NoRows'; Text = '*no rows*'; Script = { @() | Measure-LinearModel -Target y -Property a } }
        @{ Id = 'NoRows'; Text = '*no rows*'; Script = { @() | Measure-LinearModel -Target (1, 2) } }
        @{ Id = 'TooFewRows'; Text = '*2 rows*3 coefficients*'; Script = { $rows[0..1] | Measure-LinearModel -Target y -Property a, b } }
        @{ Id = 'ConstantTarget'; Text = '*3 in every row*'; Script = { $rows | Measure-LinearModel -Target three -Property a } }
        @{ Id = 'CollinearColumns'; Text = '*sum*'; Script = { $rows | Measure-LinearModel -Target y -Property a, b, sum } }
        @{ Id = 'CollinearColumns'; Text = '*three*-NoBias*'; Script = { $rows | Measure-LinearModel -Target y -Property a, three } }
        @{ Id = 'NoTerms'; Text = '*-Property*'; Script = { $rows | Measure-LinearModel -Target y } }
        @{ Id = 'RepeatedProperty'; Text = "*'y'*"; Script = { $rows | Measure-LinearModel -Target y -Property a, Y } }
        @{ Id = 'MissingProperty'; Text = "*row 1 has no property 'z'. It has: a, b*"; Script = { $rows | Measure-LinearModel -Target y -Property z -ErrorAction Stop } }
        @{ Id = 'NotANumber'; Text = "*row 1, property 'bad'*"; Script = { Measure-LinearModel $rows y bad } }
        @{ Id = 'InvalidConfidenceLevel'; Text = '*95*'; Script = { $rows | Measure-LinearModel -Target y -Property a -ConfidenceLevel 95 } }
        @{ Id = 'InvalidDegree'; Text = '*at least 1*'; Script = { $rows | Measure-LinearModel -Target y -Property a -Degree 0 } }
        @{ Id = 'TooLarge'; Text = '*row 1: a^2*'; Script = { Measure-LinearModel (1e200, 1, 2, 3) (1, 2, 3, 5) -Degree 2 -Property a } }
        @{ Id = 'ParameterConflict'; Text = '*-From and -Degree*'; Script = { $rows | Measure-LinearModel -Target y -Property a -From (New-LinearModel 1 1) -Degree 2 } }
        @{ Id = 'ParameterConflict'; Text = '*-From and -NoBias*'; Script = { $rows | Measure-LinearModel -Target y -Property a -From (New-LinearModel 1 1) -NoBias } }
        @{ Id = 'ParameterConflict'; Text = '*-NewObject and -View*'; Script = { $rows | Measure-LinearModel -Target y -Property a -NewObject 3 -View Row } }
        @{ Id = 'WrongModel'; Text = "*'5' (Int32) is not a model*"; Script = { $rows | Measure-LinearModel -Target y -Property a -From 5 } }
        @{ Id = 'WrongModel'; Text = '*2 features, the data 1*'; Script = { $rows | Measure-LinearModel -Target y -Property a -From (New-LinearModel 2 1) } }
        @{ Id = 'ShapeMismatch'; Text = '*3 rows of features, but 2 targets*'; Script = { Measure-LinearModel (1, 2, 3) (1, 2) } }
        @{ Id = 'ShapeMismatch'; Text = '*the target has the shape `[3,2`]*'; Script = { Measure-LinearModel (1, 2, 3) ((1, 2), (2, 3), (3, 4)) } }
        @{ Id = 'ShapeMismatch'; Text = '*the shape of the features is `[2,1,1`]*'; Script = { Measure-LinearModel (New-Tensor -Ones -Shape 2, 1, 1) (1, 2) } }
        @{ Id = 'ShapeMismatch'; Text = '*1 name for 2 columns*'; Script = { Measure-LinearModel ((1, 2), (2, 3), (3, 5)) (1, 2, 3) -Property p } }
        @{ Id = 'MissingProperty'; Text = "*Predict: row 1 has no property 'a'*"; Script = { $rows | Measure-LinearModel -Target y -Property a -NewObject @{ b = 1 } } }
        @{ Id = 'NaN'; Text = '*element `[1`]*NaN*'; Script = { Measure-LinearModel (New-Tensor 1, NaN, 3 -AllowNaN) (1, 2, 3) } }) {
        $failure = Get-ErrorOf $script
        $failure.FullyQualifiedErrorId | Should -Be "LinRegPS.$id,LinRegPS.Commands.MeasureLinearModelCommand"
        $failure.Exception.Message | Should -BeLike $text
    }
}
