using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Import-Tensor and Export-Tensor: from the prompt to a file and back, and what is refused.</summary>
public sealed class TensorFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS files").FullName;
    private readonly ModuleSession _session = new();

    public TensorFileTests()
    {
        _session["folder"] = _folder;
        _session["fixtures"] = Path.Combine(AppContext.BaseDirectory, "fixtures", "files");
        _session.Run("Set-Location -LiteralPath $folder");
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    [InlineData("a.json")]
    [InlineData("a [1].npy")]
    public void ATensorComesBackFromTheSessionsFolder(string name)
    {
        _session["name"] = name;
        Assert.Equal("[2,2] 1 0.1 -3 4", _session.Tensor("New-Tensor (1,0.1),(-3,4) | Export-Tensor $name; Import-Tensor $name"));
        Assert.True(File.Exists(Path.Combine(_folder, name)));
        // Paths come from objects, too.
        Assert.Equal("[2,2] 1 0.1 -3 4", _session.Tensor("Get-Item -LiteralPath $name | Import-Tensor"));
    }

    [Theory]
    [InlineData("a.csv", "'id,x', '16777216,0.123456789', '16777217,1', '\"-20000001\",2'", "'*a.csv', line 3, column 'id': '16777217' and 1 more whole number become their nearest float32, which has about 7 digits. Where a column only tells rows apart, leave it out by -Property, or take it as categories.")]
    [InlineData("a.csv", "'id;x', '1;\"a;b\"', '123456789012345678901;\"c\"'", "'*a.csv', line 3, column 'id': '123456789012345678901' becomes its nearest float32*", "-Property id")]
    [InlineData("a.json", "'{\"id\": [16777216, -16777217, 20000001, 1e30]}'", "'id', byte 18: -16777217 and 1 more whole number become*7 digits.")]
    public void WholeNumbersThatFloat32RoundsAreTold(string name, string lines, string warning, string options = "")
    {
        _session.Run($"{lines} | Set-Content {name}; $null = Import-Tensor {name} {options} -WarningVariable told -WarningAction SilentlyContinue");
        Assert.Equal("1", _session.One<string>("\"$($told.Count)\""));
        _session["warning"] = warning;
        Assert.True(_session.One<bool>("$told[0].Message -like $warning"), _session.One<string>("$told[0].Message"));
    }

    [Fact]
    public void ANameWithNulIsRefused() => Assert.Equal("LinRegPS.FileUnusable", _session.Attempt("Import-Tensor \"a`0.npy\"").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);

    [Fact]
    public void WhatIsMeasuredIsRoundedInSilence() => Assert.Equal("0", _session.One<string>(
        "'x,y', '16777216,0.1', '33554432,16777217.5', '1e20,12345678.9' | Set-Content a.csv; $null = Import-Tensor a.csv -WarningVariable told; $null = Import-Tensor a.csv -Property y -WarningVariable +told; \"$($told.Count)\""));

    [Fact]
    public void ATableThatIsConvertedTellsThemToo() => Assert.Equal("1", _session.One<string>(
        "'id,y', '16777217,1' | Set-Content a.csv; $null = Convert-TensorFile a.csv a.safetensors -Target y -WarningVariable told -WarningAction SilentlyContinue; \"$($told.Count)\""));

    [Fact]
    public void TensorsByNameComeBack()
    {
        Assert.Equal(["a", "b", "c.d"], _session.All<string>("[ordered]@{ a = New-Tensor 1,2; b = 3; 'c.d' = @(4) } | Export-Tensor t.npz; (Import-Tensor t.npz).Keys"));
        Assert.Equal("[2] 1 2", _session.Tensor("Import-Tensor t.npz -Name a"));
        Assert.Equal("[1] 4", _session.Tensor("Import-Tensor t.npz c.d"));
        Assert.Equal(["b", "a"], _session.All<string>("(Import-Tensor t.npz b, [a]).Keys"));
        Assert.Equal(["weight", "bias"], _session.All<string>("Get-ModelParameter (New-LinearModel 2 1) | Export-Tensor m.safetensors; (Import-Tensor m.safetensors).Keys"));
        Assert.Equal("weight bias", _session.One<string>("(Import-Tensor $fixtures/pt_linear.pt).Keys -join ' '"));
    }

    [Fact]
    public void ATableHasItsPartsByName()
    {
        _session.Run("'speed;maker;dist', '4,5;Ford;2', '7;Opel;', '8;Ford;16' | Set-Content cars.csv");
        Assert.Equal("[2,1] 4.5 8", _session.Tensor("Import-Tensor cars.csv -Property speed -Culture de-DE -Target dist -Missing Omit | ForEach-Object Input"));
        // A target is not made up.
        Assert.Equal("[2,2] 4.5 0 8 0", _session.Tensor("$cars = Import-Tensor cars.csv -Culture de-DE -Target dist -Code maker -Missing Fill -WarningVariable told -WarningAction SilentlyContinue; $cars.Input"));
        Assert.Equal("[2,1] 2 16", _session.Tensor("$cars.Target"));
        Assert.Equal(["1 row with a missing value is left out: a target is not filled.", "1"], _session.All<string>("\"$told\"; \"$($cars.Omitted)\""));
        Assert.Equal(["speed maker", "Ford Opel"], _session.All<string>("\"$($cars.Column)\"; \"$($cars.Category.maker)\""));
        Assert.Equal("[1,2] 5 1", _session.Tensor("'maker;speed;dist', 'Opel;5;1' | Set-Content more.csv; (Import-Tensor more.csv -Like $cars).Input"));
        Assert.Equal("[2,2] 1 2 3 4", _session.Tensor("'1,2', '3,4' | Set-Content plain.csv; Import-Tensor plain.csv -NoHeader"));
    }

    [Fact]
    public void AnExistingFileIsKeptAndNothingIsWrittenWhereItIsOnlyAsked()
    {
        _session.Run("New-Tensor 1,2 | Export-Tensor a.npy; New-Tensor 3 | Export-Tensor b.npy -WhatIf");
        Assert.False(File.Exists(Path.Combine(_folder, "b.npy")));
        Assert.Equal(["FileExists", "True"], _session.All<string>("try { New-Tensor 3 | Export-Tensor a.npy } catch { $_.FullyQualifiedErrorId -replace 'LinRegPS.|,.*'; \"$($_ -match '-Force')\" }"));
        Assert.Equal("[2] 1 2", _session.Tensor("Import-Tensor a.npy"));
        Assert.Equal("[1] 3", _session.Tensor("New-Tensor @(3) | Export-Tensor a.npy -Force; Import-Tensor a.npy"));
        Assert.Equal(["a.npy"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    // What the error says to type reads the table: with the culture alone it would be split at another sign.
    [Theory]
    [InlineData("'x,y', '\"1,5\",2'", "", "-Culture de-DE -Delimiter ','")]
    [InlineData("'x,y', '\"1,234\",2'", "", "no thousands separators: write 1234. Where it is a decimal comma, name a culture that has one, and the delimiter if that is a comma too: -Culture de-DE -Delimiter ','")]
    [InlineData("'x;y', '1.234,5;2'", "-Culture de-DE", "no thousands separators: leave them out")]
    [InlineData("'x;y', 'inf;2'", "", "Keep it with -Missing Keep")]
    public void AdviceOnTextThatIsNearlyANumber(string lines, string options, string words) => Assert.Contains(words,
        _session.One<string>($"{lines} | Set-Content a.csv; try {{ Import-Tensor a.csv {options} }} catch {{ \"$_\" }}"));

    [Fact]
    public void ValuesInObjectsOfOnesOwnAreWhole() => Assert.EndsWith(
        ",1999,2000]\"", _session.One<string>("([pscustomobject]@{ a = 1; t = (New-Tensor (1..2000)).Values } | ConvertTo-Csv)[1]"));

    [Fact]
    public void ATableWithoutRowsIsTold() => Assert.Equal(["[0,3]", "True"], _session.All<string>(
        "New-Tensor -Zeros -Shape 0,3 | Export-Tensor a.csv; $none = Import-Tensor a.csv -WarningVariable told -WarningAction SilentlyContinue; $none.Shape.ToString(); \"$(\"$told\" -match 'no rows')\""));

    [Fact]
    public void DecimalCommasBetweenCommasAreRead() => Assert.Equal("[1,2] 1.5 2", _session.Tensor(
        "'x,y', '\"1,5\",2' | Set-Content a.csv; Import-Tensor a.csv -Culture de-DE -Delimiter ','"));

    [Theory]
    [InlineData("Import-Tensor no.npy", "FileNotFound", "no.npy")]
    [InlineData("Import-Tensor nowhere/no.npy", "FileNotFound", "does not exist")]
    [InlineData("Import-Tensor a.xyz", "UnknownFormat", "-Format")]
    [InlineData("Import-Tensor .", "UnknownFormat", "extension")]
    [InlineData("Import-Tensor . -Format npy", "FileUnusable", "folder")]
    [InlineData("Import-Tensor a.npy -Format bmp", "NoSuchName", "Safetensors")]
    [InlineData("Import-Tensor a.npy -Format 1", "NoSuchName", "'1'")]
    [InlineData("Import-Tensor a.npy -Target x", "WrongFormat", "-Target")]
    [InlineData("Import-Tensor a.csv -Name x", "WrongFormat", "-Property")]
    [InlineData("Import-Tensor a.csv -Like 5", "WrongTable", "'5'")]
    [InlineData("Import-Tensor b.csv -Like (Import-Tensor b.csv -AsTable -Culture de-DE) -Property x", "ParameterConflict", "-Like and -Property")]
    [InlineData("Import-Tensor (Join-Path $fixtures checkpoint.pt)", "BadFile", "Import-Model -AsDictionary -Key 'model_state_dict'")]
    [InlineData("Import-Model (Join-Path $fixtures checkpoint.pt)", "BadFile", "Name the one that is meant: -Key 'model_state_dict'.")]
    [InlineData("Import-Tensor a.csv", "NotANumber", "-OneHot")]
    [InlineData("Import-Tensor b.csv", "NotANumber", "-Culture de-DE")]
    [InlineData("Import-Tensor c.csv", "MissingValue", "-Missing")]
    [InlineData("Import-Tensor c.csv -Target x -Code x -Missing Keep", "MissingValue", "-Missing Omit")]
    [InlineData("Import-Tensor d.csv", "WrongTable", "-NoHeader")]
    [InlineData("Import-Tensor a.csv -Missing Perhaps", "NoSuchName", "Refuse, Omit, Fill, Keep")]
    [InlineData("Import-Tensor (Join-Path $fixtures npz_stored.npz) -Name z", "NoSuchName", "a, b")]
    [InlineData("Import-Tensor variable:x", "FileUnusable", "file system")]
    [InlineData("New-Tensor 1 | Export-Tensor no/a.npy", "FileUnusable", "folder does not exist")]
    [InlineData("New-Tensor 1 | Export-Tensor a.csv -Force", "ShapeMismatch", "rows and columns")]
    [InlineData("[pscustomobject]@{ x = 1; y = 2 } | Export-Tensor e.csv", "PropertyNeeded", "it has: x, y. Make a tensor of its columns first, ConvertTo-Tensor -Property")]
    [InlineData("[pscustomobject]@{ x = 1; y = 2 } | Export-Tensor e.csv -Property x, y", "PropertyNeeded", "it has: x, y. Make a tensor of its columns first, ConvertTo-Tensor -Property")]
    [InlineData("New-Tensor 1,2 | Export-Tensor e.csv -Property a,b", "WrongTable", "2 names for 1 columns")]
    [InlineData("New-Tensor 1,2 | Export-Tensor e.npy -Property a", "WrongFormat", "-Property")]
    [InlineData("New-Tensor 1,2 | Export-Tensor e.npy -Compress", "WrongFormat", "npz")]
    [InlineData("@{ a = 1 } | Export-Tensor e.npy", "WrongFormat", "npz or safetensors")]
    [InlineData("@{ a = 'x' } | Export-Tensor e.npz", "NotANumber", "'x'")]
    public void WhatCannotBeDoneSaysWhy(string script, string id, string words)
    {
        _session.Run("'x,y', 'a,2' | Set-Content a.csv; 'x;y', '1,5;2' | Set-Content b.csv; 'x,y', ',2' | Set-Content c.csv; '1,2', '3,4' | Set-Content d.csv");
        var error = Assert.Single(_session.Attempt($"try {{ {script} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.Equal("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
        Assert.Equal(["a.csv", "b.csv", "c.csv", "d.csv"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }
}
