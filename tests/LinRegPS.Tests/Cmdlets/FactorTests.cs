using System.Text.Json;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Text as factors and rows with missing values, against R's lm; and what is refused.</summary>
public sealed class FactorTests
{
    private static readonly JsonElement[] s_cases =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "factors_r.json"))).RootElement.EnumerateArray()];

    private const string Setup = """
        $rows = 'kind,dose,growth', 'b,1,3.9', 'a,1,2.1', 'a,2,3.2', 'b,2,NA', 'a,3,3.9', 'b,3,6.1', 'b,4,7.2' | ConvertFrom-Csv
        $whole = $rows | Where-Object growth -ne NA
        """;

    public static TheoryData<string> Cases { get; } = [.. s_cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void FitsAreThoseOfR(string name)
    {
        var reference = s_cases.Single(c => c.GetProperty("name").GetString() == name);
        using var session = new ModuleSession();
        session["json"] = reference.GetRawText();
        session.Run("""
            $r = $json | ConvertFrom-Json -AsHashtable
            function Rows($columns) { 0..($columns[@($columns.Keys)[0]].Count - 1) | ForEach-Object { $i = $_; $row = [ordered]@{}; foreach ($key in $columns.Keys) { $row[$key] = $columns[$key][$i] }; [pscustomobject]$row } }
            $more = @{}
            if ($r.factors.Count -gt 0) { $more.Factor = $r.factors }
            if (-not $r.intercept) { $more.NoBias = $true }
            $fit = Rows $r.data | Measure-LinearModel -Target $r.target -Property $r.properties -Missing Omit @more
            $new = $fit.Predict(@(Rows $r.new))
            """);
        Assert.Equal(Texts(reference, "terms"), session.All<string>("$fit.Coefficient.Term"));
        Near(reference, "estimate", session.All<double>("$fit.Coefficient.Estimate"));
        Near(reference, "std_error", session.All<double>("$fit.Coefficient.StandardError"));
        Near(reference, "t_value", session.All<double>("$fit.Coefficient.TValue"));
        Near(reference, "p_value", session.All<double>("$fit.Coefficient.PValue"));
        Near(reference, "r_squared", session.All<double>("$fit.RSquared"));
        Near(reference, "sigma", session.All<double>("$fit.Sigma"));
        Near(reference, "f_statistic", session.All<double>("$fit.FStatistic"));
        Near(reference, "omitted", session.All<double>("[double[]]$fit.OmittedRows"));
        Near(reference, "rows", session.All<double>("[double[]]$fit.Row.Row"));
        Near(reference, "residual", session.All<double>("$fit.Row.Residual"));
        Near(reference, "new_fit", session.All<double>("$new.Fitted"));
        Near(reference, "new_lower", session.All<double>("$new.Lower"));
        Near(reference, "new_upper", session.All<double>("$new.Upper"));
    }

    [Theory]
    [InlineData("\"$($rows | Measure-LinearModel growth kind, dose -Missing Omit)\"", "growth ~ kind + dose")]
    [InlineData("($rows | Measure-LinearModel growth kind, dose -Missing Omit).OmittedRows", "4")]
    [InlineData("($rows | Measure-LinearModel -Target growth -Property kind, dose -Missing Omit).Variables | ForEach-Object { \"$_\" }", "kind (a, b)|dose")]
    // Numbers by what they are, not by how they are written.
    [InlineData("$whole[0].dose = '1.0'; ($whole | Measure-LinearModel -Target growth -Property dose -Factor DOSE).Coefficient.Term", "(Intercept)|dose2|dose3|dose4")]
    // What is no plain number is a name, and kept as it is.
    [InlineData("$i = 0; '001', '1', '01', '1e0', '+1', '1', '001', '+1' | ForEach-Object { [pscustomobject]@{ k = $_; y = ++$i } } | Measure-LinearModel -Target y -Property k -Factor k | ForEach-Object { $_.Coefficient.Term; $_.Predict(@{ k = '001' }).Fitted }", "(Intercept)|k001|k01|k1|k1e0|4")]
    [InlineData("$i = 0; '12345678901234567', '12345678901234568', '3', '3' | ForEach-Object { [pscustomobject]@{ k = $_; y = ++$i } } | Measure-LinearModel -Target y -Property k -Factor k | ForEach-Object { $_.Coefficient.Count }", "3")]
    [InlineData("$i = 0; '1', '1.0', '2', '2' | ForEach-Object { [pscustomobject]@{ k = $_; y = ++$i } } | Measure-LinearModel -Target y -Property k -Factor k -WarningVariable w -WarningAction SilentlyContinue | ForEach-Object { $_.Coefficient.Count; \"$w\" -match \"'1' and '1.0'\" }", "2|True")]
    // R drops a level that only omitted rows have.
    [InlineData("$more = $rows + [pscustomobject]@{ kind = 'c'; dose = '5'; growth = 'NA' }; ($more | Measure-LinearModel -Target growth -Property kind, dose -Missing Omit).Coefficient.Term", "(Intercept)|kindb|dose")]
    [InlineData("'k;y', '1,5;1', '1,5;2', '2;3', '2;5' | ConvertFrom-Csv -Delimiter ';' | Measure-LinearModel -Target y -Property k -Factor k -Culture de-DE | ForEach-Object { $_.Coefficient.Term; $_.Predict(@{ k = 1.5 }).Fitted }", "(Intercept)|k2|1.5")]
    [InlineData("$f = $whole | Measure-LinearModel -Target growth -Property kind; $f.Predict(@{ kind = 'a' }).Fitted -eq ($whole | Where-Object kind -eq a | Measure-Object growth -Average).Average", "True")]
    [InlineData("($whole | Measure-LinearModel -Target growth -Property kind, dose | Out-String) -match 'growth ~ kind \\+ dose' -and $Matches.Count", "True")]
    [InlineData("($rows | Measure-LinearModel -Target growth -Property kind, dose -Missing Omit | Out-String) -match 'Left out for missing values: 1 row, 4'", "True")]
    public void AFactorHasItsLevels(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.Equal(expected, string.Join('|', session.All<object>(script.Replace("Measure-LinearModel growth kind, dose", "Measure-LinearModel -Target growth -Property kind, dose")).Select(item => FormattableString.Invariant($"{item}"))));
    }

    [Theory]
    [InlineData("$rows | Measure-LinearModel -Target growth -Property kind, dose", "NotANumber", "row 4, property 'growth' is 'NA'")]
    [InlineData("($whole | Measure-LinearModel -Target growth -Property kind, dose).Predict(@{ kind = 'c'; dose = 1 })", "UnknownLevel", "property 'kind' is 'c'", "a, b")]
    [InlineData("$whole | Measure-LinearModel -Target growth -Property kind, dose -NewObject @{ kind = 'A'; dose = 1 }", "UnknownLevel", "row 1, property 'kind' is 'A'", "a, b")]
    [InlineData("$whole | Measure-LinearModel -Target growth -Property kind, dose -Degree 2", "PowersOfFactor", "'kind'", "-Degree")]
    [InlineData("$whole | Measure-LinearModel -Target growth -Property kind -Factor dose", "NoSuchName", "'dose'", "kind")]
    [InlineData("$whole | Where-Object kind -eq b | Measure-LinearModel -Target growth -Property kind, dose", "NotANumber", "'kind' is 'b'", "two")]
    [InlineData("$whole[2].kind = '7'; $whole | Measure-LinearModel -Target growth -Property kind", "NumberAmongLevels", "row 3, property 'kind' is '7'", "'b'", "-Factor")]
    [InlineData("$whole[2].dose = 'x'; $whole | Measure-LinearModel -Target growth -Property dose", "NotANumber", "row 3, property 'dose' is 'x'", "-Factor dose")]
    [InlineData("$more = $whole[1], $whole[2], [pscustomobject]@{ kind = 'b'; dose = '5'; growth = 'NA' }; $more | Measure-LinearModel -Target growth -Property kind -Missing Omit", "NotANumber", "two")]
    [InlineData("$whole[1].kind = ''; $whole | Measure-LinearModel -Target growth -Property kind", "NotANumber", "row 2, property 'kind'")]
    [InlineData("$whole | Measure-LinearModel -Target kind -Property dose", "NotANumber", "property 'kind'")]
    [InlineData("Measure-LinearModel 1,2,3,4 1,2,3,5 -Missing Omit", "ParameterConflict", "-Missing is for objects")]
    [InlineData("Measure-LinearModel 1,2,3,4 1,2,3,5 -Factor x", "ParameterConflict", "-Factor is for objects")]
    public void WhatIsNoFactorIsRefused(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string[] said = session.All<string>($"$ErrorActionPreference = 'Stop'; try {{ $null = {script} }} catch {{ $_.Exception.GetBaseException().ErrorId; $_.Exception.GetBaseException().Message }}");
        Assert.Equal("LinRegPS." + id, said[0]);
        Assert.All(words, word => Assert.Contains(word, said[1]));
    }

    private static string[] Texts(JsonElement reference, string name) => [.. reference.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private static void Near(JsonElement reference, string name, double[] actual)
    {
        var expected = reference.GetProperty(name);
        double[] numbers = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(number => number.GetDouble())] : [expected.GetDouble()];
        Assert.Equal(numbers.Length, actual.Length);
        double scale = numbers.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < numbers.Length; i++)
            Assert.True(Math.Abs(numbers[i] - actual[i]) <= (1e-11 * Math.Abs(numbers[i])) + (name == "residual" ? 1e-12 * scale : 0), $"{name} {i}: {numbers[i]:R}, not {actual[i]:R}");
    }
}
