using System.Management.Automation;
using System.Text.RegularExpressions;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>
/// Every cmdlet with what nobody should give it: a result, or one error of this module's, in little memory. What .NET says
/// of it itself is no answer. Alone, so that what is allocated is the call's.
/// </summary>
[CollectionDefinition(nameof(HostileInputTests), DisableParallelization = true)]
[Collection(nameof(HostileInputTests))]
public sealed partial class HostileInputTests : IClassFixture<HostileSession>
{
    private const long MostBytes = 100_000_000;
    // Facts and remedy.
    private const int LongestMessage = 3100;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> s_inputs = new()
    {
        ["null"] = "$null",
        ["no element"] = "@()",
        ["no text"] = "''",
        ["an array that contains itself"] = "$itself",
        ["an array 1000 deep"] = "$deep",
        ["nulls in an array"] = "($null, $null)",
        ["the largest int"] = "2147483647",
        ["the least int"] = "(-2147483648)",
        ["a huge shape"] = "(100000, 100000)",
        ["a negative shape"] = "(-1, -2)",
        ["a long beyond float32"] = "9223372036854775807",
        ["NaN"] = "([double]::NaN)",
        ["infinity"] = "([double]::PositiveInfinity)",
        ["negative infinity"] = "([double]::NegativeInfinity)",
        ["a million letters"] = "$letters",
        ["a million digits"] = "$digits",
        ["thousands separators"] = "'1,234'",
        ["a date"] = "([datetime]'2024-01-05')",
        ["a closed stream"] = "$closed",
        ["a type"] = "([int])",
        ["a hashtable that holds itself"] = "$circle",
        ["an object whose property throws"] = "$throwing",
        ["a block that throws"] = "{ throw 'thrown by the block' }",
        ["a block that writes nothing"] = "{ }",
        ["a tensor without elements"] = "$none",
        ["a tensor of 3 dimensions"] = "$cube",
        ["a model"] = "$model",
        ["a model that holds itself"] = "$cyclic",
        ["an array that begins at 5"] = "$bounds",
    };

