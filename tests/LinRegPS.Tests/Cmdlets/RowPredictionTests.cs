using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Model gives predictions beside the columns of rows, by a model that is there or in a file.</summary>
public sealed class RowPredictionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS rows").FullName;
    private readonly ModuleSession _session = new();

    public RowPredictionTests()
    {
        _session["folder"] = _folder;
        _session.Run("""
            Set-Location -LiteralPath $folder
            $line = New-LinearModel 2 1 -Weight (, (2,3)) -Bias 0.5
            $line | Export-Model line.safetensors
            $rows = 'a,b,name', '1,2,x', '3,-4,y' | ConvertFrom-Csv
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void FromACsvFileToACsvFile()
    {
        Assert.Equal(["\"a\",\"b\",\"name\",\"Prediction\"", "\"1\",\"2\",\"x\",\"8.5\"", "\"3\",\"-4\",\"y\",\"-5.5\""], _session.Run("""
            $rows | Export-Csv in.csv
            Import-Csv in.csv | Invoke-Model -Path line.safetensors -Property a, b | Export-Csv out.csv
            Get-Content out.csv
            """));
        Assert.Equal([-7f, -1f], _session.Run("@{ b = 2; a = -6.75 }, [pscustomobject]@{ a = 0; b = -0.5 } | Invoke-Model $line -Property a, b -OutputName y | ForEach-Object y"));
        Assert.Equal("a b name", _session.One<string>("$rows[0].psobject.Properties.Name -join ' '"));
        // Text of another culture, an array by name, and a tensor.
        Assert.Equal([5f], _session.Run("(Invoke-Model $line ([pscustomobject]@{ a = '1,5'; b = '0,5' }) -Property a, b -Culture de-DE).Prediction"));
        Assert.Equal("[2,1] 8.5 -5.5", _session.Tensor("Invoke-Model -Path line.safetensors (New-Tensor (1,2),(3,-4))"));
    }

    [Fact]
    public void AModelOfAFileIsUsedAndNotTrained()
    {
        _session.Run("$net = New-SequentialModel { Linear 2 8; Dropout 0.9; BatchNorm1d 8; Linear 8 3 } -Seed 0; Export-Model net.safetensors $net");
        Assert.Equal("name Prediction1 Prediction2 Prediction3", _session.One<string>("($rows | Invoke-Model -Path net.safetensors -Property a, b | Select-Object * -ExcludeProperty a, b)[0].psobject.Properties.Name -join ' '"));
        Assert.Equal([true, true, true], _session.Run("""
            $first = $rows | Invoke-Model $net -Property a, b -OutputName p, q, r
            $second = $rows | Invoke-Model -Path net.safetensors -Property a, b -OutputName p, q, r
            "$first" -ceq "$second"
            $first[1].q -eq ($net.Eval().Forward((New-Tensor (1,2),(3,-4)))).ToArray()[4]
            $first[1].q -eq (Invoke-Model -Path net.safetensors (New-Tensor (1,2),(3,-4))).ToArray()[4]
            """));
    }

    [Fact]
    public void ARowThatCannotBeReadIsToldAndTheOthersGoOn()
    {
        var result = _session.Attempt("@{ a = 1; b = 2 }, @{ a = 'x'; b = 2 }, @{ a = 3; b = -4 } | Invoke-Model $line -Property a, b | ForEach-Object Prediction");
        Assert.Equal([8.5f, -5.5f], result.Output);
        Assert.StartsWith("LinRegPS.NotANumber", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("$rows | Invoke-Model $line -Property a, none", "MissingProperty", "none")]
    [InlineData("$rows | Invoke-Model $line -Property a", "ShapeMismatch", "[2,1]")]
    [InlineData("$rows | Invoke-Model $line -Property a, b -OutputName p, q", "WrongOutputName", "2 names are given, and the model has 1 output")]
    [InlineData("$rows | Invoke-Model $line -Property a, b -OutputName NAME", "WrongOutputName", "a property 'NAME' already")]
    [InlineData("$rows | Invoke-Model (New-CustomModel @{ l = $line } { param($x) $x.Sum() }) -Property a, b", "ShapeMismatch", "[] for 2 rows")]
    [InlineData("$rows | Invoke-Model -Path none.safetensors -Property a, b", "FileNotFound", "none.safetensors")]
    [InlineData("$rows | Invoke-Model -Path line.csv -Property a, b", "WrongFormat", "line.csv")]
    public void WhatCannotBeDoneSaysWhy(string script, string id, string words)
    {
        var error = Assert.Single(_session.Attempt($"try {{ {script} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.StartsWith("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
    }
}
