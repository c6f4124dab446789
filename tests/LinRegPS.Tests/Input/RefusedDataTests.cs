using LinRegPS.Engine.Tests.Support;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>What is not a number, or no rectangle of numbers, becomes no tensor; the message says which element.</summary>
public sealed class RefusedDataTests
{
    public static TheoryData<string, string, string> Data => new()
    {
        { "(1,2),(3,4,5)", "RaggedArray", "[1];3;2" },
        { "(1,2),3", "RaggedArray", "[1]" },
        { "1,(2,3)", "RaggedArray", "[1]" },
        { "((1,2),(3,4)),((5,6),(7))", "RaggedArray", "[1,1]" },
        { "1,'two',3", "NotANumber", "[1];'two';String" },
        { "(1,2),(3,'four')", "NotANumber", "[1,1];'four'" },
        { "'1,5'", "NotANumber", "'1,5';1.5" },
        { "''", "NotANumber", "''" },
        { "$null", "NotANumber", "null" },
        { "1,$null", "NotANumber", "[1];null" },
        { "@{ a = 1 }", "NotANumber", "Hashtable" },
        { "(New-LinearModel 1 1)", "NotANumber", "Linear" },
        { "1,'NaN'", "NaN", "[1];NaN;-AllowNaN" },
        { "1,([double]::NaN)", "NaN", "[1];NaN;-AllowNaN" },
        { "1,([float]::NegativeInfinity)", "NaN", "[1];-Infinity" },
        { "1,1e39", "TooLarge", "[1];1E+39" },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void NewTensorNamesTheElement(string data, string id, string named) =>
        AssertRefused($"New-Tensor ({data})", id, named);

    [Theory]
    [MemberData(nameof(Data))]
    public void AModelsInputIsCheckedAlike(string data, string id, string named) =>
        AssertRefused($"Invoke-Model (New-LinearModel 1 1) ({data})", id, named.Replace(";-AllowNaN", string.Empty), lacks: "-AllowNaN");

    [Theory]
    [InlineData("'two'", "NotANumber", "row 2;'two'")]
    [InlineData("$null", "NotANumber", "row 2;null")]
    [InlineData("'NaN'", "NaN", "row 2;-AllowNaN")]
    [InlineData("[double]::NaN", "NaN", "row 2;NaN")]
    [InlineData("[pscustomobject]@{ a = 1; b = 2 }", "PropertyNeeded", "row 2;-Property;a, b")]
    [InlineData("@{ a = 1 }", "PropertyNeeded", "row 2;-Property;a")]
    public void ABadRowIsReportedAndThereIsNoTensor(string row, string id, string named) =>
        AssertRows($"1, ({row}), 3 | ConvertTo-Tensor", id, named);

    [Theory]
    [InlineData("x = 'two'", "NotANumber", "row 2;'x';'two'")]
    [InlineData("x = ''", "NotANumber", "row 2;'x'")]
    [InlineData("x = $null", "NotANumber", "row 2;'x';null")]
    [InlineData("x = '1,5'", "NotANumber", "row 2;'x';'1,5'")]
    [InlineData("x = 'NaN'", "NaN", "row 2;'x';-AllowNaN")]
    [InlineData("x = [float]::NaN", "NaN", "row 2;'x';-AllowNaN")]
    [InlineData("x = 1e39", "TooLarge", "row 2;'x';1E+39")]
    [InlineData("z = 1; y = 2", "MissingProperty", "row 2;'x';z, y")]
    public void ABadCellIsReportedByRowAndProperty(string cells, string id, string named)
    {
        string start = "[pscustomobject]@{ x = 1 }, ", end = ", [pscustomobject]@{ x = 3 } | ConvertTo-Tensor -Property x";
        AssertRows(start + $"[pscustomobject]@{{ {cells} }}" + end, id, named);
        AssertRows(start + $"@{{ {cells.Replace("z = 1; ", string.Empty)} }}" + end, id, named.Replace("z, ", string.Empty));
    }

    [Fact]
    public void EveryBadRowIsReported()
    {
        using var session = new ModuleSession();
        var result = session.Attempt("1, 'a', 2, $null, 3 | ConvertTo-Tensor");
        Assert.Empty(result.Output);
        Assert.Collection(
            result.Errors,
            error => Assert.Contains("row 2", error.ToString()),
            error => Assert.Contains("row 4", error.ToString()));
    }

    [Theory]
    [InlineData("New-Tensor 1, NaN, ([double]::PositiveInfinity) -AllowNaN")]
    [InlineData("1, 'NaN', [float]::PositiveInfinity | ConvertTo-Tensor -AllowNaN")]
    [InlineData("'1', 'NaN', 'Infinity' | ForEach-Object { [pscustomobject]@{ x = $_ } } | ConvertTo-Tensor x -AllowNaN | ForEach-Object { $_.Squeeze() }")]
    public void NaNIsTakenWhereItIsMeant(string script)
    {
        using var session = new ModuleSession();
        Assert.Equal([1f, float.NaN, float.PositiveInfinity], session.One<float[]>($",({script}).ToArray()"));
    }

    [Fact]
    public void TextIsNoNumberEvenWhereNaNIsMeant() => AssertRefused("New-Tensor 1, 'none' -AllowNaN", "NotANumber", "'none'");

    private static void AssertRefused(string call, string id, string named, string? lacks = null)
    {
        using var session = new ModuleSession();
        string[] result = session.All<string>($$"""
            try { $null = {{call}}; 'went on' }
            catch [LinRegPS.LinRegException] { $_.FullyQualifiedErrorId; $_.Exception.Message }
            """);
        Assert.Equal(2, result.Length);
        Assert.StartsWith($"LinRegPS.{id},LinRegPS.Commands.", result[0]);
        Assert.All(named.Split(';'), part => Assert.Contains(part, result[1]));
        Accepted.Text("refused.txt", result[1]);
        if (lacks is not null)
            Assert.DoesNotContain(lacks, result[1]);
    }

    private static void AssertRows(string script, string id, string named)
    {
        using var session = new ModuleSession();
        var result = session.Attempt(script);
        Assert.Empty(result.Output);
        var error = Assert.Single(result.Errors);
        Assert.Equal($"LinRegPS.{id},LinRegPS.Commands.ConvertToTensorCommand", error.FullyQualifiedErrorId);
        Assert.All(named.Split(';'), part => Assert.Contains(part, error.Exception.Message));
        Accepted.Text("refused.txt", error.Exception.Message);
    }
}
