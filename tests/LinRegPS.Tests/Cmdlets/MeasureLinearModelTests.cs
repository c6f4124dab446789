using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Measure-LinearModel on tensors, which go to the engine as they are.</summary>
public sealed class MeasureLinearModelTests
{
    // All rows took some 48 MB before the first was there.
    [Theory]
    [InlineData("Measure-LinearModel $X $Y")]
    [InlineData("Measure-LinearModel -Path $file -Target y -Property a, b, c")]
    public void RowsComeAsTheyAreMade(string fit)
    {
        using var session = new ModuleSession();
        session.Run("""
            $X = New-Tensor -Normal -Shape 100000,3 -Seed 1
            $Y = $X.Sum(1) + (New-Tensor -Normal -Shape 100000 -Seed 2)
            $file = Join-Path ([IO.Path]::GetTempPath()) "LinRegPS-rows-$PID.csv"
            [LinRegPS.Tensor]::Cat(@($X, $Y.Reshape(-1, 1)), 1) | Export-Tensor $file -Property a, b, c, y -Force
            function Get-Allocated($block) { $before = [GC]::GetAllocatedBytesForCurrentThread(); $null = & $block; [GC]::GetAllocatedBytesForCurrentThread() - $before }
            """);
        try
        {
            session.Run($"$null = {fit} -View Row | Select-Object -First 1");
            long alone = session.One<long>($"Get-Allocated {{ {fit} -View Model }}");
            long first = session.One<long>($"Get-Allocated {{ {fit} -View Row | Select-Object -First 1 }}");
            Assert.InRange(first - alone, long.MinValue, 12_000_000);
        }
        finally
        {
            session.Run("Remove-Item $file");
        }
    }

    [Fact]
    public void TensorsGiveWhatTheirNumbersGive()
    {
        using var session = new ModuleSession();
        session.Run("""
            $X = New-Tensor -Normal -Shape 6000, 3 -Seed 1
            $Y = $X.MatMul((New-Tensor 1, -2, 3 -Shape 3, 1)) + (New-Tensor -Normal -Shape 6000, 1 -Seed 2)
            $fit = Measure-LinearModel $X $Y
            $slow = Measure-LinearModel $X.ToNestedArrays() $Y.ToNestedArrays()
            """);
        double[] fast = [.. session.All<double>("$fit.Coefficient.Estimate; $fit.Coefficient.StandardError; $fit.RSquared; $fit.DurbinWatson; $fit.Row[7].Leverage")];
        double[] slow = [.. session.All<double>("$slow.Coefficient.Estimate; $slow.Coefficient.StandardError; $slow.RSquared; $slow.DurbinWatson; $slow.Row[7].Leverage")];
        Assert.Equal(11, fast.Length);
        Assert.All(fast.Zip(slow), pair => Assert.Equal(pair.Second, pair.First, 1e-12 * Math.Abs(pair.Second)));
    }

    [Theory]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4) (New-Tensor 2,4,8.5)", "y ~ x")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4 -Shape 3,1) (New-Tensor 2,4,8.5 -Shape 3,1)", "y ~ x")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4 -Shape 3,1) 2,4,8.5 -NoBias", "y ~ x - 1")]
    public void TensorsOfOneOrTwoDimensionsAreTables(string script, string formula)
    {
        using var session = new ModuleSession();
        Assert.Equal(formula, session.One<string>($"({script}).Formula"));
    }

    // Each line of what is shown, with the fit's own numbers.
    [Theory]
    [InlineData("Residual standard error", "Sigma")]
    [InlineData("R squared", "RSquared", "AdjustedRSquared")]
    [InlineData("F ", "FStatistic", "PValue")]
    [InlineData("Log-likelihood", "LogLikelihood", "Aic", "Bic")]
    [InlineData("Durbin-Watson", "DurbinWatson", "JarqueBera", "JarqueBeraPValue")]
    [InlineData("Condition number", "ConditionNumber")]
    public void TheTextOfAFitHasItsStatistics(string line, params string[] statistics)
    {
        using var session = new ModuleSession();
        session.Run("$fit = Measure-LinearModel 1,2,3,4,5,6,7,8 2.1,3.9,6.3,7.6,10.4,11.8,14.3,15.7");
        string shown = Assert.Single(ModuleSession.Render("Measure-LinearModel 1,2,3,4,5,6,7,8 2.1,3.9,6.3,7.6,10.4,11.8,14.3,15.7"), text => text.StartsWith(line, StringComparison.Ordinal));
        // Four digits of each at least.
        double[] numbers = [.. System.Text.RegularExpressions.Regex.Matches(shown, @"-?\d+(\.\d+)?(e[-+]?\d+)?", System.Text.RegularExpressions.RegexOptions.IgnoreCase).Select(match => double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture))];
        foreach (string statistic in statistics)
        {
            double value = session.One<double>($"[double]$fit.{statistic}");
            Assert.Contains(numbers, number => Math.Abs(number - value) <= 5e-3 * Math.Abs(value));
        }
    }

    [Theory]
    [InlineData("Measure-LinearModel (New-Tensor 1) 1", "ShapeMismatch", "the shape of the features is []")]
    [InlineData("Measure-LinearModel (New-Tensor -Zeros -Shape 2,2,2) 1,2", "ShapeMismatch", "[2,2,2]")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,3) (New-Tensor -Zeros -Shape 3,2)", "ShapeMismatch", "[3,2]")]
    [InlineData("Measure-LinearModel (New-Tensor -Zeros -Shape 0,2) (New-Tensor -Zeros -Shape 0)", "NoRows", "no rows")]
    [InlineData("Measure-LinearModel (New-Tensor 1,NaN,3,5,6,7 -AllowNaN -Shape 3,2) 1,2,4", "NaN", "features: element [0,1] is NaN")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,3) (New-Tensor 1,NaN,3 -AllowNaN)", "NaN", "target: element [1] is NaN")]
    public void TensorsThatAreNoTableAreNamed(string script, string id, string text)
    {
        using var session = new ModuleSession();
        string[] error = [.. session.All<string>($"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}")];
        Assert.StartsWith("LinRegPS." + id, error[0]);
        Assert.Contains(text, error[1]);
    }
}
