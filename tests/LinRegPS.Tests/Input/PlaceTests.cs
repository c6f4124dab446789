using LinRegPS.Engine.Tests.Support;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Arguments by their places and down the pipeline: what is meant binds where it is plain, and else one error says what to type.</summary>
public sealed class PlaceTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $data = New-DataSet $X $Y
        $model = New-LinearModel 1 1 -NoBias -Weight 0

        """;

    [Theory]
    [InlineData("1..4 | New-Tensor", "New-Tensor 1,2,3,4")]
    [InlineData("1..4 | New-Tensor -Shape 2,2", "New-Tensor (1,2),(3,4)")]
    [InlineData("(1,2), (3,4) | New-Tensor", "New-Tensor (1,2),(3,4)")]
    [InlineData("$X | New-Tensor", "$X")]
    [InlineData("$X | ConvertTo-Tensor", "$X")]
    [InlineData("'1.5', 2 | New-Tensor", "New-Tensor 1.5,2")]
    [InlineData("1..4 | Invoke-Model (New-LinearModel 1 1 -Weight 2 -Bias 1)", "New-Tensor 3,5,7,9 -Shape 4,1")]
    [InlineData("'0.5' | Invoke-Model (New-LinearModel 1 1 -Weight 2 -Bias 1)", "New-Tensor 2 -Shape 1,1")]
    [InlineData("(Split-DataSet $data 0.25 -Seed 1).Test.Input", "(Split-DataSet $data -TestShare 0.25 -Seed 1).Test.Input")]
    [InlineData("(New-Scaler MinMax $X).Transform($X)", "(New-Scaler $X MinMax).Transform($X)")]
    [InlineData("(New-DataSet $rows -Property x y).Input", "$X")]
    [InlineData("(New-DataSet $rows y x).Input", "$X")]
    [InlineData("(New-DataSet $rows -Property x -Target y).Target", "$Y")]
    [InlineData("(New-DataSet $rows -Like (New-DataSet $rows y x)).Target", "$Y")]
    public void WhatIsMeantIsPlain(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$rows = 1..4 | ForEach-Object { [pscustomobject]@{ x = $_; y = 2 * $_ } }");
        Assert.Equal(session.Tensor($"({expected}).Detach()"), session.Tensor($"({script}).Detach()"));
    }

    [Fact]
    public void ATensorDownThePipelineIsCopied()
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$new = $X | New-Tensor -RequiresGrad; $copy = $X | ConvertTo-Tensor -RequiresGrad");
        Assert.Equal([false, true, true], session.All<bool>("$X, $new, $copy | ForEach-Object { $_.RequiresGrad }"));
    }

    [Theory]
    [InlineData("1, 2, 3 | Invoke-Model (New-LinearModel 2 1)", "ShapeMismatch", "[3,1]")]
    [InlineData("$data | New-DataLoader 2", "PlaceTaken", "'2' (Int32) is given for -InputObject, where what comes down the pipeline has its place. Name what it is for: ... | New-DataLoader -BatchSize ...")]
    [InlineData("$X, $X | ConvertFrom-Tensor a", "PlaceTaken", "ConvertFrom-Tensor -Property ...")]
    [InlineData("$data | Split-DataSet 0.2", "PlaceTaken", "-TestShare ...")]
    [InlineData("$data | New-Scaler MinMax", "PlaceTaken", "-Kind ...")]
    [InlineData("$model | Get-ModelParameter weight", "PlaceTaken", "-Name ...")]
    [InlineData("$model | Test-Model $X $Y", "PlaceTaken", "Test-Model -InputObject ... -Target ...")]
    [InlineData("$X | Show-TensorPlot -InputObject $X -Y $Y", "PlaceTaken", "Leave one of them out.")]
    [InlineData("1..3 | New-Tensor -Zeros 3", "NothingFromPipeline", "With these parameters New-Tensor takes nothing from the pipeline.")]
    [InlineData("Search-Training { Linear 1 1 } $data", "EpochNeeded", "-Epoch 100")]
    [InlineData("Search-Training { Linear 1 1 } $X $Y 0.1", "EpochNeeded", "-Epoch 100")]
    [InlineData("Invoke-Training $model $X 0.01 5", "TargetNeeded", "'0.01' (Double) stands in its place, and is no row for each of the input. Give what the model should give for the input: Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 5.")]
    [InlineData("Debug-Training $model 1, 2, 3 0.01 -Epoch 5", "TargetNeeded", "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 5.")]
    [InlineData("1, 2 | Invoke-Training $model x y 0.1 3", "PlaceTaken", "'x' (String) is given for -InputObject, where what comes down the pipeline has its place. Name what it is for: ... | Invoke-Training $model -Property ... -Target ... -LearningRate ... -Epoch ...")]
    [InlineData("Invoke-Training (New-LinearModel 1 1) 1, 2, 3 1, 2, 3 0.1 1", "ShapeMismatch", "Of numbers New-Tensor makes it with -Shape -1,1.")]
    [InlineData("Invoke-Training (New-LinearModel 1 3) $X (New-Tensor 0,1,2,0) 0.1 1", "ShapeMismatch", "A target of numbers of classes is for CrossEntropy.")]
    [InlineData("New-Scaler $X Standart", "NoSuchName", "Standard, MinMax, Robust")]
    [InlineData("New-Scaler $X $Y", "NoSuchName", "-Kind: A tensor of shape [4,1]")]
    [InlineData("New-DataSet $data.Input y x", "ParameterConflict", "-Property is for objects")]
    public void OneErrorSaysWhatToType(string script, string id, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.ToString());
        Accepted.Text("refused.txt", error.ToString());
    }

    // A single number is a target where the input is one, or where shapes may differ.
    [Theory]
    [InlineData("Invoke-Training (New-LinearModel 1 1) (, 3) (, 6) 0.01 1")]
    [InlineData("Invoke-Training (New-LinearModel 1 1) $X 5 0.01 1 -AllowBroadcast")]
    public void ANumberMayBeATarget(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.Empty(session.Attempt(script).Errors);
    }

    // Their numbers would fill pages, and say nothing of what is wrong.
    [Theory]
    [InlineData("Export-Tensor $many many.npy", "-Path: A tensor of shape [5000,1] is not the name of a file. The file stands first")]
    [InlineData("Export-TrainingPlot ($many, $many) plot.svg", "-Path: An array")]
    [InlineData("Export-Model (New-LinearModel 1 1) model.safetensors", "-Path: 'Linear(")]
    [InlineData("Export-TrainingPlot plot.svg $many", "Loss is a tensor of shape [5000,1], not a number")]
    [InlineData("Measure-Loss $many $many $many", "-Loss: A tensor of shape [5000,1] is not the name of a loss")]
    [InlineData("Invoke-Training $model $X $Y 0.01 1 -Optimizer $many", "-Optimizer: A tensor of shape [5000,1] is not the name of an optimizer")]
    [InlineData("Invoke-Training $model $X $Y 0.01 1 -Loss $many", "-Loss: A tensor of shape [5000,1]")]
    [InlineData("Invoke-Training $model $X $Y 0.01 1 -Optimizer Adam -OptimizerSetting @{ Beta1 = $many }", "a tensor of shape [5000,1]")]
    [InlineData("Invoke-Training $model $X $Y $many 1", "-LearningRate: the value is a tensor of shape [5000,1], not a number")]
    [InlineData("New-LinearModel $many 1", "-InFeatures: the value is a tensor of shape [5000,1], not a number")]
    [InlineData("New-LinearModel 1 $model", "-OutFeatures: the value is 'Linear(")]
    [InlineData("New-Tensor -Zeros -Shape 2, $many", "-Shape: the value is a tensor of shape [5000,1], not a number")]
    [InlineData("New-Tensor -Full $many -Shape 2", "a tensor of shape [5000,1]")]
    [InlineData("Invoke-Model $many $X", "A tensor of shape [5000,1] is not a model")]
    public void OfATensorAnErrorHasTheShape(string script, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$many = New-Tensor -Ones -Shape 5000,1");
        string error = Assert.Single(session.Attempt(script).Errors).ToString();
        Assert.Contains(words, error);
        Assert.DoesNotContain("1.", error.Replace("0.01", string.Empty));
    }
}
