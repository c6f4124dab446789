using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>New-Scaler, what is done with it in a script, Measure-Tensor, and transforms of batches.</summary>
public sealed class ScalerTests
{
    private const string Setup = """
        $rows = 'a,b,c,kind', '1,10,5,x', '3,30,5,y', '5,20,5,x' | ConvertFrom-Csv
        $data = $rows | New-DataSet -Property a, b, c -Target kind -AsClass
        $scaler = New-Scaler $data MinMax
        """;

    [Theory]
    [InlineData("$scaler.Transform($data).Input", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    [InlineData("$scaler.InverseTransform($scaler.Transform($data.Input))", "[3,3] 1 10 5 3 30 5 5 20 5")]
    [InlineData("$scaler.Transform((,(2, 15, 6)))", "[1,3] 0.25 0.25 1")]
    // Rows to test with have other columns in another order.
    [InlineData("$test = 'kind,b,a', 'y,50,1' | ConvertFrom-Csv | New-DataSet -Property b, a -Target kind -ClassName x, y; $scaler.Transform($test).Input", "[1,2] 2 0")]
    [InlineData("$scaler.Transform(($rows[1] | New-DataSet -Like $data)).Input", "[1,3] 0.5 1 0")]
    [InlineData("(New-Scaler $data MinMax -Property b).Transform($data).Input", "[3,3] 1 0 5 3 1 5 5 0.5 5")]
    [InlineData("($data | New-Scaler -Kind Robust).Transform($data).Input.Select(1, 0)", "[3] -1 0 1")]
    [InlineData("(New-Scaler (1,2,3) MinMax).Transform((New-Tensor 1,2,3))", "[3] 0 0.5 1")]
    [InlineData("(New-DataLoader $data 3 -Transform { $args[0] + 1 }) | ForEach-Object { $_.Input }", "[3,3] 2 11 6 4 31 6 6 21 6")]
    [InlineData("$scaler | Export-Clixml $file; (New-Scaler -From (Import-Clixml $file)).Transform($data).Input", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    [InlineData("(New-Scaler -From ($scaler | ConvertTo-Json | ConvertFrom-Json)).Transform($data).Input", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    [InlineData("$rows | Export-Csv $file; (Import-Tensor $file -Property a, b | New-Scaler).Transform((Import-Tensor $file -Property a, b)).Mean(0).Abs()", "[2] 0 0")]
    [InlineData("$rows | Export-Csv $file; $t = Import-Tensor $file -Target kind -Code kind; (New-Scaler $t MinMax -Property c, a).Transform(($t | New-DataSet)).Input", "[3,3] 0 10 0 0.5 30 0 1 20 0")]
    [InlineData("$scaler.Transform($rows)", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    [InlineData("$scaler.Transform(@{ c = 6; b = 15; a = '2' })", "[1,3] 0.25 0.25 1")]
    [InlineData("$scaler.InverseTransform($scaler.Transform($rows))", "[3,3] 1 10 5 3 30 5 5 20 5")]
    [InlineData("$rows | Export-Csv $file; $t = Import-Tensor $file -Property c, a -Target b; ($scaler.Transform($t) | New-DataSet).Input", "[3,2] 0 0 0 0.5 0 1")]
    [InlineData("$line = New-LinearModel 3 1 -Weight (,(4, 2, 1)) -Bias 1; Invoke-Model $scaler.Wrap($line, (New-Scaler (0, 10) MinMax)) $data.Input", "[3,1] 10 50 60")]
    [InlineData("$line = New-LinearModel 3 1 -Weight (,(4, 2, 1)) -Bias 1; $f = \"$file.safetensors\"; Export-Model $f $line -Scaler $scaler -TargetScaler (New-Scaler (0, 10) MinMax); Invoke-Model (Import-Model $f) $data.Input; Remove-Item $f", "[3,1] 10 50 60")]
    [InlineData("Invoke-Model (New-SequentialModel { Scaling $scaler }) $data.Input", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    [InlineData("$line = New-LinearModel 3 1 -Weight (,(4, 2, 1)) -Bias 1; $u = $scaler.Unscale($line); Invoke-Model $u $data.Input", "[3,1] 1 5 6")]
    [InlineData("$other = New-Scaler (1..3 | ForEach-Object { ,(0, 0, 0) }); $other.LoadStateDict($scaler.StateDict()); $other.Transform($data.Input)", "[3,3] 0 0 0 0.5 1 0 1 0.5 0")]
    // Transforms, one after the other, batch by batch.
    [InlineData("$loader = New-DataLoader $data 2 -Transform $scaler, { param($x, $y) $x * 10; $y.OneHot(2) }; $loader | ForEach-Object Input | Select-Object -Last 1", "[1,3] 10 5 0")]
    [InlineData("foreach ($batch in (New-DataLoader $data 3 -Transform { param($x, $y) $x; $y.OneHot(2).Float() })) { $batch.Target }", "[3,2] 1 0 0 1 1 0")]
    [InlineData("foreach ($batch in (New-DataLoader $data 3 -Transform { $args[0] + 1 })) { $batch.Input }", "[3,3] 2 11 6 4 31 6 6 21 6")]
    public void ColumnsComeToOneScale(string script, string tensor)
    {
        using var session = new ModuleSession();
        string file = Path.Combine(Path.GetTempPath(), $"LinRegPS{Guid.NewGuid()}.csv");
        session["file"] = file;
        session.Run(Setup);
        Assert.Equal(tensor, session.Tensor(script));
        File.Delete(file);
    }

    [Theory]
    [InlineData("$scaler", "Kind   : MinMax|Column : a, b, c|Center : 1, 10, 5|Scale  : 4, 20, 1|Rows   : 3")]
    [InlineData("Measure-Tensor $data", "Column     Count Missing    Mean Deviation Minimum    25% Median    75% Maximum|------     ----- -------    ---- --------- -------    --- ------    --- -------|a              3       0       3         2       1      2      3      4       5|b              3       0      20        10      10     15     20     25      30|c              3       0       5         0       5      5      5      5       5|kind           3       0 0.33333 0.5773503       0      0      0    0.5       1")]
    public void ItShows(string script, string lines) =>
        Assert.Equal(lines, string.Join('|', ModuleSession.Render(Setup + "\n" + script, width: 80).Where(line => line.Length > 0)));

    [Theory]
    [InlineData("Measure-Tensor (New-Tensor 1,2,([float]::NaN),2 -AllowNaN)", "0 3 1 2 1.6666666666666667 2")]
    [InlineData("1, 2, 2 | Measure-Tensor -Property x", "x 3 0 2 1.6666666666666667 2")]
    [InlineData("New-Tensor 5 -Shape 1,1 | Measure-Tensor", "0 1 0 1 5 5")]
    [InlineData("[LinRegPS.Tensor]::FromInt64(@(9007199254740992, 9007199254740990)) | Measure-Tensor", "0 2 0 2 9007199254740991 9007199254740991")]
    public void MeasuresAreObjects(string script, string expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, session.One<string>($"{script} | ForEach-Object {{ '{{0}} {{1}} {{2}} {{3}} {{4:R}} {{5:R}}' -f $_.Column, $_.Count, $_.Missing, $_.Distinct, $_.Mean, $_.Median }}"));
    }

    [Theory]
    [InlineData("$scaler.Transform((New-Tensor 1,2 -Shape 1,2))", "ShapeMismatch", "3 columns", "[1,2]")]
    [InlineData("$scaler.Transform(('z', '1' | ConvertFrom-Csv | New-DataSet -Property z -Target z))", "RepeatedProperty", "'z'")]
    [InlineData("$scaler.Transform(('z,y', '1,2' | ConvertFrom-Csv | New-DataSet -Property z -Target y))", "NoSuchName", "'z'", "a, b, c")]
    [InlineData("$scaler.Transform($null)", "NullValue", "Transform")]
    [InlineData("$scaler.Transform(('z', '1' | ConvertFrom-Csv))", "MissingProperty", "'a'", "row 1")]
    [InlineData("(New-Scaler (1, 2, 3)).Transform($rows)", "PropertyNeeded", "ConvertTo-Tensor")]
    [InlineData("Export-Model a.safetensors (New-LinearModel 1 1) -TargetScaler $scaler", "ParameterConflict", "-Scaler")]
    [InlineData("New-SequentialModel { Scaling 'wide' }", "WrongLayer", "Scaling")]
    [InlineData("New-Scaler $data -Property d", "NoSuchName", "'d'", "a, b, c")]
    [InlineData("New-Scaler $rows", "PropertyNeeded", "ConvertTo-Tensor")]
    [InlineData("New-Scaler $rows[0]", "PropertyNeeded", "ConvertTo-Tensor")]
    [InlineData("Measure-Tensor $rows[0]", "PropertyNeeded", "it has: a, b, c, kind", "ConvertTo-Tensor -Property")]
    [InlineData("New-Scaler (1,2),(3,'x')", "NotANumber", "'x'")]
    [InlineData("New-Scaler -From @{ Kind = 'Middle'; Column = @(); Center = 1; Scale = 1 }", "NoSuchName", "'Middle'", "Standard, MinMax, Robust")]
    [InlineData("New-Scaler -From @{ Kind = 'MinMax' }", "MissingProperty", "'Column'")]
    [InlineData("New-Scaler -From @{ Kind = 'MinMax'; Column = $null; Center = 1, 2; Scale = 1 }", "WrongScaler", "2 centers")]
    [InlineData("New-Scaler -From @{ Kind = 'MinMax'; Column = $null; Center = 1; Scale = 'x' }", "NotANumber", "Scale")]
    [InlineData("New-DataLoader $data -Transform 5", "WrongTransform", "5", "New-Scaler")]
    [InlineData("foreach ($b in New-DataLoader $data -Transform { 'x' }) { $b }", "WrongResult", "-Transform", "'x'")]
    [InlineData("foreach ($b in New-DataLoader $data -Transform { }) { $b }", "WrongResult", "nothing")]
    [InlineData("foreach ($b in New-DataLoader $data 3 -Transform { param($x, $y) $x.Narrow(0, 0, 1) }) { $b }", "ShapeMismatch", "[1,3]", "[3]")]
    public void RefusesWhatItCannotScale(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string[] said = session.All<string>($"$ErrorActionPreference = 'Stop'; try {{ $null = . {{ {script} }} }} catch {{ $_.Exception.GetBaseException().ErrorId; $_.Exception.GetBaseException().Message }}");
        Assert.Equal("LinRegPS." + id, said[0]);
        Assert.All(words, word => Assert.Contains(word, said[1]));
    }
}