    // Calls for each cmdlet, with $v for the argument in question. Epochs are not among them: 2147483647 of them are as many.
    private static readonly Dictionary<string, string[]> s_calls = new()
    {
        ["Clear-Gradient"] = [", $v | Clear-Gradient", "Clear-Gradient $v"],
        ["Compare-Gradient"] = [", $v | Compare-Gradient 1", "Compare-Gradient $v 1", "Compare-Gradient 1 $v", "Compare-Gradient $v $v", "Compare-Gradient 1 2 -SampleCount $v", "Compare-Gradient 1 2 -BatchSize $v", "Compare-Gradient 1 2 -FeatureCount $v"],
        ["Compare-Training"] = ["Compare-Training $v $records", "Compare-Training $records $v", "Compare-Training $records $records -Map $v", "Compare-Training $records $records -Name $v", "Compare-Training $records $records -SampleCount $v"],
        ["Convert-TensorFile"] = ["Convert-TensorFile $v a.safetensors -Force", "Convert-TensorFile saved.csv $v -Force", "Convert-TensorFile saved.csv a.safetensors -Property $v -Force", "Convert-TensorFile saved.csv a.safetensors -Target $v -Force", "Convert-TensorFile saved.csv a.safetensors -Delimiter $v -Force"],
        ["ConvertFrom-Tensor"] = [", $v | ConvertFrom-Tensor", "ConvertFrom-Tensor $v", "ConvertFrom-Tensor $X -Property $v", "ConvertFrom-Tensor $v -AsText"],
        ["ConvertTo-Tensor"] = [", $v | ConvertTo-Tensor", ", $v | ConvertTo-Tensor a", "ConvertTo-Tensor -InputObject $v", "ConvertTo-Tensor $v -InputObject @{ a = 1 }", "ConvertTo-Tensor a -InputObject $v", "ConvertTo-Tensor a -InputObject @{ a = $v }"],
        ["Debug-Training"] = ["Debug-Training $v $X $Y 0.01 1", "Debug-Training (New-LinearModel 1 1) $v $Y 0.01 1", "Debug-Training (New-LinearModel 1 1) $X $v 0.01 1", "Debug-Training $v", "Debug-Training { } -Rule $v", "Debug-Training (New-LinearModel 1 1) $X $Y $v 1", "Debug-Training (New-LinearModel 1 1) $X $Y 0.01 1 -BatchSize $v"],
        ["Enter-ProcessGroup"] = ["Enter-ProcessGroup -LibraryPath $v", "Enter-ProcessGroup -TimeoutSecond $v"],
        ["Export-Checkpoint"] = ["Export-Checkpoint $v -Model $model -Force", "Export-Checkpoint a.ckpt -Model $v -Force", "Export-Checkpoint a.ckpt -Model $model -Optimizer $v -Force", "Export-Checkpoint a.ckpt -Model $model -Epoch $v -Force"],
        ["Export-ComputationGraph"] = [", $v | Export-ComputationGraph a.mmd -Force", "Export-ComputationGraph $v ($w * 2) -Force", "Export-ComputationGraph a.dot $v -Force", "Export-ComputationGraph a.md ($w * 2) -Model $v -Force", "Export-ComputationGraph a.md ($w * 2) -Name $v -Force", "Export-ComputationGraph a.md ($w * 2) -Name @{ w = $v } -Force"],
        ["Export-Model"] = [", $v | Export-Model a.safetensors -Force", "Export-Model $v $model -Force", "Export-Model a.safetensors $v -Force"],
        ["Export-RegressionPlot"] = [", $v | Export-RegressionPlot a.svg -Force", "Export-RegressionPlot $v $fit -Force", "Export-RegressionPlot a.html $v -Force", "Export-RegressionPlot a.html $fit -ConfidenceLevel $v -Force", "Export-RegressionPlot a.html $fit -Theme $v -Force", "Export-RegressionPlot a.svg $fit -Title $v -Force"],
        ["Export-Tensor"] = [", $v | Export-Tensor a.npy -Force", "Export-Tensor $v $X -Force", "Export-Tensor a.npy $v -Force", "Export-Tensor a.npz $v -Force", "Export-Tensor a.csv $v -Force", "Export-Tensor a.json $v -Force", "Export-Tensor a.safetensors $v -Force", "Export-Tensor a.csv $X -Property $v -Force"],
        ["Export-TrainingPlot"] = [", $v | Export-TrainingPlot a.svg -Force", "Export-TrainingPlot $v $records -Force", "Export-TrainingPlot a.html $v -Force", "Export-TrainingPlot a.svg $records -Property $v -Force", "Export-TrainingPlot a.svg $records -Name $v -Force", "Export-TrainingPlot a.svg $v -Kind Gradient -Force", "Export-TrainingPlot a.svg $v -Kind Confusion -Force", "Export-TrainingPlot a.svg $v -Kind Surface -Model $model -Data $X -Target $Y -Force", "Export-TrainingPlot a.svg @() -Kind Surface -Model $v -Data $X -Target $Y -Force", "Export-TrainingPlot a.svg @() -Kind Surface -Model $model -Data $v -Target $Y -Force", "Export-TrainingPlot a.svg @() -Kind Surface -Model $model -Data $X -Target $v -Force", "Export-TrainingPlot a.svg @() -Kind Surface -Model $model -Data $X -Target $Y -Loss $v -Force", "Export-TrainingPlot a.svg @() -Kind Surface -Model $model -Data $X -Target $Y -Parameter $v -Force", "Export-TrainingPlot a.svg $v -Kind DecisionRegion -Data $X -Target $Y -Force", "Export-TrainingPlot a.svg $model -Kind DecisionRegion -Data $v -Target $Y -Force", "Export-TrainingPlot a.svg $model -Kind DecisionRegion -Data $X -Target $v -Force"],
        ["Get-Gradient"] = [", $v | Get-Gradient -By $w", "Get-Gradient $v $w", "Get-Gradient ($w * 2) $v", "Get-Gradient ($w * 2) $w -Gradient $v"],
        ["Get-ModelParameter"] = [", $v | Get-ModelParameter", "Get-ModelParameter $v", "Get-ModelParameter $model -Name $v"],
        ["Get-TensorThread"] = ["Get-TensorThread"],
        ["Import-Checkpoint"] = ["Import-Checkpoint $v -Model $model", "Import-Checkpoint saved.ckpt -Model $v", "Import-Checkpoint saved.ckpt -Model (New-LinearModel 1 1) -Optimizer $v"],
        ["Import-Model"] = ["Import-Model $v", "Import-Model saved.safetensors -Model $v", "Import-Model saved.safetensors -Key $v"],
        ["Import-Tensor"] = ["Import-Tensor $v", "Import-Tensor saved.npy -Name $v", "Import-Tensor saved.npz -Name $v", "Import-Tensor saved.npz -Like $v", "Import-Tensor saved.csv -Code $v", "Import-Tensor saved.csv -Delimiter $v", "Import-Tensor saved.csv -Property $v", "Import-Tensor saved.csv -Target $v", "Import-Tensor saved.csv -OneHot $v", "Import-Tensor saved.csv -Like $v", "Import-Tensor saved.csv -Missing Fill -FillValue $v"],
        ["Import-TrainingTrace"] = ["Import-TrainingTrace $v", "Import-TrainingTrace saved.csv -Loss $v"],
        ["Invoke-Backward"] = [", $v | Invoke-Backward", "Invoke-Backward $v", "Invoke-Backward ($w * 2) $v"],
        ["Invoke-Model"] = [", $v | Invoke-Model $model", "Invoke-Model $v $X", "Invoke-Model $model $v", "Invoke-Model -Path $v $X", "Invoke-Model -Path saved.safetensors $v", ", $v | Invoke-Model $model -Property a", "Invoke-Model $model @{ a = 1 } -Property $v", "Invoke-Model $model @{ a = $v } -Property a", "Invoke-Model $model @{ a = 1 } -Property a -OutputName $v", "Invoke-Model $answering $v", "Invoke-Model $network $v", "Invoke-Model (New-CustomModel @{ l = $model } { $v }) $X"],
        ["Invoke-NoGrad"] = ["Invoke-NoGrad $v", "Invoke-NoGrad { $v }"],
        ["Invoke-Training"] = ["Invoke-Training $v $X $Y 0.01 1", "Invoke-Training (New-LinearModel 1 1) $v $Y 0.01 1", "Invoke-Training (New-LinearModel 1 1) $X $v 0.01 1", "Invoke-Training (New-LinearModel 1 1) $v $v 0.01 1", "Invoke-Training (New-LinearModel 1 1) $X $Y $v 1", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -BatchSize $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -AccumulationStep $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -StartEpoch $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Loss $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Optimizer $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -OptimizerSetting $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -OptimizerSetting @{ Momentum = $v }", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Schedule $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Schedule StepLR -ScheduleSetting @{ StepSize = $v }", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -ValidationData $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Loss CrossEntropy -ClassWeight $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -StartStep $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Metric $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -OnEpoch $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -OnStep $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -CheckpointPath $v -Force", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -CheckpointPath a.ckpt -Force -CheckpointEvery $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -ProcessGroup $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -Part $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -ValidationData $v, $v", "Invoke-Training (New-LinearModel 1 1) $X $Y 0.01 1 -ValidationShare $v", "Invoke-Training (New-LinearModel 1 1) $v 0.01 1 1", ", $v | Invoke-Training (New-LinearModel 1 1) -LearningRate 0.01 -Epoch 1"],
        ["Measure-Convergence"] = ["Measure-Convergence $v -LearningRate 0.1", "Measure-Convergence $X -LearningRate $v", "Measure-Convergence $X -Target $v -LearningRate 0.1", "Measure-Convergence $X -Model $v -Target $Y -LearningRate 0.1", "Measure-Convergence $X -LearningRate 0.1 -Start $v"],
        ["Measure-LinearModel"] = [", $v | Measure-LinearModel -Target b -Property a", "Measure-LinearModel $v $Y", "Measure-LinearModel $X $v", "Measure-LinearModel $X $Y -Degree $v", "Measure-LinearModel $X $Y -Property $v", "Measure-LinearModel $X $Y -NewObject $v", "Measure-LinearModel $X $Y -From $v", "Measure-LinearModel -Path $v -Target a", "Measure-LinearModel -Path saved.csv -Target $v", "Measure-LinearModel -Path saved.csv -Target a -Property $v", "@{ a = 1; b = 1 }, @{ a = 2; b = 3 }, @{ a = $v; b = 3 } | Measure-LinearModel -Target b -Property a", "@{ a = 1; b = 1 }, @{ a = 2; b = 3 }, @{ a = 3; b = 3 } | Measure-LinearModel -Target b -Property a -Factor $v", "(@{ a = 'x'; b = 1 }, @{ a = 'y'; b = 3 }, @{ a = 'x'; b = 3 } | Measure-LinearModel -Target b -Property a).Predict(@{ a = $v })"],
        ["Measure-Loss"] = [", $v | Measure-Loss -Target $Y -Loss Mse", "Measure-Loss $v $Y Mse", "Measure-Loss $X $v Mse", "Measure-Loss $v $v CrossEntropy", "Measure-Loss $X $Y $v", "Measure-Loss $X $Y Huber -Setting $v", "Measure-Loss $X $Y Huber -Setting @{ Delta = $v }"],
        ["Measure-Model"] = [", $v | Measure-Model -InputShape 1", "Measure-Model $v 1", "Measure-Model $model $v", "Measure-Model $network $v", "Measure-Model $model 1 -BatchSize $v"],
        ["Measure-MseLoss"] = [", $v | Measure-MseLoss -Target $Y", "Measure-MseLoss $v $Y", "Measure-MseLoss $X $v", "Measure-MseLoss $v $v -AllowBroadcast", "Measure-MseLoss $X $Y -Scale $v"],
        ["Measure-Tensor"] = [", $v | Measure-Tensor", "Measure-Tensor $v", "Measure-Tensor $X -Property $v"],
        ["New-CustomModel"] = ["New-CustomModel $v { }", "New-CustomModel @{ a = $v } { }", "New-CustomModel @{ a = $model } $v"],
        ["New-DataLoader"] = [", $v | New-DataLoader", "New-DataLoader $v 2", "New-DataLoader $v $Y 2", "New-DataLoader $X $v 2", "New-DataLoader $set $v", "New-DataLoader $set 2 -Transform $v", "New-DataLoader $set 2 -Transform { $v } | ForEach-Object { $_.Input }"],
        ["New-DataSet"] = [", $v | New-DataSet -Property a -Target b", "New-DataSet $v $Y", "New-DataSet $X $v", "New-DataSet $v $v", "New-DataSet -InputObject $v -Property a -Target b", "New-DataSet -InputObject @{ a = 1; b = 2 } -Property $v -Target b", "New-DataSet $v", "New-DataSet -Path $v", "New-DataSet -Path saved.npy -TargetPath $v", ", $v | New-DataSet", ", $v | New-DataSet -Like $named", "$record | New-DataSet -Like $v", "$record | New-DataSet -Property a -Target b -ClassName $v"],
        ["New-LearningRateSchedule"] = [", $v | New-LearningRateSchedule StepLR -StepSize 1", "New-LearningRateSchedule $v $sgd", "New-LearningRateSchedule StepLR $v", "New-LearningRateSchedule StepLR $sgd -StepSize $v", "New-LearningRateSchedule LambdaLR $sgd -Lambda $v"],
        ["New-LinearModel"] = ["New-LinearModel $v 1", "New-LinearModel 1 $v", "New-LinearModel $v $v", "New-LinearModel 1 1 -Weight $v", "New-LinearModel 1 1 -Bias $v", "New-LinearModel 1 1 -Seed $v"],
        ["New-Optimizer"] = [", $v | New-Optimizer Adam", "New-Optimizer $v $model", "New-Optimizer Adam $v", "New-Optimizer Adam $model -LearningRate $v", "New-Optimizer Sgd $model 0.1 -Momentum $v", "New-Optimizer Adam $model -NoDecay $v"],
        ["New-Scaler"] = [", $v | New-Scaler", "New-Scaler $v", "New-Scaler $X -Property $v", "New-Scaler $named -Property $v", "New-Scaler -From $v", "New-Scaler -From @{ Kind = $v; Column = @(); Center = 1; Scale = 1 }", "New-Scaler -From @{ Kind = 'MinMax'; Column = $v; Center = 1; Scale = 1 }", "New-Scaler -From @{ Kind = 'MinMax'; Column = @(); Center = $v; Scale = $v }"],
        ["New-SequentialModel"] = ["New-SequentialModel $v", "New-SequentialModel { $v }", "New-SequentialModel { Linear $v 1 }", "New-SequentialModel { Conv2d 1 1 $v }", "New-SequentialModel { Dropout $v }", "New-SequentialModel -Layer $v"],
        ["New-Tensor"] = ["New-Tensor $v", "New-Tensor $v -AllowNaN", "New-Tensor $v -DType Int64", "New-Tensor $v -DType Bool", "New-Tensor 1 -Shape $v", "New-Tensor -Zeros -Shape $v", "New-Tensor -Normal -Shape $v", "New-Tensor -Full $v -Shape 1", "New-Tensor -Uniform -Shape 1 -Maximum $v", "New-Tensor -Normal -Shape 1 -Mean $v", "New-Tensor -Normal -Shape 1 -StandardDeviation $v"],
        ["Search-Training"] = ["Search-Training $v $X $Y 0.1 1", "Search-Training { $v } $X $Y 0.1 1", "Search-Training { Linear 1 1 } $v $Y 0.1 1", "Search-Training { Linear 1 1 } $X $v 0.1 1", "Search-Training { Linear 1 1 } $X $Y $v 1", "Search-Training { Linear 1 1 } $X $Y 0.1 1 -Optimizer $v", "Search-Training { Linear 1 1 } $X $Y 0.1 1 -BatchSize $v", "Search-Training { Linear 1 1 } $X $Y 0.1 1 -Loss $v", "Search-Training { Linear 1 1 } $X $Y 0.1 1 -Fold $v", "Search-Training { Linear 1 1 } $X $Y 0.1 1 -ValidationShare $v"],
        ["Set-RandomSeed"] = [", $v | Set-RandomSeed", "Set-RandomSeed $v"],
        ["Set-TensorThread"] = [", $v | Set-TensorThread; Set-TensorThread $threads", "Set-TensorThread $v; Set-TensorThread $threads"],
        ["Show-ComputationGraph"] = [", $v | Show-ComputationGraph", "Show-ComputationGraph $v", "Show-ComputationGraph ($w * 2) -Model $v", "Show-ComputationGraph ($w * 2) -Name $v", "Show-ComputationGraph ($w * 2) -Name @{ w = $v }", "Show-ComputationGraph ($w * 2) -Depth $v"],
        ["Show-TensorPlot"] = [", $v | Show-TensorPlot", "Show-TensorPlot $v", "Show-TensorPlot $X $v", "Show-TensorPlot $v -Kind Image", "Show-TensorPlot $v -Kind Histogram", "Show-TensorPlot $v -Kind Scatter", "Show-TensorPlot $X -Width $v", "Show-TensorPlot $X -Kind Histogram -Bin $v"],
        ["Show-TrainingPlot"] = [", $v | Show-TrainingPlot", "Show-TrainingPlot $v", "Show-TrainingPlot @{ a = $v }", "Show-TrainingPlot @{ Epoch = $v; Loss = 1 }", "Show-TrainingPlot @{ Epoch = 1; Loss = $v }", "Show-TrainingPlot $records -Property $v", "Show-TrainingPlot $records -Name $v", "Show-TrainingPlot $records -Width $v", "Show-TrainingPlot $records -Height $v"],
        ["Split-DataSet"] = [", $v | Split-DataSet", "Split-DataSet $v", "Split-DataSet $set -Length $v", "Split-DataSet $set -Fold $v", "Split-DataSet $set -TestShare $v", "Split-DataSet $set -Group $v"],
        ["Step-Optimizer"] = [", $v | Step-Optimizer", "Step-Optimizer $v", "Step-Optimizer $sgd -Closure $v"],
        ["Step-Sgd"] = [", $v | Step-Sgd -LearningRate 0.1", "Step-Sgd $v 0.1", "Step-Sgd $stepped $v", "Step-Sgd $stepped 0.1 -Momentum $v"],
        ["Step-Training"] = [", $v | Step-Training (New-LinearModel 1 1) -LearningRate 0.1", "Step-Training $v $X $Y -LearningRate 0.1", "Step-Training (New-LinearModel 1 1) $v $Y -LearningRate 0.1", "Step-Training (New-LinearModel 1 1) $X $v -LearningRate 0.1", "Step-Training (New-LinearModel 1 1) $X $Y -Optimizer $v", "Step-Training (New-LinearModel 1 1) $X $Y -LearningRate 0.1 -Loss $v", "Step-Training (New-LinearModel 1 1) $X $Y -LearningRate 0.1 -ClipNorm $v"],
        ["Sync-Gradient"] = [", $v | Sync-Gradient -ProcessGroup (Enter-ProcessGroup)", "Sync-Gradient $w $v", "Sync-Gradient $stepped (Enter-ProcessGroup) -RowCount $v"],
        ["Sync-Parameter"] = [", $v | Sync-Parameter -ProcessGroup (Enter-ProcessGroup)", "Sync-Parameter $w $v"],
        ["Test-Gradient"] = ["Test-Gradient $v $w", "Test-Gradient { param($w) $w * $w } $v", "Test-Gradient { $v } $w", "Test-Gradient { param($w) $w * $w } $w -Gradient $v", "Test-Gradient { param($w) $w * $w } $w -MaxElement $v"],
        ["Test-Model"] = [", $v | Test-Model -InputObject $X -Target $Y", "Test-Model $v $X $Y", "Test-Model $model $v $Y", "Test-Model $model $v", ", $v | Test-Model $model", "Test-Model $model $X $v", "Test-Model $model $X $Y -Loss $v", "Test-Model $model $X $Y -Metric $v", "Test-Model $model $X $Y -Threshold $v"],
    };

