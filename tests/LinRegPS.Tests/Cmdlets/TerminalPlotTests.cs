using System.Text.RegularExpressions;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Plots in the terminal: small ones as they are, and what must be true of all.</summary>
public sealed partial class TerminalPlotTests : IDisposable
{
    private const string Trainings = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $with = Invoke-Training (New-LinearModel 1 1 -Weight 0 -Bias 0) $X $Y 0.01 50
        $without = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 50

        """;

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void APictureInAsciiIsOneInColoursToo()
    {
        string[] lines = _session.All<string>("Show-TensorPlot (New-Tensor -Uniform -Shape 6,8 -Seed 0) -Kind Image -Ascii -Color");
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.All(line, letter => Assert.InRange(letter, ' ', '~')));
    }

    [Fact]
    public void ALossThatFallsByFactorsIsALine() => Shows(
        "1..20 | ForEach-Object { @{ Epoch = $_; Loss = 100 * [Math]::Pow(0.5, $_) } } | Show-TrainingPlot -Width 40 -Height 6 -Color:$false -Ascii:$false",
        """
        loss (log)
            │⠉⠑⠒⠤⢄
           1┤     ⠉⠑⠒⠤⠤⣀⡀
            │           ⠈⠉⠒⠤⢄⣀
        0.01┤                 ⠉⠉⠒⠤⣀
            │                      ⠉⠉⠒⠢⠤⢄⡀
        1E-4┤                            ⠈⠉⠒⠤⠤⣀
            └────────────────┬─────────────────
                            10            epoch
        """);

    [Fact]
    public void TwoTrainingsAreToldApartWithoutColoursAndInAscii() => Shows(
        "Show-TrainingPlot ([ordered]@{ slow = 9, 8, 7, 6, 5; fast = 9, 5, 3, 2, 1 }) -Width 40 -Height 6 -Color:$false -Ascii",
        """
        loss   a slow   b fast
         |bbbaa
        8+   bbbbaaaaaaaaaaaaaaaa
        6+       bbbbb           aaaaaaaaaaaaaa
        4+            bbbb
        2+                bbbbbbbbbbbbbbbb
         |                                bbbbb
         +---------+-----------------+---------
                   2                 4    epoch
        """);

    [Fact]
    public void ValidationIsDottedBesideTheLoss() => Shows(
        "Show-TrainingPlot @{ Epoch = 1; Loss = 4; ValidationLoss = 5 }, @{ Epoch = 2; Loss = 2; ValidationLoss = 4 }, @{ Epoch = 3; Loss = 1; ValidationLoss = 6 } -Width 40 -Height 6 -Color:$false -Ascii:$false",
        """
        loss   a loss
        b validation loss (dotted)
        6┤                              ⡀ ⠄ ⠂ b
         │⠒ ⠂⠄⠠ ⠄⡀⢀ ⡀           ⡀ ⠄ ⠂ ⠁
        4┤⠒⠤⠤⢄⣀       ⠈ ⠁⠈⠐ b ⠁
         │     ⠉⠉⠑⠒⠤⠤⢄⣀
        2┤             ⠉⠉⠑⠒⠤a⠤⣀⣀⣀⣀
         │                        ⠉⠉⠉⠑⠒⠒⠒⠤⠤⠤⠤⣀a
         └┬─────────────────┬──────────────────
          1                 2             epoch
        """);

    [Fact]
    public void WhatIsNoNumberIsMarkedAndToldOf() => Shows(
        "Show-TrainingPlot @{ Epoch = 1; Loss = 4 }, @{ Epoch = 2; Loss = [double]::PositiveInfinity }, @{ Epoch = 3; Loss = [double]::NaN } -Width 40 -Height 4 -Color:$false -Ascii:$false",
        """
        loss
        4.4┤                 !                !
        4.2┤
        3.8┤•
        3.6┤
           └┬────────────────┬─────────────────
            1                2            epoch
        ! loss: Infinity at epoch 2, not finite
          in 2 of 3 records
        """);

    [Fact]
    public void ZeroHasNoPlaceOnALogarithmicAxis() => Shows(
        "Show-TrainingPlot 4, 2, 0 -Log -Width 40 -Height 4 -Color:$false -Ascii:$false",
        """
        loss (log)
        4┤⠉⠒⠤⢄⡀
        3┤    ⠈⠑⠒⠤⣀
         │         ⠉⠑⠢⠤⣀
        2┤              ⠉⠑⠢⢄⡀                 !
         └┬─────────────────┬──────────────────
          1                 2             epoch
        ! loss: 0 at epoch 3 has no place on a
          logarithmic axis
        """);

    [Fact]
    public void AFewPointsAreSeen() => Shows(
        "Show-TensorPlot (1..8) (1,4,9,16,25,36,49,64) -Width 30 -Height 5 -Color:$false -Ascii:$false",
        """
        y
        60┤                         •
          │                      •
        40┤                  •
        20┤           •  •
          │•  •   •
          └────┬──────┬──────┬───────
               2      4      6      x
        """);

    [Fact]
    public void AHistogramCounts() => Shows(
        "Show-TensorPlot 1,1,1,2,2,3 -Kind Histogram -Bin 3 -Width 30 -Height 4 -Color:$false -Ascii",
        """
        count
        6 numbers in bars of 0.666667
        3+########
        2+######## ########
        1+######## ######## ########
        0+######## ######## ########
         ++------------+-------------
          1            2        value
        """);

    [Fact]
    public void PicturesLookLikeWhatTheyAre()
    {
        Shows("Show-TensorPlot (0,1,0),(1,1,1),(0,1,0) -Width 30 -Color:$false -Ascii:$false", "  ██\n██████\n  ██");
        Shows("Show-TensorPlot (New-Tensor (0..23) -Shape 2,3,4) -Width 30 -Color:$false -Ascii", "    ....  ++++++**\n::::::--  **######\n--======  %%%%@@@@");
    }

    // What is recorded goes through each way that records come, and makes the same picture.
    [Theory]
    [InlineData("$with, $without | Show-TrainingPlot @plain -Name with, without")]
    [InlineData("Show-TrainingPlot $with, $without with, without @plain")]
    [InlineData("& { $with; $without } | Show-TrainingPlot @plain -Name with, without")]
    [InlineData("Show-TrainingPlot ([ordered]@{ with = $with; without = $without }) @plain")]
    [InlineData("Show-TrainingPlot ($with | ConvertTo-Csv | ConvertFrom-Csv), ($without | Select-Object Epoch, Loss) with, without @plain")]
    [InlineData("Show-TrainingPlot $with.Loss, $without.Loss with, without @plain")]
    public void RecordsComeInManyWays(string script)
    {
        _session.Run(Trainings + "$plain = @{ Width = 60; Height = 8; Color = $false; Ascii = $true }");
        string[] expected = _session.All<string>("Show-TrainingPlot $with, $without -Name with, without @plain");
        Assert.Equal("loss (log)   a with   b without", expected[0]);
        Assert.Equal(expected, _session.All<string>(script));
    }

    [Theory]
    [InlineData("$with | Show-TrainingPlot -Property weight, bias")]
    [InlineData("$with, $without, $with | Show-TrainingPlot -Name ('x' * 200), ('y ' * 100)")]
    [InlineData("$with[0] | Show-TrainingPlot -Ascii")]
    [InlineData("Show-TrainingPlot ([double]::NaN), ([double]::NegativeInfinity)")]
    [InlineData("Show-TrainingPlot @{ Epoch = 1; Loss = 1e300 }, @{ Epoch = 2; Loss = -1e300 }")]
    [InlineData("Show-TensorPlot (New-Tensor -Normal -Shape 5000,2 -Seed 1)")]
    [InlineData("Show-TensorPlot (New-Tensor -Normal -Shape 9,200 -Seed 1)")]
    [InlineData("Show-TensorPlot (New-Tensor -Normal -Shape 30,1,28,28 -Seed 1)")]
    [InlineData("Show-TensorPlot (New-Tensor -Normal -Shape 1000 -Seed 1) -Kind Histogram")]
    [InlineData("Show-TensorPlot ([single]::MaxValue), ([single]::MinValue)")]
    [InlineData("Show-TensorPlot (New-Tensor 1, ([single]::NaN), 3 -AllowNaN)")]
    [InlineData("Show-ComputationGraph (Measure-MseLoss (Invoke-Model (New-SequentialModel { Linear 1 2; ReLU; Linear 2 1 }) $X) $Y)")]
    public void NothingIsWiderThanEightyColumns(string script)
    {
        _session.Run(Trainings);
        foreach (string look in new[] { "-Color:$false -Ascii:$false", "-Color", "-Color:$false -Ascii" })
        {
            string[] lines = _session.All<string>(script.Contains("-Ascii") ? script : $"{script} {look}");
            Assert.NotEmpty(lines);
            Assert.All(lines, line => Assert.InRange(Escape().Replace(line, string.Empty).Length, 0, 80));
            Assert.Equal(look == "-Color" && !script.Contains("-Ascii"), lines.Any(line => line.Contains('\e')));
            if (look.EndsWith("Ascii"))
                Assert.All(lines, line => Assert.All(line, letter => Assert.InRange(letter, ' ', '~')));
        }
    }

    // A name is text, and no command for the terminal.
    [Fact]
    public void NamesCommandNoTerminal() => Assert.Equal(
        "loss   a ?[31mred?new   b training 2",
        _session.All<string>("Show-TrainingPlot (1, 2), (2, 3) -Name \"`e[31mred`nnew\" -Width 60 -Color:$false -Ascii:$false")[0]);

    [Theory]
    [InlineData("Show-TrainingPlot @{ a = 1 }", "LinRegPS.MissingProperty")]
    [InlineData("Show-TrainingPlot @()", "LinRegPS.NothingToPlot")]
    [InlineData("Show-TrainingPlot (1, 2) -Name a, b", "LinRegPS.TrainingNameCount")]
    [InlineData("Show-TrainingPlot @{ Epoch = 1; Loss = 'high' }", "LinRegPS.NotANumber")]
    [InlineData("Show-TensorPlot (New-Tensor -Zeros -Shape 0)", "LinRegPS.NothingToPlot")]
    [InlineData("Show-TensorPlot (New-Tensor ([single]::NaN) -AllowNaN) -Kind Histogram", "LinRegPS.NothingToPlot")]
    [InlineData("Show-TensorPlot 1, 2 1, 2, 3", "LinRegPS.ShapeMismatch")]
    [InlineData("Show-TensorPlot 1, 2 -Kind Image", "LinRegPS.ShapeMismatch")]
    [InlineData("Show-TensorPlot (New-Tensor -Zeros -Shape 100,2,2)", "LinRegPS.ShapeMismatch")]
    [InlineData("Show-TensorPlot (New-Tensor -Zeros -Shape 3,3) -Kind Scatter", "LinRegPS.ShapeMismatch")]
    [InlineData("Show-ComputationGraph (New-Tensor 1 -RequiresGrad) -Name @{ w = 1 }", "LinRegPS.WrongParameter")]
    [InlineData("$w = New-Tensor 1 -RequiresGrad; $loss = $w * $w; $loss.Backward(); Show-ComputationGraph $loss", "LinRegPS.GraphFreed")]
    public void WhatCantBeDrawnIsAnError(string script, string id) =>
        Assert.StartsWith(id + ",", _session.One<string>($"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }}"));

    [Fact]
    public void AnotherCultureChangesNothing() => Assert.Equal(
        _session.All<string>("Show-TrainingPlot 0.5, 0.25, 0.125 -Width 50 -Color:$false"),
        _session.All<string>("[cultureinfo]::CurrentCulture = 'de-DE'; Show-TrainingPlot 0.5, 0.25, 0.125 -Width 50 -Color:$false"));

    private void Shows(string script, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', _session.All<string>(script)));

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Escape();
}
