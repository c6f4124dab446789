using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>In a terminal of 80 columns nothing is cut without a mark, and rounding hides no lesson.</summary>
public sealed class EightyColumnTests
{
    private const string Fit = """
        $rows = 0..11 | ForEach-Object { [pscustomobject]@{ displacement = 100.25 + 31.7 * $_; weight = 2.620 + ($_ % 5) / 3; y = 40.49716 - 0.03177295 * $_ + [math]::Sin($_) / 70000 } }
        $fit = $rows | Measure-LinearModel -Target y -Property displacement, weight

        """;

    [Theory]
    [InlineData("$fit.Coefficient", "VIF")]
    [InlineData("$fit.Row", "Cook's D")]
    [InlineData("$fit.Predict(@{ displacement = 1e-7; weight = 3 })", "PredictionUpper")]
    [InlineData("$rows | Select-Object displacement, weight, @{ n = 'y'; e = { -1e-7 * $_.y } } | ConvertTo-Tensor displacement, weight, y | Measure-Tensor -Property displacement, weight, y", "Maximum")]
    [InlineData("$m = New-LinearModel 2 1 -Weight (,(-0.0317, 1.25e-6)) -Bias 40; ($rows | Measure-LinearModel -Target y -Property displacement, weight -From $m -WarningAction Ignore).Distance.Parameter", "StandardErrors")]
    public void TablesShowEveryColumnWhole(string script, string lastColumn)
    {
        string[] lines = ModuleSession.Render(Fit + script, width: 80);
        Assert.EndsWith(lastColumn, lines[0]);
        Assert.All(lines, line => Assert.DoesNotContain("…", line));
        Assert.All(lines, line => Assert.True(line.Length < 80, line));
    }

    [Fact]
    public void CoefficientsKeepTheirSignificantDigits()
    {
        string[] lines = ModuleSession.Render(Fit + "$fit.Coefficient", width: 80);
        Assert.Matches(@"^\(Intercept\) +40\.\d{3,}", lines[2]);
        Assert.Matches(@"^displacement +-0\.0010\d{2,}", lines[3]);
    }

    [Fact]
    public void TheSummaryFitsAndSaysWhenItExplainsNothing()
    {
        string[] lines = ModuleSession.Render(Fit + "$fit", width: 80);
        Assert.All(lines, line => Assert.True(line.Length < 80, line));
        Assert.DoesNotContain("R squared is about 0", string.Join('\n', lines));
        string nothing = string.Join('\n', ModuleSession.Render("Measure-LinearModel 1,2,3,4,5,6 1,-1,-1.01,1,1,-1", width: 80));
        Assert.Contains("\nR squared is about 0: the model explains next to nothing of y\n", nothing);
        Assert.DoesNotContain("about 0", string.Join('\n', ModuleSession.Render("Measure-LinearModel 1,2,3,4,5,6 1,2,4,3,5,7", width: 80)));
    }

    [Theory]
    [InlineData("1.99999964", "1.99999964")]
    [InlineData("0.29999998", "0.299999982")]
    [InlineData("-4.9999995", "-4.99999952")]
    [InlineData("1000000.06", "1000000.06")]
    [InlineData("3.00000025e-9", "3.00000025E-09")]
    // What is the nearest to a round number, and what is not round.
    [InlineData("2", "2")]
    [InlineData("0.3", "0.3")]
    [InlineData("16777216", "1.677722E+07")]
    [InlineData("1.5367662", "1.536766")]
    public void ANumberNearARoundOneShowsThatItIsNotThat(string number, string text)
    {
        string[] lines = ModuleSession.Render($"Get-ModelParameter (New-LinearModel 1 1 -NoBias -Weight {number})", width: 80);
        Assert.Equal($"weight [1,1] {text}", lines[2]);
    }

    [Fact]
    public void ATrainingEndsWithAllDigitsOfItsWeight()
    {
        string[] lines = ModuleSession.Render("""
            Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 100 -LogEvery 100
            """, width: 80);
        Assert.EndsWith("weight = 1.99999964", lines[^1]);
        Assert.EndsWith("weight = 0.299999982", lines[^2]);
    }
}