    // What is as it should be all the same.
    private static readonly Dictionary<(string Call, string Input), string> s_exceptions = new()
    {
        [("Test-Gradient { param($w) $w * $w } $v", "a model")] = "the block is given the model, and multiplies it: the error is its own",
        [("Test-Gradient { param($w) $w * $w } $v", "a model that holds itself")] = "the same",
    };

    private readonly HostileSession _fixture;

    public HostileInputTests(HostileSession fixture) => _fixture = fixture;

    public static TheoryData<string> Cmdlets => [.. s_calls.Keys];

    [Fact]
    public void EveryCmdletIsTried() =>
        Assert.Equal(_fixture.Session.All<string>("(Get-Command -Module LinRegPS).Name").Order(), s_calls.Keys.Order());

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void EndsInAResultOrAnErrorOfTheModules(string cmdlet)
    {
        string[] faults =
        [
            .. from call in s_calls[cmdlet]
               from input in s_inputs
               let fault = Fault(call.Replace("$v", input.Value))
               where fault is not null != s_exceptions.ContainsKey((call, input.Key))
               select $"{call}, $v = {input.Key}: {fault ?? "no exception any more"}",
        ];
        Assert.True(faults.Length == 0, string.Join(Environment.NewLine, faults));
    }

    private string? Fault(string call)
    {
        using var shell = _fixture.Session.Begin(call + " 3>$null");
        long before = GC.GetTotalAllocatedBytes(precise: false);
        ErrorRecord[] errors;
        var run = shell.BeginInvoke();
        if (!run.AsyncWaitHandle.WaitOne(s_patience))
        {
            shell.Stop();
            return "does not end";
        }
        try
        {
            shell.EndInvoke(run);
            errors = [.. shell.Streams.Error];
        }
        catch (RuntimeException exception)
        {
            errors = [.. shell.Streams.Error, exception.ErrorRecord];
        }
        long allocated = GC.GetTotalAllocatedBytes(precise: false) - before;
        if (allocated > MostBytes)
            return $"allocates {allocated} bytes";
        if (errors.Length > 1)
            return $"{errors.Length} errors, the last {Text(errors[^1])}";
        return errors.Length == 0 || IsAnswer(errors[0]) ? null : Text(errors[0]);
    }

