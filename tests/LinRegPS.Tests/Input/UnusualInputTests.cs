using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>What nobody means, but happens: arrays in themselves, models that call themselves, sizes beyond memory, null.</summary>
public sealed class UnusualInputTests
{
    private const string Itself = "$a = @(0); $a[0] = $a; ";

    [Theory]
    [InlineData("New-Tensor $a")]
    [InlineData("ConvertTo-Tensor -InputObject $a")]
    [InlineData("Clear-Gradient $a")]
    [InlineData("Step-Sgd $a 0.1")]
    [InlineData("Compare-Gradient $a $a")]
    [InlineData("Measure-LinearModel $a 1")]
    [InlineData("Measure-Convergence $a -LearningRate 0.1")]
    [InlineData("Invoke-Model (New-LinearModel 1 1) $a")]
    public void AnArrayThatContainsItselfIsAnError(string call) =>
        Assert.Equal("LinRegPS.NestedTooDeep", Id($"{Itself} {call}"));

    [Theory]
    [InlineData("[LinRegPS.Tensor]$a")]
    [InlineData("[LinRegPS.Testing.TensorAssertion]::HaveGradient($a, $false, $null, $false, '', $null, $null, $null)")]
    public void AnArrayThatContainsItselfIsAnErrorOutsideACmdletToo(string call)
    {
        using var session = new ModuleSession();
        Assert.Contains("nested more than 64 deep", session.One<string>($"{Itself} try {{ {call} }} catch {{ $_.Exception.GetBaseException().Message }}"));
    }

    [Fact]
    public void SixtyFourDimensionsAreTheMost()
    {
        using var session = new ModuleSession();
        const string nest = "$n = 1; foreach ($i in 1..{0}) {{ $n = , $n }}; ";
        Assert.Equal(64, session.One<int>(string.Format(System.Globalization.CultureInfo.InvariantCulture, nest, 64) + "(New-Tensor $n).Rank"));
        Assert.Equal("LinRegPS.NestedTooDeep", Id(string.Format(System.Globalization.CultureInfo.InvariantCulture, nest, 65) + "New-Tensor $n"));
    }

    [Fact]
    public void AModelThatCallsItselfIsAnErrorAndTheSessionLives()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["LinRegPS.WrongModel", "2"],
            session.All<string>("""
                $m = New-CustomModel @{ lin = New-LinearModel 1 1 } { param($x) $this.Forward($x) }
                try { Invoke-Model $m 1 } catch { $_.Exception.GetBaseException().ErrorId }
                "$(1 + 1)"
                """));
    }

    [Fact]
    public void ADegreeBeyondAllMemoryIsRefusedBeforeAnyWork()
    {
        using var session = new ModuleSession();
        string[] said = session.All<string>("try { Measure-LinearModel 1,2,3 1,2,4 -Degree 10000000 } catch { $_.FullyQualifiedErrorId; \"$_\" }");
        Assert.StartsWith("LinRegPS.TooFewRows,", said[0]);
        Assert.True(said[1].Length < 1000, said[1][..Math.Min(said[1].Length, 300)]);
        Assert.Contains("x^10, and", said[1].Replace("x^9, and", "x^10, and"));
    }

    [Theory]
    [InlineData("New-Tensor ([array]::CreateInstance([int], @(2), @(5)))", "[2]")]
    [InlineData("New-Tensor ([array]::CreateInstance([int], @(2, 3), @(1, -1)))", "[2,3]")]
    public void AnArrayThatDoesNotBeginAtZeroIsAnArray(string call, string shape)
    {
        using var session = new ModuleSession();
        Assert.Equal(shape, session.One<string>($"({call}).Shape.ToString()"));
    }

    [Theory]
    [InlineData("Debug-Training { $null = 1 } -Rule $null")]
    [InlineData("Compare-Training @{ Epoch = 1; Loss = 1 } @{ Epoch = 1; Loss = 1 } -Map $null -Name $null")]
    [InlineData("Measure-LinearModel 1,2,4 1,2,3 -Property $null")]
    public void NoneIsNone(string call)
    {
        using var session = new ModuleSession();
        Assert.Equal("done", session.One<string>($"$null = {call} 3>$null; 'done'"));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void NamesAreAlikeInEveryCulture(string culture)
    {
        using var session = new ModuleSession();
        session.Run($"[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{culture}'");
        Assert.Equal("[2,2]", session.One<string>("(@{ Size = 1; WIDTH = 2 }, @{ Size = 3; WIDTH = 4 } | ConvertTo-Tensor SIZE, width).Shape.ToString()"));
        Assert.Equal(
            "[2,1]",
            session.One<string>("$h = [hashtable]::new([StringComparer]::CurrentCultureIgnoreCase); $h['Size'] = 1; ($h, $h | ConvertTo-Tensor SIZE).Shape.ToString()"));
        Assert.Equal(1, session.One<int>("@(Get-ModelParameter (New-LinearModel 1 1) -Name BIAS).Count"));
        Assert.Equal(1, session.One<int>("@(Compare-Gradient @{ bias = 1 } @{ BIAS = 1 }).Count"));
        Assert.Equal(
            "None",
            session.One<string>("$a = @{ Epoch = 1; Loss = 1; bias = 1; 'bias.grad' = 1 }; $b = @{ EPOCH = 1; LOSS = 1; BIAS = 1; 'BIAS.GRADIENT' = 1 }; \"$((Compare-Training $a $b).Cause)\""));
    }

    private static string Id(string script)
    {
        using var session = new ModuleSession();
        return session.One<string>($"try {{ $null = & {{ {script} }}; 'went on' }} catch {{ $_.Exception.GetBaseException().ErrorId }}");
    }
}
