using System.Globalization;
using LinRegPS.Tests.Founding;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>How things look at the prompt.</summary>
public sealed class ViewTests
{
    [Theory]
    [InlineData("New-Tensor 1,2,3", "tensor([1., 2., 3.])")]
    [InlineData("New-Tensor 0.5", "tensor(0.5000)")]
    [InlineData("New-Tensor (1,2),(3,4) -RequiresGrad", "tensor([[1., 2.],|        [3., 4.]], requires_grad=True)")]
    [InlineData("(New-Tensor 0 -RequiresGrad) * (New-Tensor 1,2,3,4)", "tensor([0., 0., 0., 0.], grad_fn=<MulBackward>)")]
    [InlineData("Measure-MseLoss (New-Tensor 0,0 -RequiresGrad) 3,4", "tensor(12.5000, grad_fn=<MseLossBackward>)")]
    [InlineData("New-Tensor -Zeros -Shape 2,0", "tensor([], size=(2, 0))")]
    [InlineData("New-LinearModel 3 2 -NoBias", "Linear(in_features=3, out_features=2, bias=False)")]
    [InlineData("New-CustomModel @{ lin = New-LinearModel 1 1 } { }", "CustomModel(|  (lin): Linear(in_features=1, out_features=1, bias=True)|)")]
    [InlineData("(New-Tensor 2 -RequiresGrad).Square().GradFn", "<SquareBackward>")]
    [InlineData("New-Tensor 1; New-Tensor 2,3", "tensor(1.)|tensor([2., 3.])")]
    public void TensorsAndModelsPrintAsInPyTorch(string script, string text) =>
        Assert.Equal(text.Split('|'), ModuleSession.Render(script));

    [Fact]
    public void AClassOfTheUsersPrintsItsLayers() => Assert.Equal(
        ["LinearRegression(", "  (lin): Linear(in_features=1, out_features=1, bias=True)", ")"],
        ModuleSession.Render("using namespace LinRegPS; class LinearRegression : Module { [Linear]$lin = [Linear]::new(1, 1) }; [LinearRegression]::new()"));

    [Fact]
    public void ParametersAreATable() => Assert.Equal(
        [
            "Name   Shape Value                     Gradient",
            "----   ----- -----                     --------",
            "weight [2,3] {1, 0.3333333, 2, 0, ...}",
            "bias   [2]   {0.1, 1234568}",
        ],
        ModuleSession.Render("Get-ModelParameter (New-LinearModel 3 2 -Weight ((1, (1/3), 2), (0, 0, 0)) -Bias 0.1, 1234567.6)"));

