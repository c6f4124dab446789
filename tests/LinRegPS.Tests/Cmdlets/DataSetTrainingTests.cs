using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Data sets and data loaders where a training or a test takes data.</summary>
public sealed class DataSetTrainingTests
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 50,3 -Seed 1; $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        $split = New-DataSet $X $Y | Split-DataSet -Seed 0; $train = $split.Train
        function New-Plane { New-LinearModel 3 1 -Seed 0 }
        $tensors = New-Plane; $null = Invoke-Training $tensors $train.Input $train.Target 0.1 5
        $model = New-Plane

        """;

    [Theory]
    [InlineData("Invoke-Training $model $train 0.1 5")]
    [InlineData("Invoke-Training $model $train -LearningRate 0.1 -Epoch 5")]
    [InlineData("Invoke-Training $model -Data $train -LearningRate 0.1 -Epoch 5")]
    [InlineData("Invoke-Training $model -InputObject $train -LearningRate 0.1 -Epoch 5")]
    [InlineData("$train | Invoke-Training $model -LearningRate 0.1 -Epoch 5")]
    [InlineData("$split | ForEach-Object Train | Invoke-Training $model -Epoch 5 -LearningRate 0.1")]
    [InlineData("Invoke-Training $model (New-DataLoader $train 40) 0.1 5")]
    public void ADataSetTrainsAsItsTensorsDo(string call)
    {
        using var session = new ModuleSession();
        session.Run(Setup + $"$null = {call}");
        Assert.Equal(session.Tensors("$tensors.Weight, $tensors.Bias"), session.Tensors("$model.Weight, $model.Bias"));
    }

    [Theory]
    [InlineData("Debug-Training $model $train -LearningRate 5 -Epoch 20")]
    [InlineData("Debug-Training $model -Data $train 5 20")]
    [InlineData("$train | Debug-Training $model -LearningRate 5 -Epoch 20")]
    [InlineData("Debug-Training $model (New-DataLoader $train 40) -LearningRate 5 -Epoch 20")]
    public void ADataSetIsDiagnosedAsItsTensorsAre(string call)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string[] expected = session.All<string>("(Debug-Training $model $train.Input $train.Target 5 20).RuleId");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, session.All<string>($"({call}).RuleId"));
    }

    // The mean is over the rows that were trained with.
    [Fact]
    public void ALoaderHasItsOwnBatches()
    {
        using var session = new ModuleSession();
        Assert.Equal(["True", "True"], session.All<string>(Setup + """
            $loader = New-DataLoader $train 16 -DropLast
            $losses = foreach ($batch in $loader) { Step-Training $tensors $batch.Input $batch.Target -LearningRate 0.1 }
            $null = Invoke-Training $model $train.Input $train.Target 0.1 5
            $record = Invoke-Training $model $loader 0.1 1
            "$($record.Loss -eq [float](([double]$losses[0] * 16 + [double]$losses[1] * 16) / 32))"
            "$($model.Weight.Equal($tensors.Weight))"
            """));
    }

    [Theory]
    [InlineData("-ValidationData $split.Test")]
    [InlineData("-ValidationData $split.Test.Input, $split.Test.Target")]
    [InlineData("-ValidationData (New-DataLoader $split.Test 3)")]
    [InlineData("-ValidationData ([LinRegPS.Tensor[]]($split.Test.Input, $split.Test.Target))")]
    public void ValidationTakesThemToo(string arguments)
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>(Setup + $"(Invoke-Training $model $train 0.1 5 {arguments})[-1].ValidationLoss -eq (Test-Model $model $split.Test).Loss"));
    }

    // Keras' validation_split takes the last rows; with a seed it is Split-DataSet's draw.
    [Theory]
    [InlineData("", "-InOrder")]
    [InlineData("-Seed 3", "-Seed 3")]
    [InlineData("-Shuffle -Seed 3 -BatchSize 7", "-Seed 3")]
    public void AShareOfTheRowsIsKeptForValidation(string arguments, string split)
    {
        using var session = new ModuleSession();
        session.Run(Setup + $$"""
            $parts = New-DataSet $X $Y | Split-DataSet -TestShare 0.3 {{split}}
            $null = $tensors = New-Plane
            $expected = Invoke-Training $tensors $parts.Train 0.1 4 {{arguments}} -ValidationData $parts.Test
            $records = Invoke-Training $model $X $Y 0.1 4 {{arguments}} -ValidationShare 0.3
            """);
        Assert.Equal(session.Run("$expected.Loss; $expected.ValidationLoss"), session.Run("$records.Loss; $records.ValidationLoss"));
        Assert.Equal(session.Tensors("$tensors.Weight"), session.Tensors("$model.Weight"));
    }

    [Theory]
    [InlineData("Test-Model $model $split.Test")]
    [InlineData("$split.Test | Test-Model $model")]
    [InlineData("Test-Model $model (New-DataLoader $split.Test 3)")]
    public void TestsTakeThem(string call)
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>(Setup + $"({call}).Loss -eq (Test-Model $model $split.Test.Input $split.Test.Target).Loss"));
    }

    [Theory]
    [InlineData("Invoke-Training $model $X -LearningRate 0.1 -Epoch 2", "TargetNeeded", "-Target")]
    [InlineData("Test-Model $model $X", "TargetNeeded", "-Target")]
    [InlineData("Invoke-Training $model -InputObject $train -Target $Y -LearningRate 0.1 -Epoch 2", "ParameterConflict", "-Target", "-LearningRate 0.1")]
    [InlineData("Test-Model $model $train $Y", "ParameterConflict", "-Target")]
    [InlineData("Invoke-Training $model (New-DataLoader $train 5) 0.1 2 -BatchSize 5", "ParameterConflict", "-BatchSize", "data loader")]
    [InlineData("Invoke-Training $model (New-DataLoader $train 5) 0.1 2 -ValidationShare 0.2", "ParameterConflict", "-ValidationShare")]
    [InlineData("New-DataLoader $train 5 | ForEach-Object { $_ } | Invoke-Training $model -LearningRate 0.1 -Epoch 2", "WrongDataSet", "batches", "Step-Training")]
    [InlineData("Invoke-Training $model $train 0.1 2 -ValidationData $split.Test -ValidationShare 0.2", "ParameterConflict", "-ValidationShare")]
    [InlineData("Invoke-Training $model $train 0.1 2 -ValidationShare 1.5", "InvalidSplit", "1.5")]
    [InlineData("Invoke-Training $model $train 0.1 2 -ValidationData 1,2", "WrongDataSet", "$X, $Y")]
    [InlineData("Invoke-Training $model $train 0.1 2 -ValidationData $X, $split.Test.Target", "ShapeMismatch", "[50,3]", "[10,1]")]
    public void WhatIsNoDataIsRefused(string call, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(call).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }
}
