using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>
/// What Invoke-Training takes without names is taken so by whatever looks at a training: a model first, a data set in place of input
/// and target, and numbers after them.
/// </summary>
public sealed class ArgumentPlaceTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $data = New-DataSet $X $Y
        $loader = New-DataLoader $data -BatchSize 4
        function New-Line { New-LinearModel 1 1 -Weight 0.5 -Bias 0.25 }
        $model = New-Line
        """;

    [Theory]
    [InlineData("Measure-Convergence $X $Y 0.1", "Measure-Convergence $X -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $data 0.1", "Measure-Convergence $X -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $loader '0.1'", "Measure-Convergence $X -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $data (New-Tensor 0.1) -NoBias", "Measure-Convergence $X -Target $Y -LearningRate 0.1 -NoBias")]
    [InlineData("Measure-Convergence $model $X $Y 0.1", "Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $model $data 0.1", "Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $model $loader -LearningRate 0.1", "Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.1")]
    [InlineData("Measure-Convergence $X $Y 0.1 -Model $model", "Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.1")]
    public void ConvergenceIsMeasuredOf(string script, string named) => AssertSame(script, named, "\"$($_.Finding) $($_.Remedy) $($_.EpochsToTolerance) $($_.Optimum)\"");

    [Theory]
    [InlineData("Debug-Training $model $data 1 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20")]
    [InlineData("Debug-Training $model $loader 1 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20 -BatchSize 4")]
    [InlineData("Debug-Training $model $data -LearningRate 1 -Epoch 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20")]
    [InlineData("$data | Debug-Training $model -LearningRate 1 -Epoch 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20")]
    [InlineData("$model | Debug-Training -Data $data -LearningRate 1 -Epoch 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20")]
    [InlineData("Debug-Training $model $X $Y 1 20", "Debug-Training $model $X $Y -LearningRate 1 -Epoch 20")]
    [InlineData("Debug-Training { foreach ($e in 1..4) { Measure-MseLoss $model.Forward($X) $Y | Invoke-Backward; $model | Step-Sgd -LearningRate 0.01 } } -Rule NoZ*", "Debug-Training -ScriptBlock { foreach ($e in 1..4) { Measure-MseLoss $model.Forward($X) $Y | Invoke-Backward; $model | Step-Sgd -LearningRate 0.01 } } -Rule NoZ*")]
    public void ATrainingIsLookedAtWith(string script, string named) => AssertSame(script, named, "\"$($_.Rule) $($_.Finding) $($_.Evidence) $($_.Remedy)\"");

    [Theory]
    [InlineData("Test-Gradient $model $data")]
    [InlineData("Test-Gradient $model $loader")]
    [InlineData("Test-Gradient $model $X $Y")]
    [InlineData("Test-Gradient $model $data -Loss Mse")]
    [InlineData("Test-Gradient -Model $model -InputObject $X -Target $Y -Loss { param($p, $y) ($p - $y).Square().Mean() }")]
    public void AGradientIsTestedOf(string script) => AssertSame(
        script, "Test-Gradient { Measure-MseLoss (Invoke-Model $model $X) $Y } $model", "\"$($_.Name) $($_.Passed) $($_.Finding)\"");

    [Theory]
    [InlineData("Step-Training $model $data 0.1")]
    [InlineData("Step-Training $model $loader 0.1")]
    [InlineData("Step-Training $model (@($loader)[0]) 0.1")]
    [InlineData("Step-Training $model $X $Y 0.1")]
    public void AStepIsTakenWith(string script) => AssertSame(script, "Step-Training $model $X $Y -LearningRate 0.1", "\"$_ $($model.Weight.Item())\"");

    // Another loss than the usual one, and a layer whose buffers change as it runs: they are put back.
    [Fact]
    public void AModelsGradientIsTestedByItsOwnLossAndLeavesTheModel()
    {
        using var session = new ModuleSession();
        session.Run("""
            $model = New-SequentialModel { Linear 2 4 -Bias $false; BatchNorm1d 4; Linear 4 3 } -Seed 0
            $before = $model.StateDict() | ConvertTo-Json -Depth 9
            $checks = Test-Gradient $model (New-DataSet (New-Tensor -Normal -Shape 6,2 -Seed 1) (0,1,2,0,1,2)) -Loss CrossEntropy
            """);
        Assert.Equal(["0.weight", "1.weight", "1.bias", "2.weight", "2.bias"], session.All<string>("$checks.Name"));
        Assert.True(session.One<bool>("@($checks.Passed) -notcontains $false"));
        Assert.True(session.One<bool>("($model.StateDict() | ConvertTo-Json -Depth 9) -eq $before"));
        session.Run("$null = Debug-Training $model (New-DataSet (New-Tensor -Normal -Shape 6,2 -Seed 1) (0,1,2,0,1,2)) 0.1 5 -Loss CrossEntropy");
        Assert.True(session.One<bool>("($model.StateDict() | ConvertTo-Json -Depth 9) -eq $before"));
    }

    [Theory]
    [InlineData("Measure-Convergence $X $Y", "RateNeeded", "-LearningRate")]
    [InlineData("Measure-Convergence $data", "RateNeeded", "-LearningRate")]
    [InlineData("Measure-Convergence $data '0,1'", "NotANumber", "-LearningRate", "0,1")]
    [InlineData("Measure-Convergence $data $Y 0.1", "ParameterConflict", "-Target")]
    [InlineData("Measure-Convergence $X $Y 0.1 5", "NoPlace", "5")]
    [InlineData("Measure-Convergence $model $X $Y -LearningRate 0.1", "PlaceTaken", "-Model $model")]
    [InlineData("Measure-Convergence $model $X -Target $Y -LearningRate 0.1", "PlaceTaken", "-Model $model")]
    [InlineData("Measure-Convergence $model $X", "PlaceTaken", "-Model $model")]
    [InlineData("Measure-Convergence $model $X $Y 0.1 -NoBias", "ParameterConflict", "-NoBias")]
    [InlineData("Measure-Convergence $model $X $Y 'a'", "NotANumber", "'a'")]
    [InlineData("Measure-Convergence $X -Seed 1 -LearningRate 0.1", "WrongModel", "null")]
    [InlineData("Debug-Training $model -LearningRate 0.1 -Epoch 2", "DataNeeded", "-InputObject")]
    [InlineData("Debug-Training $model $data 0.1", "EpochNeeded", "-Epoch")]
    [InlineData("Debug-Training { 1 } -Gradient { 1 }", "ParameterConflict", "-Gradient")]
    [InlineData("1 | Debug-Training { 1 }", "ParameterConflict", "-InputObject")]
    [InlineData("Test-Gradient $model $X", "TargetNeeded", "-Target")]
    [InlineData("Test-Gradient $model $data $Y", "ParameterConflict", "-Target")]
    [InlineData("Step-Training $model $data '0,1'", "NotANumber", "0,1")]
    [InlineData("Step-Training $model $data 0.1 -Optimizer (New-Optimizer Sgd $model 0.1)", "ParameterConflict", "-Optimizer")]
    public void WhatHasNoPlaceSaysSo(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }

    // What is said is what is the matter, and not what seems to be missing behind it.
    [Theory]
    [InlineData("Invoke-Training $model $none 0.1 5")]
    [InlineData("Invoke-Training $model $none.Train -LearningRate 0.1 -Epoch 5")]
    [InlineData("Debug-Training $model $none 0.1 5")]
    [InlineData("Debug-Training $model $none -LearningRate 0.1 -Epoch 5")]
    [InlineData("Test-Model $model $none")]
    [InlineData("Test-Gradient $model $none")]
    [InlineData("Step-Training $model $none -LearningRate 0.1")]
    [InlineData("Measure-LinearModel $none")]
    [InlineData("New-DataSet $none")]
    [InlineData("Search-Training { Linear 1 1 } $none -LearningRate 0.1 -Epoch 5")]
    public void DataThatWereNeverSetAreNamed(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith("LinRegPS.NullValue,", error.FullyQualifiedErrorId);
        Assert.Contains("-InputObject is null", error.Exception.Message);
    }

    // PowerShell shows the cmdlet before the message.
    [Theory]
    [InlineData("New-Tensor abc", "the value is 'abc' (String), not a number.")]
    [InlineData("New-Tensor $null", "the value is null, not a number.")]
    [InlineData("New-Tensor 1,x", "element [1] is 'x' (String), not a number.")]
    public void TheCmdletIsNamedOnce(string script, string begins)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith(begins, error.ToString());
        Assert.StartsWith(begins, error.Exception.Message);
    }

    private static void AssertSame(string script, string named, string shown)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string[] expected = session.All<string>($"$model = New-Line; {named} | ForEach-Object {{ {shown} }}");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, session.All<string>($"$model = New-Line; {script} | ForEach-Object {{ {shown} }}"));
    }
}