    // Prices of houses: 2E+06 is no quartile of numbers that are all 1950000.
    [Theory]
    [InlineData("1950000", "1950000", "1.95E6")]
    [InlineData("-1234567", "-1.23E6", "-1.2E6")]
    [InlineData("48038000", "4.804E7", "4.8E7")]
    [InlineData("1.234e-20", "1.2E-20", "1E-20")]
    public void ANumberWithAnExponentKeepsDigitsInANarrowColumn(string number, string wide, string narrow) => Assert.Equal(
        ["2", "0", wide, "0", wide, narrow, narrow, narrow, wide],
        ModuleSession.Render($"Measure-Tensor (New-Tensor {number},{number})")[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);

    // 1 would be a model without an error.
    [Fact]
    public void ANumberNearARoundOneIsNotShownAsThat() => Assert.Matches(
        @"^R2   : 0\.99999998\d$",
        ModuleSession.Render("Test-Model (New-CustomModel @{ none = New-LinearModel 1 1 } { param($x) $x + 0 }) (New-Tensor 0.0001,1.0001,2.0001) (New-Tensor 0,1,2)")[^1]);

    [Fact]
    public void ADirectionSaysHowSlowItIs() => Assert.Equal(
        ["  Eigenvalue  Contraction Direction", "  ----------  ----------- ---------", "    16.70061    0.8329939 weight + 0.3401 bias", "   0.2993903    0.9970061 weight - 2.94 bias"],
        ModuleSession.Render("(Measure-Convergence 1,2,3,4 -Target 2,4,6,8 -LearningRate 0.01).Direction"));

    // Between words, and never within a number.
    [Fact]
    public void TheWayToTheExactSolutionIsBrokenBetweenWords()
    {
        string[] lines = ModuleSession.Render("(Measure-LinearModel (New-Tensor 1,2,3,4) (New-Tensor 2.1,3.9,6.2,7.8) -From (New-LinearModel 1 1 -Weight 1.5 -Bias 0.25)).Distance", 80);
        Assert.Equal("Finding    : The model has not reached the exact solution.", lines[0]);
        string[] words = string.Join(' ', lines.Select(line => line.Trim())).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("convergence", words);
        Assert.Contains("coefficients.", words);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 78));
    }

    [Fact]
    public void DataSetsAndBatchesShowShapesAndNoRows()
    {
        const string data = "$rows = 1..3 | ForEach-Object { [pscustomobject]@{ a = $_; b = 2 * $_; kind = 'x', 'y' | Select-Object -Index ($_ % 2) } }; $data = New-DataSet $rows kind a, b -AsClass; ";
        Assert.Equal(["Rows       : 3", "Input      : [3,2]: a, b", "Target     : [3]: kind", "ClassNames : x, y"], ModuleSession.Render(data + "$data"));
        Assert.Equal(["Rows   : 3", "Input  : [3]", "Target : [3]"], ModuleSession.Render("New-DataSet 1,2,3 4,5,6"));
        Assert.Equal(["Rows Input Target", "---- ----- ------", "2    [2,2] [2]", "1    [1,2] [1]"], ModuleSession.Render(data + "New-DataLoader $data -BatchSize 2"));
    }

    // Within 80 columns, whatever a layer's settings.
    [Fact]
    public void LayersAreATableWithTheirNumbers() => Assert.Equal(
        [
            "Name Layer     OutputShape Parameters Multiplications Memory",
            "---- -----     ----------- ---------- --------------- ------",
            "0    Conv2d    [1,6,8,8]   60         3456            5376",
            "1    MaxPool2d [1,6,4,4]   0          0               384",
            "2    Flatten   [1,96]      0          0               0",
            "3    Linear    [1,10]      970        960             40",
        ],
        ModuleSession.Render("New-SequentialModel { Conv2d 1 6 3 -Padding 1; MaxPool2d 2; Flatten; Linear 96 10 } | Measure-Model -InputShape 1,8,8 | Out-String -Width 80"));

    [Fact]
    public void GradientsOfOneElementAreNumbersOfSevenDigits() => Assert.Equal(
        [
            "Name   Shape Value Gradient",
            "----   ----- ----- --------",
            "weight [1,1] 0     0.3333333",
        ],
        ModuleSession.Render("$m = New-LinearModel 1 1 -NoBias -Weight 0; $m.Forward(@(1/3)).Backward(); Get-ModelParameter $m"));

    [Fact]
    public void RecordsAreATableOfPyTorchsNumbersToSevenDigits()
    {
        string[] lines = ModuleSession.Render("""
            $model = New-LinearModel 1 1 -Weight 0 -Bias 0
            Invoke-Training $model (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 10000 -LogEvery 5000
            """);
        var trace = SeedTraces.Trace("torch_linear_bias");
        Assert.Equal(5, lines.Length);
        Assert.Equal("    Epoch          Loss      Elapsed Parameters", lines[0]);
        Assert.Matches(Row(trace[0]), lines[2]);
        Assert.Matches(Row(trace[^1]), lines[4]);

        static string Row(EpochBits epoch) =>
            $@"^{epoch.Epoch,9} {Digits(epoch.Loss),13} \d\d:\d\d:\d\d\.\d{{3}} weight = {Digits(epoch.Weight)}, bias = {Digits(epoch.Bias!.Value)}$";

        // Where 7 would show a round number that it is not, to 9: see EightyColumnTests.
        static string Digits(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits) switch
        {
            0.29999998f => "0.299999982",
            var number => number.ToString("G7", CultureInfo.InvariantCulture),
        };
    }

    [Fact]
    public void AnImportedTableSaysWhatItsColumnsAre() => Assert.Equal(
        ["Input    : [2,3]: speed, maker_Ford, maker_Opel", "Target   : [2,1]: dist", "Category : maker: Ford, Opel", "Omitted  : 1"],
        ModuleSession.Render("""
            $file = Join-Path ([IO.Path]::GetTempPath()) "LinRegPS-view-$PID.csv"
            'speed,maker,dist', '4,Ford,2', ',Ford,1', '7,Opel,4' | Set-Content $file
            Import-Tensor $file -Target dist -OneHot maker -Missing Omit
            Remove-Item $file
            """));

    [Fact]
    public void ATableAfterTensorsIsATable() => Assert.Equal(
        ["tensor(1.)", "Name   Shape Value Gradient", "----   ----- ----- --------", "weight [1,1] 2", "tensor([2.])"],
        ModuleSession.Render("New-Tensor 1; Get-ModelParameter (New-LinearModel 1 1 -NoBias -Weight 2); New-Tensor @(2)"));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    public void NumbersHaveAPointWhateverTheCulture(string culture) => Assert.Equal(
        ["tensor(1.5000)", "Name   Shape Value Gradient", "----   ----- ----- --------", "weight [1,1] 2.5"],
        ModuleSession.Render($"[cultureinfo]::CurrentCulture = '{culture}'; New-Tensor 1.5; Get-ModelParameter (New-LinearModel 1 1 -NoBias -Weight 2.5)"));
}
