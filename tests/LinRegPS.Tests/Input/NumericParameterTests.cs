using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Text given to a numeric parameter is a number by the rule for data, in every cmdlet.</summary>
public sealed class NumericParameterTests
{
    private static readonly HashSet<Type> s_numeric =
        [typeof(int), typeof(long), typeof(short), typeof(byte), typeof(uint), typeof(ulong), typeof(float), typeof(double), typeof(decimal)];

    private static readonly (string Name, Type Type)[] s_parameters = Numeric();

    // A call for each cmdlet with numeric parameters, complete but for the parameter in question.
    private static readonly Dictionary<string, string> s_calls = new()
    {
        ["New-Tensor.Full"] = "New-Tensor -Shape 1 -Full {0}",
        ["New-Tensor.Shape"] = "New-Tensor -Zeros -Shape {0}",
        ["New-Tensor.Minimum"] = "New-Tensor -Uniform -Shape 1 -Maximum 5 -Minimum {0}",
        ["New-Tensor.Maximum"] = "New-Tensor -Uniform -Shape 1 -Maximum {0}",
        ["New-Tensor.Mean"] = "New-Tensor -Normal -Shape 1 -Mean {0}",
        ["New-Tensor.StandardDeviation"] = "New-Tensor -Normal -Shape 1 -StandardDeviation {0}",
        ["New-Tensor.Seed"] = "New-Tensor -Normal -Shape 1 -Seed {0}",
        ["Export-Checkpoint.Epoch"] = "Export-Checkpoint run.ckpt -Model $model -WhatIf -Epoch {0}",
        ["Convert-TensorFile.FillValue"] = "Convert-TensorFile $table ([IO.Path]::ChangeExtension($table, '.safetensors')) -Target y -Missing Fill -FillValue {0} -Force",
        ["Import-Tensor.FillValue"] = "Import-Tensor $table -Missing Fill -FillValue {0}",
        ["Import-TrainingTrace.Run"] = "Import-TrainingTrace $log -Run {0}",
        ["New-LinearModel.InFeatures"] = "New-LinearModel -OutFeatures 1 -InFeatures {0}",
        ["New-LinearModel.OutFeatures"] = "New-LinearModel -InFeatures 1 -OutFeatures {0}",
        ["New-LinearModel.Seed"] = "New-LinearModel 1 1 -Seed {0}",
        ["Compare-Gradient.SampleCount"] = "Compare-Gradient 1,2 1,2 -SampleCount {0}",
        ["Compare-Gradient.BatchSize"] = "Compare-Gradient 1,2 1,2 -BatchSize {0}",
        ["Compare-Gradient.FeatureCount"] = "Compare-Gradient 1,2 1,2 -FeatureCount {0}",
        ["Compare-Training.Loss"] = "Compare-Training $records $records -Loss {0}",
        ["Compare-Training.SampleCount"] = "Compare-Training $records $records -SampleCount {0}",
        ["Compare-Training.BatchSize"] = "Compare-Training $records $records -BatchSize {0}",
        ["Measure-Model.InputShape"] = "Measure-Model (New-LinearModel 1 1) -InputShape {0}",
        ["Measure-Model.BatchSize"] = "Measure-Model (New-LinearModel 1 1) -InputShape 1 -BatchSize {0}",
        ["New-SequentialModel.Seed"] = "New-SequentialModel { Linear 1 1 } -Seed {0}",
        ["Measure-Loss.Scale"] = "Measure-Loss 1,2 1,3 Mse -Scale {0}",
        ["Measure-MseLoss.Scale"] = "Measure-MseLoss 1,2 1,3 -Scale {0}",
        ["Measure-Convergence.LearningRate"] = "Measure-Convergence 1,2,3 -LearningRate {0}",
        ["Measure-Convergence.GradientScale"] = "Measure-Convergence 1,2,3 -LearningRate 0.01 -GradientScale {0}",
        ["Measure-Convergence.Tolerance"] = "Measure-Convergence 1,2,3 -LearningRate 0.01 -Tolerance {0}",
        ["Measure-Convergence.Momentum"] = "Measure-Convergence 1,2,3 -LearningRate 0.01 -Momentum {0}",
        ["Measure-Convergence.WeightDecay"] = "Measure-Convergence 1,2,3 -LearningRate 0.01 -WeightDecay {0}",
        ["Measure-Convergence.Seed"] = "Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.01 -Seed {0}",
        ["Measure-LinearModel.Degree"] = "Measure-LinearModel 1,2,4,7,9 1,3,2,8,4 -Degree {0}",
        ["Measure-LinearModel.ConfidenceLevel"] = "Measure-LinearModel 1,2,4,7,9 1,3,2,8,4 -ConfidenceLevel {0}",
        ["Search-Training.BatchSize"] = "Search-Training $layers $X $Y 0.01 1 -BatchSize {0}",
        ["Search-Training.Count"] = "Search-Training $layers $X $Y 0.01 1 -Count {0}",
        ["Search-Training.Fold"] = "Search-Training $layers $X $Y 0.01 1 -Fold {0}",
        ["Search-Training.ValidationShare"] = "Search-Training $layers $X $Y 0.01 1 -ValidationShare {0}",
        ["Search-Training.Seed"] = "Search-Training $layers $X $Y 0.01 1 -Seed {0}",
        ["Search-Training.ThrottleLimit"] = "Search-Training $layers $X $Y 0.01 1 -ThrottleLimit {0}",
        ["Search-Training.LearningRate"] = "Search-Training $layers $X $Y -Epoch 1 -LearningRate {0}",
        ["Search-Training.Epoch"] = "Search-Training $layers $X $Y 0.01 -Epoch {0}",
        ["Set-RandomSeed.Seed"] = "Set-RandomSeed -Seed {0}",
        ["Set-TensorThread.Count"] = "Set-TensorThread -Count {0}",
        ["Test-Gradient.Direction"] = "Test-Gradient { param($w) $w * $w } (New-Tensor 1 -RequiresGrad) -Direction {0}",
        ["Test-Gradient.MaxElement"] = "Test-Gradient { param($w) $w * $w } (New-Tensor 1 -RequiresGrad) -MaxElement {0}",
        ["Test-Gradient.Seed"] = "Test-Gradient { param($w) $w * $w } (New-Tensor 1 -RequiresGrad) -Seed {0}",
        ["Invoke-Training.LearningRate"] = "Invoke-Training $model $X $Y -Epoch 1 -LearningRate {0}",
        ["Invoke-Training.Epoch"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch {0}",
        ["Invoke-Training.StartEpoch"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -StartEpoch {0}",
        ["Invoke-Training.CheckpointEvery"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -CheckpointPath $checkpoint -Force -CheckpointEvery {0}",
        ["Invoke-Training.StartStep"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -StartLoss 1 -StartStep {0}",
        ["Invoke-Training.StartLoss"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -StartStep 2 -StartLoss {0}",
        ["Enter-ProcessGroup.TimeoutSecond"] = "Enter-ProcessGroup -TimeoutSecond {0}",
        ["Sync-Gradient.RowCount"] = "$stepped | Sync-Gradient -ProcessGroup (Enter-ProcessGroup) -RowCount {0}",
        ["Invoke-Training.Part"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -Part {0}",
        ["Invoke-Training.LogEvery"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 2 -LogEvery {0}",
        ["Invoke-Training.BatchSize"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -BatchSize {0}",
        ["Invoke-Training.Seed"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -Seed {0}",
        ["Invoke-Training.LossScale"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -LossScale {0}",
        ["Debug-Training.LearningRate"] = "Debug-Training $model $X $Y -Epoch 1 -LearningRate {0}",
        ["Debug-Training.Epoch"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch {0}",
        ["Debug-Training.LossScale"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -LossScale {0}",
        ["Debug-Training.LogEvery"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -LogEvery {0}",
        ["Debug-Training.BatchSize"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -BatchSize {0}",
        ["Debug-Training.Seed"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -Seed {0}",
        ["New-DataLoader.BatchSize"] = "New-DataSet $X $Y | New-DataLoader -BatchSize {0}",
        ["New-DataLoader.BlockSize"] = "New-DataSet $X $Y | New-DataLoader -Shuffle -BlockSize {0}",
        ["New-DataLoader.Seed"] = "New-DataSet $X $Y | New-DataLoader -Shuffle -Seed {0}",
        ["Split-DataSet.TestShare"] = "New-DataSet (New-Tensor -Zeros -Shape 9,1) (New-Tensor -Zeros -Shape 9) | Split-DataSet -TestShare {0}",
        ["Split-DataSet.ValidationShare"] = "New-DataSet (New-Tensor -Zeros -Shape 9,1) (New-Tensor -Zeros -Shape 9) | Split-DataSet -ValidationShare {0}",
        ["Split-DataSet.Length"] = "New-DataSet (New-Tensor -Zeros -Shape 3,1) (New-Tensor -Zeros -Shape 3) | Split-DataSet -Length {0},1",
        ["Split-DataSet.Fold"] = "New-DataSet $X $Y | Split-DataSet -Fold {0}",
        ["Split-DataSet.Seed"] = "New-DataSet $X $Y | Split-DataSet -Seed {0}",
        ["Step-Training.LearningRate"] = "Step-Training $model $X $Y -LearningRate {0}",
        ["Step-Training.ClipNorm"] = "Step-Training $model $X $Y -LearningRate 0.01 -ClipNorm {0}",
        ["Step-Training.ClipValue"] = "Step-Training $model $X $Y -LearningRate 0.01 -ClipValue {0}",
        ["Test-Model.Threshold"] = "Test-Model $model $X $Y -Threshold {0}",
        ["Invoke-Training.ClipNorm"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -ClipNorm {0}",
        ["Invoke-Training.ClipValue"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -ClipValue {0}",
        ["Invoke-Training.AccumulationStep"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -AccumulationStep {0}",
        ["Debug-Training.ClipNorm"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -ClipNorm {0}",
        ["Debug-Training.ClipValue"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -ClipValue {0}",
        ["Debug-Training.AccumulationStep"] = "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -AccumulationStep {0}",
        ["Invoke-Training.StopAtLoss"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -StopAtLoss {0}",
        ["Invoke-Training.ValidationShare"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -ValidationShare {0}",
        ["Invoke-Training.Patience"] = "Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 1 -Patience {0}",
        ["New-Optimizer.LearningRate"] = "New-Optimizer Adam $model -LearningRate {0}",
        ["Export-RegressionPlot.ConfidenceLevel"] = "Measure-LinearModel 1,2,4,7,9 1,3,2,8,4 | Export-RegressionPlot a.svg -WhatIf -ConfidenceLevel {0}",
        ["Export-TrainingPlot.Threshold"] = "Export-TrainingPlot a.svg $records -WhatIf -Threshold {0}",
        ["Show-TrainingPlot.Width"] = "Show-TrainingPlot $records -Width {0}",
        ["Show-TrainingPlot.Height"] = "Show-TrainingPlot $records -Height {0}",
        ["Show-TensorPlot.Width"] = "Show-TensorPlot $X -Width {0}",
        ["Show-TensorPlot.Height"] = "Show-TensorPlot $X -Height {0}",
        ["Show-TensorPlot.Bin"] = "Show-TensorPlot $X -Kind Histogram -Bin {0}",
        ["Show-ComputationGraph.Width"] = "Show-ComputationGraph $X -Width {0}",
        ["Show-ComputationGraph.Depth"] = "Show-ComputationGraph $X -Depth {0}",
        ["Step-Sgd.Momentum"] = "Step-Sgd $stepped -LearningRate 0.01 -Momentum {0}",
        ["Step-Sgd.Dampening"] = "Step-Sgd $stepped -LearningRate 0.01 -Dampening {0}",
        ["Step-Sgd.WeightDecay"] = "Step-Sgd $stepped -LearningRate 0.01 -WeightDecay {0}",
        ["Step-Sgd.LearningRate"] = "Step-Sgd $stepped -LearningRate {0}",
    };

    // Those that take several numbers.
    private static readonly string[] s_several = ["New-Tensor.Shape", "Measure-Model.InputShape", "Test-Gradient.Direction", "Split-DataSet.Length", "Search-Training.BatchSize", "Search-Training.LearningRate"];

    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        $stepped = New-LinearModel 1 1 -NoBias -Weight 0
        Measure-MseLoss (Invoke-Model $stepped $X) $Y | Invoke-Backward
        $records = @{ Epoch = 1; Loss = 2; w = 1 }, @{ Epoch = 2; Loss = 1; w = 2 }
        $threads = Get-TensorThread
        $layers = { Linear 1 1 }
        $table = Join-Path ([IO.Path]::GetTempPath()) "LinRegPS-numeric-$PID.csv"
        'x,y', '1,2' | Set-Content $table
        $log = $table -replace 'numeric', 'log'
        'epoch,loss', '0,1', '0,2' | Set-Content $log
        $checkpoint = [IO.Path]::ChangeExtension($table, '.ckpt')
        """;

    // What is refused changes nothing: one session for all that is.
    private static readonly Lazy<ModuleSession> s_refusing = new(() =>
    {
        var session = new ModuleSession();
        session.Run(Setup);
        return session;
    });

    public static TheoryData<string> Parameters => [.. s_parameters.Select(p => p.Name)];

    [Fact]
    public void EveryNumericParameterIsTried() =>
        Assert.Empty(s_parameters.Select(p => p.Name).Except(s_calls.Keys));

    // A decimal comma without quotes is a list to PowerShell.
    [Theory]
    [MemberData(nameof(Parameters))]
    public void ADecimalCommaIsExplained(string parameter)
    {
        if (s_calls[parameter].EndsWith(",1", StringComparison.Ordinal) || s_several.Contains(parameter))
            return;
        var session = s_refusing.Value;
        var error = Assert.Single(session.Attempt(s_calls[parameter].Replace("{0}", "0,01")).Errors);
        Assert.StartsWith("LinRegPS.NotANumber,", error.FullyQualifiedErrorId);
        Assert.Contains("0.01", error.Exception.Message);
        Assert.Contains("-" + parameter.Split('.')[1], error.Exception.Message);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void TextThatIsNoNumberIsRefusedAsDataAre(string parameter)
    {
        var session = s_refusing.Value;
        foreach (string text in new[] { "'0,5'", "'2,0'", "'1,234'", "''", "' '", "'two'", "$null", "([datetime]'2024-01-05')" })
        {
            // No shape at all is none.
            if (text == "$null" && parameter == "New-Tensor.Shape")
                continue;
            string call = s_calls[parameter].Replace("{0}", text);
            string[] error = session.All<string>($"try {{ $null = {call}; 'went on' }} catch [LinRegPS.LinRegException] {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}");
            Assert.True(error.Length == 2, call);
            Assert.StartsWith("LinRegPS.NotANumber,LinRegPS.Commands.", error[0]);
            Assert.Contains($"-{parameter.Split('.')[1]}", error[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void NumbersAndCleanTextGoOn(string parameter)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        bool whole = s_parameters.Single(p => p.Name == parameter).Type is var type && type != typeof(double) && type != typeof(float);
        foreach (string text in whole ? ["2", "'2'", "' 2 '", "2L"] : new[] { "0.5", "'0.5'", "'5e-1'", "([float]0.5)", "([decimal]0.5)" })
        {
            // One row and one thread at least.
            string call = s_calls[parameter].Replace("{0}", text);
            Assert.Equal("went on", session.One<string>($"$null = {call} 3>$null; Set-TensorThread $threads; 'went on'"));
        }
    }

    [Fact]
    public void TextIsTheNumberItSays()
    {
        using var session = new ModuleSession();
        Assert.Equal(0.5f, session.One<float>("(New-Tensor -Full '0.5' -Shape 1).Item()"));
        Assert.Equal("[2,3]", session.One<string>("(New-Tensor -Zeros -Shape '2','3').Shape.ToString()"));
        Assert.Equal("[2,3]", session.One<string>("(New-Tensor -Zeros -Shape 2,'3').Shape.ToString()"));
    }

    [Theory]
    [InlineData("'2.5'")]
    [InlineData("'1e-3'")]
    [InlineData("'99999999999999999999'")]
    public void TextThatIsNoWholeNumberInRangeIsRefused(string text)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string id = session.One<string>($"try {{ Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch {text} }} catch {{ $_.FullyQualifiedErrorId }}");
        Assert.Matches("^LinRegPS.(NotANumber|TooLarge),", id);
    }

    [Fact]
    public void ANumberDownThePipelineIsRefusedAlike()
    {
        using var session = new ModuleSession();
        var result = session.Attempt("Get-TensorThread | Out-Null; '1,0' | Set-TensorThread");
        Assert.StartsWith("LinRegPS.NotANumber,", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("-Ulp '1,0'")]
    [InlineData("-Absolute ''")]
    [InlineData("-Relative '0,5'")]
    public void ThePesterOperatorsRefuseAlike(string tolerance)
    {
        using var session = new ModuleSession();
        string[] names = ["Ulp", "Absolute", "Relative"];
        string[] given = [.. names.Select(name => tolerance.StartsWith("-" + name, StringComparison.Ordinal) ? tolerance.Split(' ')[1] : "$null")];
        string id = session.One<string>(
            $"try {{ [LinRegPS.Testing.TensorAssertion]::BeTensor((New-Tensor 1), 1, $false, '', {string.Join(", ", given)}) }} catch {{ $_.Exception.GetBaseException().ErrorId }}");
        Assert.Equal("LinRegPS.NotANumber", id);
    }

    private static (string Name, Type Type)[] Numeric()
    {
        using var session = new ModuleSession();
        return [.. session.All<CommandInfo>("Get-Command -Module LinRegPS")
            .SelectMany(command => command.Parameters.Values.Select(parameter => (Name: $"{command.Name}.{parameter.Name}", Type: NumberType(parameter.ParameterType))))
            .Where(parameter => s_numeric.Contains(parameter.Type) && !parameter.Name.EndsWith(".OutBuffer", StringComparison.Ordinal))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];
    }

    private static Type NumberType(Type type)
    {
        type = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
