using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Through files and jobs numbers come to the bit, or an error says that they were lost on the way.</summary>
public sealed class SerializationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;

    private const string Setup = """
        $m = New-Tensor (0.1,2.5,1e-7),(1e30,0,-3); $t = New-Tensor 1,2,3
        $X = New-Tensor (1,2),(3,4),(5,7); $Y = New-Tensor 1,2,4 -Shape 3,1
        $model = New-LinearModel 2 1 -Seed 0; $other = New-LinearModel 2 1 -Seed 1
        $adam = [LinRegPS.Adam]::new($model)
        $records = Invoke-Training $model $X $Y 0.001 3 -Optimizer $adam
        $fit = Measure-LinearModel (1,2,3,4) (1,2,4,5); $otherFit = Measure-LinearModel (1,2,3,4) (1,2,4,6)
        function Send-File($object) { $object | Export-Clixml $file; Import-Clixml $file }

        """;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("$q = Send-File $m; $q -eq $m; $q -is [LinRegPS.Tensor]", "True True")]
    [InlineData("Send-File (New-Tensor 5); Send-File (New-Tensor -Zeros -Shape 0,3)", "tensor(5.) tensor([], size=(0, 3))")]
    [InlineData("$q = Send-File (New-Tensor 9007199254740993,-2 -DType Int64); $q; $q.DType; $q = Send-File (New-Tensor (1,0),(0,1) -DType Bool); $q.DType; $q[0]", "tensor([9007199254740993,               -2]) Int64 Bool tensor([ True, False])")]
    [InlineData("(Send-File (New-Tensor -Zeros -Shape 0 -DType Int64)).DType; (Send-File (New-Tensor 3 -DType Int64)).DType", "Int64 Int64")]
    [InlineData("(Send-File (New-Tensor 5 -RequiresGrad)).RequiresGrad; (Send-File ((New-Tensor 5 -RequiresGrad) * 2)).RequiresGrad", "True False")]
    [InlineData("$q = Send-File @{ a = $m; b = @($t, @{ c = $m }) }; $q.a -eq $m; $q.b[0] -eq $t; $q.b[1].c -eq $m", "True True True")]
    [InlineData("(Send-File ([pscustomobject]@{ a = [pscustomobject]@{ b = [pscustomobject]@{ c = $m } } })).a.b.c -eq $m", "True")]
    [InlineData("(Send-File (New-Tensor ([float]::NaN), ([float]::PositiveInfinity) -AllowNaN)) -eq (New-Tensor ([float]::NaN), ([float]::PositiveInfinity) -AllowNaN)", "True")]
    [InlineData("(Send-File (Get-ModelParameter $model -Name weight)).Value -eq $model.Weight", "True")]
    [InlineData("(Send-File $fit).Coefficient[1].Estimate; (Send-File $fit).Coefficient[1].PValue -eq $fit.Coefficient[1].PValue", "1.4 True")]
    public void ClixmlKeepsNumbers(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("Send-File $records")]
    [InlineData("$records | ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("$records | Export-Csv $file; Import-Csv $file")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($records))")]
    public void RecordsOfSeveralElementsCompareAfterwards(string way) => AssertGives(
        $"(Compare-Training $records @({way})).Finding", "Training 2 agrees with Training 1 to the bit in all 3 epochs that both have.");

    [Theory]
    [InlineData("$other.LoadStateDict((Send-File $model).State); $other.Weight -eq $model.Weight; $other.Bias -eq $model.Bias", "True True")]
    [InlineData("$other.LoadStateDict((Send-File $model.StateDict())); $other.Weight -eq $model.Weight", "True")]
    [InlineData("$b = [LinRegPS.Adam]::new($other); $b.LoadStateDict((Send-File $adam).State); $b.StateDict().state.weight.exp_avg -eq $adam.StateDict().state.weight.exp_avg", "True")]
    [InlineData("$b = [LinRegPS.Adam]::new($other); $b.LoadStateDict((Send-File $adam.StateDict())); $b.StateDict().state.bias.exp_avg_sq -eq $adam.StateDict().state.bias.exp_avg_sq", "True")]
    [InlineData("$b = [LinRegPS.Adam]::new($other); $b.LoadStateDict(($adam.StateDict() | ConvertTo-Json -Depth 6 -WarningAction Ignore | ConvertFrom-Json -AsHashtable))", "error: nothing was loaded")]
    [InlineData("$other.LoadStateDict(($model.StateDict() | ConvertTo-Json -Depth 5 | ConvertFrom-Json)); $other.Weight -eq $model.Weight; $other.Bias -eq $model.Bias", "True True")]
    [InlineData("$other.LoadStateDict(($model.StateDict() | ConvertTo-Json -Depth 5 | ConvertFrom-Json -AsHashtable), $true); $other.Weight -eq $model.Weight", "True")]
    [InlineData("$other.LoadStateDict(@{ weight = $model.Weight }, $false); $other.Weight -eq $model.Weight; $other.Bias -eq $model.Bias", "True False")]
    [InlineData("$other.LoadStateDict(($model.StateDict() | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json))", "error: not all of its numbers")]
    [InlineData("($model | ConvertTo-Csv | ConvertFrom-Csv).State -eq (($model.StateDict().GetEnumerator() | ForEach-Object { \"$($_.Key) $($_.Value.Shape.ToString())\" }) -join ', '); ($adam | ConvertTo-Csv | ConvertFrom-Csv).State -like '*OrderedDictionary*'", "True False")]
    [InlineData("$other.LoadStateDict($model.State); $other.Weight -eq $model.Weight; $b = [LinRegPS.Adam]::new($other); $b.LoadStateDict($adam.State); $b.StateDict().state.weight.exp_avg -eq $adam.StateDict().state.weight.exp_avg", "True True")]
    [InlineData("$other.LoadStateDict(5)", "error: '5' (Int32) is no state")]
    [InlineData("$other.LoadStateDict(@{ weight = 'x'; bias = 1 })", "error: nothing was loaded")]
    [InlineData("Invoke-Model (Send-File $model) $X", "error: LoadStateDict($this.State)")]
    [InlineData("Invoke-Training (Send-File $model) $X $Y 0.1 1", "error: came through a file or a job")]
    public void ModelsAndOptimizersKeepTheirState(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("($m | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).Values[1][0]; [float]($m | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).Values[0][2] -eq [float]1e-7", "1E+30 True")]
    [InlineData("($m | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).PSObject.Properties.Name -contains 'T'; $m.T.Shape.ToString(); @($m, $m).T.Count", "False [3,2] 2")]
    [InlineData("($fit | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).Coefficient[1].Estimate", "1.4")]
    public void JsonHasThem(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("($m | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor) -eq $m; ($m | ConvertTo-Json | ConvertFrom-Json | New-Tensor) -eq $m; (New-Tensor ($m | ConvertTo-Json | ConvertFrom-Json -AsHashtable)) -eq $m", "True True True")]
    [InlineData("($m | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor) -eq $m; ([LinRegPS.Tensor]($t | ConvertTo-Csv | ConvertFrom-Csv)) -eq $t", "True True")]
    [InlineData("(New-Tensor 0.1 | ConvertTo-Json | ConvertFrom-Json | New-Tensor) -eq (New-Tensor 0.1); (New-Tensor 0.1 | ConvertTo-Csv | ConvertFrom-Csv | New-Tensor) -eq (New-Tensor 0.1)", "True True")]
    [InlineData("$w = New-Tensor 9007199254740993,-2 -DType Int64; ($w | ConvertTo-Json | ConvertFrom-Json | New-Tensor -DType Int64) -eq $w; ($w | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor) -eq $w", "True True")]
    [InlineData("$w = New-Tensor (1,0),(0,1) -DType Bool; ($w | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor) -eq $w; ($w | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor) -eq $w", "True True")]
    [InlineData("$w = New-Tensor ([float]::NaN), ([float]::NegativeInfinity), 1e-45 -AllowNaN; ($w | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor -AllowNaN) -eq $w; ($w | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor -AllowNaN) -eq $w", "True True")]
    [InlineData("$w = New-Tensor -Zeros -Shape 2,0; ($w | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor) -eq $w; ($w | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor) -eq $w", "True True")]
    [InlineData("$q = New-Tensor (1..8) -Shape 2,2,2; ($q | ConvertTo-Json -Depth 4 | ConvertFrom-Json | ConvertTo-Tensor) -eq $q; ($q, $q | ForEach-Object { $_ | ConvertTo-Json -Depth 4 | ConvertFrom-Json } | ConvertTo-Tensor).Shape.ToString()", "True [2,2,2,2]")]
    [InlineData("(New-Tensor 5 -RequiresGrad | ConvertTo-Json | ConvertFrom-Json | New-Tensor -RequiresGrad).RequiresGrad; ($t | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor).RequiresGrad", "True False")]
    [InlineData("$m | ConvertTo-Json | Set-Content $file; (Get-Content $file -Raw | ConvertFrom-Json | New-Tensor) -eq $m; $m | Export-Csv $file; (Import-Csv $file | New-Tensor) -eq $m", "True True")]
    [InlineData("$h = @{ a = $model.Weight; b = @([LinRegPS.Tensor]$m, [LinRegPS.Tensor]$t) } | ConvertTo-Json -Depth 5 | ConvertFrom-Json; (New-Tensor $h.a) -eq $model.Weight; (New-Tensor $h.b[0]) -eq $m; (New-Tensor $h.b[1]) -eq $t; (New-Tensor ($model | ConvertTo-Json -Depth 5 | ConvertFrom-Json).State.bias) -eq $model.Bias", "True True True True")]
    [InlineData("New-Tensor (@{ a = @{ b = $m } } | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).a.b", "error: -Depth")]
    [InlineData("New-Tensor (@{ a = @{ b = New-Tensor 0.123456789 -Shape 1,1 } } | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).a.b", "error: not all of its numbers")]
    [InlineData("$w = New-Tensor 0.123456789 -Shape 1,1,1; (New-Tensor (@{ b = $w } | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).b) -eq $w; $w = New-Tensor 0.123456789 -Shape 1,1,1,1; (New-Tensor ($w | ConvertTo-Json -WarningAction Ignore -Depth 1 | ConvertFrom-Json)) -eq $w", "True True")]
    [InlineData("New-Tensor 1,2 -Shape 2,1 | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json | New-Tensor", "error: not all of its numbers")]
    [InlineData("New-Tensor @{ Shape = 2, 2; DType = 0; Values = 1, 2, 3 }", "error: not all of its numbers")]
    [InlineData("New-Tensor @{ Shape = , 1; DType = 0; Values = , 1e300 }", "error: beyond the largest float32")]
    public void JsonAndCsvBecomeTensorsAgain(string script, string expected) => AssertGives(script, expected);

    [Fact]
    public void ACultureWithACommaChangesNoTensorOnItsWay() => AssertGives(
        "[cultureinfo]::CurrentCulture = 'de-DE'; try { ($m | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Tensor) -eq $m; ($m | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Tensor) -eq $m } finally { [cultureinfo]::CurrentCulture = '' }", "True True");

    // Of a table of text the value is what a tensor prints; the numbers stand beside it.
    [Theory]
    [InlineData("($m | ConvertTo-Csv | ConvertFrom-Csv).Values", "[[0.1,2.5,1E-07],[1E+30,0,-3]]")]
    [InlineData("($t | ConvertTo-Html -Fragment) -match '<td>\\[1,2,3\\]' | ForEach-Object { 'found' }", "found")]
    [InlineData("(Get-ModelParameter (New-LinearModel 2 1 -NoBias -Weight (, (0.123456789, 2))) | ConvertTo-Csv | ConvertFrom-Csv).Values", "[[0.12345679,2]]")]
    [InlineData("$t.Values[1]; $t.Values.Length; $t.Values -join '+'; [double[]]$t.Values; $m.Values[1][2]; @($t.Values).Count", "2 3 1+2+3 1 2 3 -3 3")]
    public void AllNumbersAreInATable(string script, string expected) => AssertGives(script, expected);

    [Fact]
    public void ACellOfARecordIsTakenAsData() =>
        AssertGives("(New-Tensor $records[0].weight) -eq $records[0].GetParameter('weight'); ([LinRegPS.Tensor]$records[0].weight) -eq $records[0].GetParameter('weight')", "True True");

    [Theory]
    [InlineData("@(Compare-Object (New-Tensor 1.00001) (New-Tensor 1.00002)).Count; @(Compare-Object $m $m.Clone()).Count", "2 0")]
    [InlineData("@(Compare-Object (New-Tensor -Zeros -Shape 2000) (New-Tensor -Zeros -Shape 2001)).Count", "2")]
    [InlineData("$a = New-Tensor -Zeros -Shape 2000; @(Compare-Object $a ($a + (New-Tensor (@(0) * 1000 + 1e-20 + @(0) * 999)))).Count", "2")]
    [InlineData("@(Compare-Object $model $other).Count; @(Compare-Object $model $model).Count", "2 0")]
    [InlineData("@(Compare-Object $records[0] $records[1]).Count; @(Compare-Object $records[0] $records[0]).Count", "2 0")]
    [InlineData("@(Compare-Object $fit $otherFit).Count; @(Compare-Object $fit (Measure-LinearModel (1,2,3,4) (1,2,4,5))).Count", "2 0")]
    [InlineData("@(Compare-Object (Get-ModelParameter $model) (Get-ModelParameter $other)).Count; @(Compare-Object (Get-ModelParameter $model) (Get-ModelParameter $model)).Count", "4 0")]
    [InlineData("@((New-Tensor 1.00001),(New-Tensor 1.00002),(New-Tensor 1.00001) | Group-Object).Count; @((New-Tensor 1,2),(New-Tensor 1,3),(New-Tensor 1,2) | Group-Object).Count", "2 2")]
    [InlineData("@((New-Tensor 1.00001),(New-Tensor 1.00002),(New-Tensor 1.00001) | Select-Object -Unique).Count; @((New-Tensor 1,2),(New-Tensor 1,3),(New-Tensor 1,2) | Select-Object -Unique).Count", "2 2")]
    [InlineData("@((New-Tensor 1.00001),(New-Tensor 1.00001),(New-Tensor 1.00002) | Get-Unique).Count; @((New-Tensor 2),(New-Tensor 1),(New-Tensor 2) | Sort-Object -Unique).Count", "2 2")]
    [InlineData("@($model,$other,$model | Select-Object -Unique).Count; @($fit,$otherFit,$fit | Group-Object).Count", "2 2")]
    [InlineData("1,10,11,12,2 | ForEach-Object { New-Tensor $_ } | Sort-Object | ForEach-Object Item", "1 2 10 11 12")]
    [InlineData("(10,9 | ForEach-Object { [pscustomobject]@{ w = New-Tensor $_ } } | Sort-Object w)[0].w", "tensor(9.)")]
    [InlineData("$s = 1,10,2 | ForEach-Object { New-Tensor $_ } | Measure-Object -Sum -Average -Maximum -Minimum; $s.Sum; $s.Maximum; $s.Minimum", "13 10 1")]
    [InlineData("@(1,10,2 | ForEach-Object { [pscustomobject]@{ w = New-Tensor $_ } } | Where-Object w -gt 1).Count", "2")]
    public void WhatDiffersIsToldApart(string script, string expected) => AssertGives(script, expected);

    [Fact]
    public void AJobTakesAndGivesTensors()
    {
        string text = Pwsh.Run("-Command", $$"""
            Import-Module '{{Repository.Manifest}}'
            $t = New-Tensor 0.1,2,3
            $back = Start-Job {
                Import-Module '{{Repository.Manifest}}'
                [LinRegPS.Tensor]$using:t * 2
                (Measure-MseLoss $using:t 0.1,2,3).Item()
                New-LinearModel 1 1 -Weight 2 -NoBias
            } | Receive-Job -Wait -AutoRemoveJob
            $back[0] -eq $t * 2
            $back[1]
            "$($back[2].State.weight)"
            """).Output.Trim();
        Assert.Equal(["True", "0", "tensor([[2.]])"], text.Split('\n', StringSplitOptions.TrimEntries));
    }

    private void AssertGives(string script, string expected)
    {
        using var session = new ModuleSession();
        session["file"] = Path.Combine(_folder, "file");
        session["script"] = Setup + script;
        string given = session.One<string>("try { @(& ([scriptblock]::Create($script))) -join ' ' } catch { \"error: $_\" }");
        if (expected.StartsWith("error: ", StringComparison.Ordinal))
            Assert.Contains(expected["error: ".Length..], given);
        else
            Assert.Equal(expected, given);
    }
}
