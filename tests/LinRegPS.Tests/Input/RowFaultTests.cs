using LinRegPS.Engine.Tests.Support;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>A fault of a column is one error; faults of rows are up to ten, with their numbers.</summary>
public sealed class RowFaultTests
{
    private static readonly string[] s_consumers = ["ConvertTo-Tensor y, x", "Measure-LinearModel -Target y -Property x"];

    public static TheoryData<string> Consumers => [.. s_consumers];

    [Theory]
    [MemberData(nameof(Consumers))]
    public void AMisspeltColumnIsOneError(string consumer)
    {
        var errors = Errors("1..200 | ForEach-Object { [pscustomobject]@{ y = $_; 'x ' = $_ * $_ } }", consumer, out _);
        string error = Assert.Single(errors);
        Assert.StartsWith("LinRegPS.MissingProperty,", error);
        Assert.Contains("Property 'x' can't be used in any of 200 rows", error);
        Assert.Contains("'x '", error);
    }

    // Dates are numbers to ConvertTo-Tensor; their text is not.
    [Theory]
    [InlineData("Measure-LinearModel -Target y -Property x", "([datetime]'2024-01-01').AddDays($_)")]
    [InlineData("ConvertTo-Tensor y, x", "'2024-01-05'")]
    public void AColumnOfDatesIsOneError(string consumer, string date)
    {
        string error = Assert.Single(Errors($"1..200 | ForEach-Object {{ [pscustomobject]@{{ y = $_; x = {date} }} }}", consumer, out _));
        Assert.StartsWith("LinRegPS.NotANumber,", error);
        Assert.Contains("200 rows", error);
        Assert.Contains("TotalDays", error);
    }

    [Theory]
    [MemberData(nameof(Consumers))]
    public void FaultsOfRowsAreTenWithTheirNumbersAndTheRestIsCounted(string consumer)
    {
        string[] errors = Errors("1..200 | ForEach-Object { [pscustomobject]@{ y = $_; x = $(if ($_ % 10) { $_ * $_ } else { 'none' }) } }", consumer, out string[] warnings);
        Assert.Equal(10, errors.Length);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => 10 * i), errors.Select(e => int.Parse(System.Text.RegularExpressions.Regex.Match(e, @"row (\d+)").Groups[1].Value)));
        Assert.Contains("10 more rows", Assert.Single(warnings));
    }

    [Theory]
    [MemberData(nameof(Consumers))]
    public void AFaultOfAColumnDoesNotHideThoseOfRows(string consumer)
    {
        string[] errors = Errors("1..50 | ForEach-Object { [pscustomobject]@{ y = $(if ($_ -eq 7) { '' } else { $_ }) } }", consumer, out string[] warnings);
        Assert.Equal(2, errors.Length);
        Assert.Contains("Property 'x'", errors[0]);
        Assert.Contains("row 7", errors[1]);
        Assert.Empty(warnings);
    }

    [Theory]
    [MemberData(nameof(Consumers))]
    public void OneRowIsARowsFault(string consumer) =>
        Assert.Contains("row 1", Assert.Single(Errors("[pscustomobject]@{ y = 1; x = 'none' }", consumer, out _)));

    [Fact]
    public void NumbersThatAreNoneAreOneError() =>
        Assert.Contains("any of 30 rows", Assert.Single(Errors("1..30 | ForEach-Object { \"n$_\" }", "ConvertTo-Tensor", out _)));

    [Fact]
    public void PredictingForWrongNamesListsTheRightOnes()
    {
        using var session = new ModuleSession();
        string message = session.One<string>("""
            $fit = @{ y = 1; 'horse power' = 1 }, @{ y = 3; 'horse power' = 2 }, @{ y = 4; 'horse power' = 3 } | Measure-LinearModel -Target y -Property 'horse power'
            try { $fit.Predict(@{ hp = 4 }) } catch { $_.Exception.GetBaseException().Message }
            """);
        Assert.Contains("has no property 'horse power'. It has: hp. The model's features are: 'horse power'", message);
    }

    private static string[] Errors(string rows, string consumer, out string[] warnings)
    {
        using var session = new ModuleSession();
        var result = session.Attempt($"{rows} | {consumer} -WarningVariable warned 3>$null; foreach ($w in $warned) {{ \"warning: $w\" }}");
        warnings = [.. result.Output.OfType<string>()];
        Assert.Equal(warnings.Length, result.Output.Length);
        string[] errors = [.. result.Errors.Select(error => $"{error.FullyQualifiedErrorId} {error}")];
        Accepted.Text("refused.txt", string.Join('\n', [.. errors, .. warnings]));
        return errors;
    }
}
