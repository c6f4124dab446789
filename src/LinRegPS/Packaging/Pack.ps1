<#
.SYNOPSIS
Makes the package that the PowerShell Gallery takes, beside a folder in which assemblies and help have been built.
.DESCRIPTION
Puts there what else ships, checks that it is all and no more, and compresses it. The folder is then the module as it is installed.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string]$Folder,
    [switch]$Native
)
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").ProviderPath

# One version everywhere; the newest section of the changelog is the release notes.
$notes = [regex]::Match((Get-Content -LiteralPath "$root/CHANGELOG.md" -Raw), '(?ms)^## (?<version>\S+).*?\n(?<text>.*?)(?=^## |\z)')
$version = $notes.Groups['version'].Value
$manifest = Import-PowerShellDataFile -LiteralPath "$root/LinRegPS.psd1"
$versions = [ordered]@{
    'CHANGELOG.md'          = $version
    'LinRegPS.psd1'         = $manifest.ModuleVersion
    'Directory.Build.props' = Select-Xml -LiteralPath "$root/Directory.Build.props" -XPath //Version | ForEach-Object { $_.Node.InnerText }
}
if (@($versions.Values | Select-Object -Unique).Count -ne 1) {
    throw "Versions differ: $(@($versions.GetEnumerator() | ForEach-Object { "$($_.Key) says $($_.Value)" }) -join ', '). Write the same in all three."
}

# The marker is a file of the repository, for those who import from there.
$marker = "ReleaseNotes = 'CHANGELOG.md'"
$text = Get-Content -LiteralPath "$root/LinRegPS.psd1" -Raw
if (-not $text.Contains($marker)) { throw "LinRegPS.psd1 has no $marker, where the newest section of the changelog goes." }
$text = $text.Replace($marker, "ReleaseNotes = '$($notes.Groups['text'].Value.Trim().Replace("'", "''"))'")
Set-Content -LiteralPath "$Folder/LinRegPS.psd1" -Value $text -NoNewline
foreach ($name in 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'examples') { Copy-Item -LiteralPath "$root/$name" -Destination $Folder -Recurse -Force }
Copy-Item "$([WildcardPattern]::Escape($root))/module/*.ps*1*" -Destination "$Folder/module"
Copy-Item "$([WildcardPattern]::Escape($root))/en-US/*.txt" -Destination "$Folder/en-US"

# What the manifest names is there, and nothing that is of no use to who installs it.
$names = @($manifest.RootModule; $manifest.RequiredAssemblies; $manifest.FormatsToProcess; $manifest.TypesToProcess; 'en-US/LinRegPS.dll-Help.xml')
foreach ($name in $names) {
    if (-not (Test-Path -LiteralPath "$Folder/$name" -PathType Leaf)) { throw "The package needs $name, which is not in it: built under another name, or not at all." }
}
$files = Get-ChildItem -LiteralPath $Folder -Recurse -File
foreach ($file in $files) {
    if ($file.Extension -eq '.pdb' -or ($file.Extension -eq '.xml' -and $file.Name -notlike '*-Help.xml')) { throw "$($file.Name) does not belong in the package." }
    # As UTF-8 and as UTF-16.
    $content = [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file.FullName)).Replace("`0", '')
    if ($content.Contains($root, 'OrdinalIgnoreCase')) { throw "$($file.Name) tells of $root, which is a folder of this machine." }
}

# What an assembly refers to is in the package, in PowerShell or in .NET; and each can be loaded where it is to go.
$assemblies = $files | Where-Object Extension -eq .dll
foreach ($file in $assemblies) {
    $stream = [IO.File]::OpenRead($file.FullName)
    try {
        $image = [Reflection.PortableExecutable.PEReader]::new($stream)
        if (-not $Native -and $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0) {
            throw "$($file.Name) is compiled ahead of time: it loads on the kind of machine that built it and on no other. Build it with -p:ReadyToRun=false, or pack with -Native."
        }
        if ($Native -and $file.Directory.Name -eq 'bin' -and $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -eq 0) {
            throw "$($file.Name) is not compiled ahead of time: Crossgen2 can't be restored from NuGet."
        }
        $reader = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
        foreach ($handle in $reader.AssemblyReferences) {
            $name = $reader.GetString($reader.GetAssemblyReference($handle).Name)
            $found = $name -in $assemblies.BaseName
            foreach ($place in $PSHOME, [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()) {
                $found = $found -or (Test-Path -LiteralPath (Join-Path $place "$name.dll"))
            }
            if (-not $found) { throw "$($file.Name) needs $name.dll, which is not in the package, nor part of PowerShell or .NET." }
        }
    }
    finally { $stream.Dispose() }
}

$destination = Split-Path $Folder
$package = "$destination/LinRegPS.$version.nupkg"
if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package }
Compress-PSResource -Path $Folder -DestinationPath $destination
$size = (Get-Item -LiteralPath $package).Length
if ($size -gt 6MB) { throw "$package has $size bytes, more than 6 MB." }

# How much of it each assembly is.
Add-Type -AssemblyName System.IO.Compression.ZipFile
$zip = [IO.Compression.ZipFile]::OpenRead($package)
try {
    $zip.Entries | Where-Object Name -like *.dll | Sort-Object CompressedLength -Descending |
        ForEach-Object { '{0,9:N0} of {1,9:N0} bytes  {2}' -f $_.CompressedLength, $_.Length, $_.FullName }
}
finally { $zip.Dispose() }
'{0,9:N0} bytes  {1}' -f $size, $package
