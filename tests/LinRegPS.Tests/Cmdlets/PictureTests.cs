using System.Xml.Linq;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Pictures to files, at the prompt.</summary>
public sealed class PictureTests : IDisposable
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,9 -Shape 4,1
        $model = New-LinearModel 1 1 -Weight 0 -Bias 0
        $records = Invoke-Training $model $X $Y 0.01 100
        $fit = Measure-LinearModel $X $Y
        $features = New-Tensor -Normal -Shape 60,2 -Seed 1
        $classes = $features.ArgMax(1)
        $classifier = New-LinearModel 2 2 -Seed 0
        $null = Invoke-Training $classifier $features $classes 0.5 20 -Loss CrossEntropy

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS [pictures]").FullName;
    private readonly ModuleSession _session = new();

    public PictureTests()
    {
        _session["folder"] = _folder;
        _session.Run("Set-Location -LiteralPath $folder");
        _session.Run(Setup);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("$records | Export-TrainingPlot {0}", "Loss by epoch")]
    [InlineData("Export-TrainingPlot {0} $records, $records a, b -Log:$false", "Loss by epoch")]
    [InlineData("Export-TrainingPlot {0} ([ordered]@{{ a = $records; b = 3, 2, 1 }})", "Loss by epoch")]
    [InlineData("$records | Export-TrainingPlot {0} -Property weight, bias", "Weight, bias by epoch")]
    [InlineData("$model | Export-TrainingPlot {0}", "Gradients")]
    [InlineData("$records | Export-TrainingPlot {0} -Kind Gradient", "Gradients at epoch 100")]
    [InlineData("$records | ConvertTo-Csv | ConvertFrom-Csv | Export-TrainingPlot {0} -Kind Gradient", "Gradients at epoch 100")]
    [InlineData("$records | Export-TrainingPlot {0} -Kind Surface -Model $model -Data $X -Target $Y", "Loss over weight and bias")]
    [InlineData("$records | ConvertTo-Csv | ConvertFrom-Csv | Export-TrainingPlot {0} -Kind Surface -Model $model -Data (New-DataSet $X $Y) -Loss Huber", "Loss over weight and bias")]
    [InlineData("Export-TrainingPlot {0} @() -Kind Surface -Model $classifier -Data $features -Target $classes -Loss CrossEntropy -Parameter 'weight[0]', 'bias[1]'", "Loss over weight[0] and bias[1]")]
    [InlineData("Test-Model $classifier $features $classes -Loss CrossEntropy | Export-TrainingPlot {0} -Name low, high", "Which classes were taken for which")]
    [InlineData("(Test-Model $classifier $features $classes -Loss CrossEntropy).Confusion | Export-TrainingPlot {0} -Kind Confusion", "Which classes were taken for which")]
    [InlineData("Export-TrainingPlot {0} $classifier -Kind DecisionRegion -Data $features -Target $classes", "Decision regions")]
    [InlineData("Export-RegressionPlot {0} $fit", "y ~ x")]
    [InlineData("Export-RegressionPlot {0} $fit -Kind Residual -Theme dark", "y ~ x")]
    [InlineData("$fit | Export-RegressionPlot {0} -ConfidenceLevel 0.5 -Title 'A <title> & more'", "A <title> & more")]
    public void EachIsAPictureAndAPage(string script, string title)
    {
        _session.Run(string.Format(script, "a.svg"));
        _session.Run(string.Format(script, "a.html"));
        var picture = XDocument.Load(Path.Combine(_folder, "a.svg"));
        Assert.Equal(title, picture.Root!.Elements().First().Value);
        var page = XDocument.Parse(File.ReadAllText(Path.Combine(_folder, "a.html")).Replace("<!DOCTYPE html>", string.Empty));
        Assert.Equal(title, page.Descendants("title").Single().Value);
        // Nothing is fetched from elsewhere.
        foreach (var document in new[] { picture, page })
            Assert.All(document.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.StartsWith("data:image/png;base64,", a.Value));
        Assert.Equal(script.Contains("dark") ? 0 : 1, picture.ToString().Split("prefers-color-scheme").Length - 1);
    }

    [Fact]
    public void AFileIsKeptUnlessForced() => Assert.Equal(["LinRegPS.FileExists", "old", "a.svg", "LinRegPS.FileExists", "b.svg False"], _session.Run("""
        'old' | Set-Content -LiteralPath a.svg
        try { Export-RegressionPlot a.svg $fit } catch { $_.Exception.ErrorId }
        Export-RegressionPlot a.svg $fit -Force -WhatIf
        Get-Content -LiteralPath a.svg
        (Export-RegressionPlot a.svg $fit -Force -PassThru).Name
        try { $records | Export-TrainingPlot a.svg } catch { $_.Exception.ErrorId }
        $records | Export-TrainingPlot b.svg -WhatIf
        "b.svg $(Test-Path -LiteralPath b.svg)"
        """));

    [Theory]
    [InlineData("Export-RegressionPlot a.png $fit", "LinRegPS.UnknownFormat")]
    [InlineData("Export-RegressionPlot a $fit", "LinRegPS.UnknownFormat")]
    [InlineData("Export-RegressionPlot missing/a.svg $fit", "LinRegPS.FileUnusable")]
    [InlineData("Export-RegressionPlot a.svg $model", "LinRegPS.WrongFit")]
    [InlineData("Export-RegressionPlot a.svg $fit -Theme pink", "LinRegPS.NoSuchName")]
    [InlineData("Export-RegressionPlot a.svg $fit -ConfidenceLevel 2", "LinRegPS.InvalidConfidenceLevel")]
    [InlineData("Export-RegressionPlot a.svg (Measure-LinearModel 1,2 1,3 3>$null) -Kind Residual", "LinRegPS.TooFewPoints")]
    [InlineData("Export-RegressionPlot a.svg (Measure-LinearModel 1,2,3,4 2,4,6,8 3>$null) -Kind Residual", "LinRegPS.WrongFit")]
    [InlineData("Export-TrainingPlot a.svg @()", "LinRegPS.NothingToPlot")]
    [InlineData("Export-TrainingPlot a.svg (New-LinearModel 1 1)", "LinRegPS.NothingToPlot")]
    [InlineData("Export-TrainingPlot a.svg (Test-Model $model $X $Y)", "LinRegPS.NoClasses")]
    [InlineData("Export-TrainingPlot a.svg @{ Class = 0; '0' = 1.5 } -Kind Confusion", "LinRegPS.NotANumber")]
    [InlineData("Export-TrainingPlot a.svg $records -Kind Surface", "LinRegPS.WrongModel")]
    [InlineData("Export-TrainingPlot a.svg $records -Kind Surface -Model $classifier -Data $X -Target $Y", "LinRegPS.WrongModel")]
    [InlineData("Export-TrainingPlot a.svg $records -Kind Surface -Model $classifier -Data $features -Target $classes -Parameter 'weight[0]', 'bias[0]'", "LinRegPS.ShapeMismatch")]
    [InlineData("Export-TrainingPlot a.svg $records -Kind Surface -Model $model -Data $X -Target $Y -Parameter weight, slope", "LinRegPS.NoSuchName")]
    [InlineData("Export-TrainingPlot a.svg $model -Kind DecisionRegion -Data $X -Target $Y", "LinRegPS.ShapeMismatch")]
    public void WhatCantBeDrawnIsAnErrorAndNoFile(string script, string id)
    {
        Assert.StartsWith(id + ",", _session.One<string>($"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }}"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFitThroughEveryRowHasAPageOfTheFitAlone()
    {
        string page = _session.One<string>("Export-RegressionPlot a.html (Measure-LinearModel 1,2 1,3 3>$null); Get-Content -Raw -LiteralPath a.html");
        Assert.Single(XDocument.Parse(page.Replace("<!DOCTYPE html>", string.Empty)).Descendants(), element => element.Attribute("role") is not null);
    }

    [Fact]
    public void AnotherCultureDrawsTheSame() => Assert.Equal(
        _session.One<string>("Export-RegressionPlot a.html $fit; Get-Content -Raw -LiteralPath a.html"),
        _session.One<string>("[cultureinfo]::CurrentCulture = 'de-DE'; Export-RegressionPlot a.html $fit -Force; Get-Content -Raw -LiteralPath a.html"));

    // The model is drawn, not trained: dropout is off, gradients and parameters stay.
    [Fact]
    public void AModelIsLeftAsItIs() => Assert.Equal([true, "True"], _session.Run("""
        $before = "$($model.Weight.Item()) $($model.Bias.Item()) $($model.Weight.Grad.Item()) $($model.Weight.Version)"
        $records | Export-TrainingPlot a.svg -Kind Surface -Model $model -Data $X -Target $Y
        $before -eq "$($model.Weight.Item()) $($model.Bias.Item()) $($model.Weight.Grad.Item()) $($model.Weight.Version)"
        "$($model.Training)"
        """));
}
