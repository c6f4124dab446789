<#
.SYNOPSIS
Builds the module into module/bin, so that Import-Module ./LinRegPS.psd1 works. With -Test, runs all tests.
#>
param(
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',
    [switch]$Test
)
$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    dotnet build src/LinRegPS --configuration $Configuration --nologo
    if ($LASTEXITCODE -eq 0 -and $Test) {
        # The Pester specs are part of it.
        dotnet test --configuration $Configuration
    }
    exit $LASTEXITCODE
}
finally { Pop-Location }