    private static bool IsAnswer(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("LinRegPS.", StringComparison.Ordinal)
            ? error.ToString().Length <= LongestMessage && !OfDotNet().IsMatch(error.ToString())
            : error.Exception is ParameterBindingException binding ? IsUnavoidable(binding) : error.ToString() == "thrown by the block";

    // What a parameter of any type is given reaches the cmdlet, unless it must not be empty.
    private static bool IsUnavoidable(ParameterBindingException error) => error.ErrorId == "ParameterArgumentValidationError" ||
        !(error.CommandInvocation.MyCommand.Parameters.TryGetValue(error.ParameterName ?? string.Empty, out var parameter) && parameter.ParameterType == typeof(object));

    [GeneratedRegex("did not foresee|[a-z]Exception:|Object reference|Index was outside")]
    private static partial Regex OfDotNet();

    private static string Text(ErrorRecord error)
    {
        string text = error.ToString();
        return $"{error.FullyQualifiedErrorId}, {text.Length} characters: {text[..Math.Min(text.Length, 300)]}";
    }
}

/// <summary>The session that the calls share, in a folder of its own.</summary>
public sealed class HostileSession : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS hostile").FullName;

    public HostileSession()
    {
        Session["folder"] = _folder;
        Session.Run("""
            Set-Location -LiteralPath $folder
            $itself = @(0); $itself[0] = $itself
            $deep = 1; foreach ($i in 1..1000) { $deep = , $deep }
            $letters = 'x' * 1000000
            $digits = '1' * 1000000
            $closed = [IO.MemoryStream]::new(); $closed.Dispose()
            $circle = @{ a = 1 }; $circle.b = $circle
            $throwing = [pscustomobject]@{ b = 1 } | Add-Member ScriptProperty a { throw 'thrown by the property' } -PassThru
            $bounds = [array]::CreateInstance([int], @(2), @(5))
            $none = New-Tensor -Zeros -Shape 0
            $cube = New-Tensor -Zeros -Shape 2, 2, 2
            $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
            $Y = New-Tensor 2, 4, 6, 9 -Shape 4, 1
            $w = New-Tensor 1, 2 -RequiresGrad
            $threads = Get-TensorThread
            $set = New-DataSet $X $Y
            $record = [pscustomobject]@{ a = 1; b = 'x' }
            $named = $record | New-DataSet -Property a -Target b -AsClass
            $records = @{ Epoch = 1; Loss = 2; w = 1 }, @{ Epoch = 2; Loss = 1; w = 2 }
            $model = New-LinearModel 1 1
            $fit = Measure-LinearModel $X $Y
            $stepped = New-LinearModel 1 1
            Measure-MseLoss (Invoke-Model $stepped $X) $Y | Invoke-Backward
            $sgd = New-Optimizer Sgd $stepped 0.1
            $answering = New-CustomModel @{ l = $model } { param($x) $x }
            $network = New-SequentialModel { Conv2d 1 2 3; Flatten; Linear 8 1 }
            class Cyclic : LinRegPS.Module {
                [LinRegPS.Module]$inner
                [LinRegPS.Linear]$lin = (New-LinearModel 1 1)
                [LinRegPS.Tensor] Forward([LinRegPS.Tensor]$x) { return $this.lin.Forward($x) }
            }
            $cyclic = [Cyclic]::new(); $cyclic.inner = $cyclic
            Export-Tensor saved.npy $X
            Export-Tensor saved.npz @{ a = $X; b = $Y }
            'x,y', '1,2' | Set-Content saved.csv
            Export-Model saved.safetensors $model
            Export-Checkpoint saved.ckpt -Model $model -Epoch 1
            """);
    }

    internal ModuleSession Session { get; } = new();

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
