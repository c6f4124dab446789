using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Data written in another culture: read where it is named, refused with that advice where it is not.</summary>
public sealed class CultureTests
{
    private const string Rows = "$rows = 'x;y', '0,5;1', '1,5;2,25', '2,5;3', '3,5;4,5' | ConvertFrom-Csv -Delimiter ';'\n";

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("sv-SE")]
    public void RecordsComeBackFromAFileOfTheCulture(string culture)
    {
        using var session = new ModuleSession();
        session.Run($$"""
            [cultureinfo]::CurrentCulture = '{{culture}}'
            $X = New-Tensor 1,2,3,4 -Shape 4,1
            $r = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X (2 * $X) -LearningRate 0.01 -Epoch 20
            $back = $r | ConvertTo-Csv | ConvertFrom-Csv
            """);
        Assert.Contains(",", session.One<string>("$back[0].weight"));
        Assert.Equal("None", session.One<string>($"\"$((Compare-Training $r $back -Culture {culture}).Cause)\""));
        var error = Assert.Single(session.Attempt("Compare-Training $r $back").Errors);
        Assert.Equal("LinRegPS.NotANumber,LinRegPS.Commands.CompareTrainingCommand", error.FullyQualifiedErrorId);
        Assert.Contains("-Culture, de-DE for instance", error.ToString());
    }

    [Theory]
    [InlineData("$rows | ConvertTo-Tensor -Property x -Culture de-DE", "[4,1] 0.5 1.5 2.5 3.5")]
    [InlineData("'0,5', '1,5' | ConvertTo-Tensor -Culture de-DE", "[2] 0.5 1.5")]
    [InlineData("$m = New-LinearModel 1 1 -Weight 1 -Bias 0; $null = $rows | Invoke-Training $m -Property x -Target y -Culture de-DE -LearningRate 0 -Epoch 1; New-Tensor $m.Weight.Item()", "[] 1")]
    public void ANamedCultureIsRead(string script, string tensor)
    {
        using var session = new ModuleSession();
        session.Run(Rows);
        Assert.Equal(tensor, session.Tensor(script));
    }

    [Fact]
    public void AFitReadsItsRowsAndItsNewObjects()
    {
        using var session = new ModuleSession();
        session.Run(Rows + "$plain = Measure-LinearModel 0.5,1.5,2.5,3.5 1,2.25,3,4.5");
        Assert.True(session.One<bool>("($rows | Measure-LinearModel -Target y -Property x -Culture de-DE).Coefficient[1].Estimate -eq $plain.Coefficient[1].Estimate"));
        Assert.True(session.One<bool>("($rows | Measure-LinearModel -Target y -Property x -Culture de-DE -NewObject @{ x = '4,5' }).Fitted -eq $plain.Predict(4.5).Fitted"));
    }

    [Theory]
    [InlineData("$rows | ConvertTo-Tensor -Property x", "use a point: 1.5. Text of another culture is read with -Culture")]
    [InlineData("$rows | Measure-LinearModel -Target y -Property x", "-Culture, de-DE for instance")]
    [InlineData("$rows | Invoke-Training (New-LinearModel 1 1) -Property x -Target y -LearningRate 0 -Epoch 1", "-Culture, de-DE for instance")]
    [InlineData("'1.5' | ConvertTo-Tensor -Culture de-DE", "Numbers in text of de-DE have ',' for decimals")]
    [InlineData("'1.234,5' | ConvertTo-Tensor -Culture de-DE", "no thousands separators")]
    [InlineData("'' | ConvertTo-Tensor -Culture de-DE", "not a number")]
    [InlineData("New-Tensor '0,5'", "Numbers in text use a point: 1.5.")]
    public void WhatIsNotWrittenInTheCultureIsRefused(string script, string words)
    {
        using var session = new ModuleSession();
        session.Run(Rows);
        var errors = session.Attempt(script).Errors;
        Assert.NotEmpty(errors);
        Assert.StartsWith("LinRegPS.NotANumber,", errors[0].FullyQualifiedErrorId);
        Assert.Contains(words, errors[0].ToString());
        Assert.Equal(script.StartsWith("New-Tensor"), !errors[0].ToString().Contains("ulture"));
    }

    // A verdict reads alike everywhere, in its nested parts too.
    [Theory]
    [InlineData("Debug-Training (New-LinearModel 2 1 -Seed 0) (New-Tensor (2015,85000),(2018,42000),(2016,61000),(2020,15000)) (New-Tensor 11900,23900,9900,21500 -Shape 4,1) -LearningRate 1e-11 -Epoch 40")]
    [InlineData("Debug-Training (New-LinearModel 1 1 -Seed 0) (New-Tensor 0.5,1.5,2.5,3.5 -Shape 4,1) (New-Tensor 1,2,3,4.25 -Shape 4,1) -LearningRate 1.5 -Epoch 20")]
    [InlineData("Measure-Convergence 10000.5,10001.5,10002.25 -Target 0.5,1.5,2.5 -LearningRate 1e-9")]
    [InlineData("Test-Gradient { param($w) ($w * 1.5).Square().Sum() } (New-Tensor 0.3,0.7 -RequiresGrad)")]
    [InlineData("Compare-Gradient (New-Tensor 0.3,0.7) (New-Tensor 0.6,1.5)")]
    [InlineData("(Measure-LinearModel (New-Tensor 0.5,1.5,2.5,3.5) (New-Tensor 1,2,3,4.25) -From (New-LinearModel 1 1 -Weight 1.25 -Bias 0.5)).Distance")]
    public void VerdictsAreOfNoCulture(string script)
    {
        using var session = new ModuleSession();
        string text = $"({script}) | ForEach-Object {{ \"$($_.Finding) | $($_.Evidence) | $($_.Remedy)\" }}";
        string[] expected = session.All<string>($"[cultureinfo]::CurrentCulture = ''; {text}");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, session.All<string>($"[cultureinfo]::CurrentCulture = 'de-DE'; {text}"));
    }

    [Fact]
    public void AParameterIsOfNoCulture()
    {
        using var session = new ModuleSession();
        session.Run(Rows);
        string error = Assert.Single(session.Attempt("$rows | Invoke-Training (New-LinearModel 1 1) -Property x -Target y -LearningRate '0,5' -Epoch 1 -Culture de-DE").Errors).ToString();
        Assert.Contains("-LearningRate: the value is '0,5' (String), not a number. Numbers in text use a point: 1.5.", error);
        Assert.DoesNotContain("is read with -Culture", error);
    }
}
