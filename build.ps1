<#
.SYNOPSIS
Builds the module into module/bin, so that Import-Module ./LinRegPS.psd1 works.
.PARAMETER Task
Test: runs all tests too, the Pester specs among them. Pack: makes the package for the PowerShell Gallery instead.
.PARAMETER Destination
The folder that Pack puts the package in, and beside it the module as an installation lays it out.
.PARAMETER Native
Packs assemblies compiled ahead of time. They load on the kind of machine that built them and on no other.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack')]
    [string]$Task = 'Build',
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',
    [string]$Destination = "$PSScriptRoot/package",
    [switch]$Native
)
$ErrorActionPreference = 'Stop'
$Destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
Push-Location -LiteralPath $PSScriptRoot
try {
    $options = @()
    if ($Task -eq 'Pack') {
        # Not what lies in module/bin, which is this machine's: a layout of its own.
        $folder = "$Destination/LinRegPS"
        if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse }
        $null = New-Item -ItemType Directory "$folder/en-US", "$folder/module"
        # The help is written of what is packed, and not of what was built here last.
        Copy-Item LinRegPS.psd1 -Destination $folder
        Copy-Item module/*.ps*1* -Destination "$folder/module"
        $options = "-p:Manifest=$folder/LinRegPS.psd1", "-p:ModuleBin=$folder/module/bin/", "-p:HelpFile=$folder/en-US/LinRegPS.dll-Help.xml", "-p:ReadyToRun=$("$Native".ToLowerInvariant())"
    }
    dotnet build src/LinRegPS --configuration $Configuration --nologo @options
    if ($LASTEXITCODE -eq 0 -and $Task -eq 'Test') {
        dotnet test --configuration $Configuration
    }
    if ($LASTEXITCODE -eq 0 -and $Task -eq 'Pack') {
        ./src/LinRegPS/Packaging/Pack.ps1 $folder -Native:$Native
    }
    exit $LASTEXITCODE
}
finally { Pop-Location }
