using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Data down the pipeline into a training: tensors, numbers, objects with named columns.</summary>
public sealed class PipedTrainingTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = 2 * $X + 1
        $rows = 1..4 | ForEach-Object { [pscustomobject]@{ name = "n$_"; x = "$_"; y = [string](2 * $_ + 1) } }
        function New-Line { New-LinearModel 1 1 -Weight 0 -Bias 0 }
        function Get-Line($model) { (Get-ModelParameter $model).Value | ForEach-Object { $_.Item() } }
        $expected = New-Line
        $null = Invoke-Training $expected $X $Y 0.01 20

        """;

    [Theory]
    [InlineData("$X | Invoke-Training $m -Target $Y -LearningRate 0.01 -Epoch 20")]
    [InlineData("(,@(1) + ,@(2) + ,@(3) + ,@(4)) | Invoke-Training $m -Target $Y -LearningRate 0.01 -Epoch 20")]
    [InlineData("$rows | Invoke-Training $m -Property x -Target y -LearningRate 0.01 -Epoch 20")]
    [InlineData("Invoke-Training $m $rows y 0.01 20 -Property x")]
    [InlineData("$rows | ForEach-Object { @{ x = $_.x; y = $_.y } } | Invoke-Training $m -Property x -Target y -LearningRate 0.01 -Epoch 20")]
    [InlineData("$m | Invoke-Training -InputObject $X -Target $Y -LearningRate 0.01 -Epoch 20")]
    public void TrainsAsItsArgumentsWould(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$m = New-Line; $records = " + script);
        Assert.Equal(20, session.One<int>("$records.Count"));
        Assert.Equal(session.Run("Get-Line $expected"), session.Run("Get-Line $m"));
    }

    [Fact]
    public void SeveralFeaturesAndBatchesTrainAsTensorsDo()
    {
        using var session = new ModuleSession();
        session.Run("""
            $rows = 1..9 | ForEach-Object { [pscustomobject]@{ a = $_; b = $_ % 4; y = 3 * $_ - $_ % 4 } }
            $one, $two = (New-LinearModel 2 1 -Seed 0), (New-LinearModel 2 1 -Seed 0)
            $null = Invoke-Training $one ($rows | ConvertTo-Tensor a, b) ($rows | ConvertTo-Tensor y) 0.01 5 -BatchSize 4 -Shuffle -Seed 3
            $null = $rows | Invoke-Training $two -Property a, b -Target y -LearningRate 0.01 -Epoch 5 -BatchSize 4 -Shuffle -Seed 3
            """);
        Assert.Equal(session.Tensors("$one.Weight, $one.Bias"), session.Tensors("$two.Weight, $two.Bias"));
    }

    [Theory]
    [InlineData("$rows | Invoke-Training $m -Property x, name -Target y -LearningRate 0.01 -Epoch 2", "NotANumber", "Property 'name' can't be used in any of 4 rows")]
    [InlineData("$rows | Invoke-Training $m -Property 'x ' -Target y -LearningRate 0.01 -Epoch 2", "MissingProperty", "no property 'x '")]
    [InlineData("$rows | Invoke-Training $m -Property x -Target $Y -LearningRate 0.01 -Epoch 2", "TargetNameNeeded", "Name the property")]
    [InlineData("$rows | Invoke-Training $m -Target $Y -LearningRate 0.01 -Epoch 2", "PropertyNeeded", "it has: name, x, y. Name the columns with -Property.")]
    [InlineData("@() | Invoke-Training $m -Property x -Target y -LearningRate 0.01 -Epoch 2", "EmptyTensor", "no elements")]
    [InlineData("$rows | Invoke-Model $m", "PropertyNeeded", "it has: name, x, y. Name the columns with -Property.")]
    [InlineData("Invoke-Model $m $rows", "PropertyNeeded", "element [0] is an object, not a number; it has: name, x, y")]
    [InlineData("Measure-MseLoss (,$rows[0]) 1", "PropertyNeeded", "ConvertTo-Tensor")]
    public void WhatCannotBeUsedIsNamed(string script, string id, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$m = New-Line");
        var error = session.Attempt(script).Errors[0];
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.ToString());
        Assert.Equal("[1,1] 0", session.Tensor("$m.Weight"));
    }

    [Fact]
    public void FaultsOfRowsAreToldWithTheirNumbersAndNothingIsTrained()
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$m = New-Line; $rows[1].x = ''; $rows[3].y = 'n/a'");
        var errors = session.Attempt("$rows | Invoke-Training $m -Property x -Target y -LearningRate 0.01 -Epoch 2").Errors;
        Assert.Equal(2, errors.Length);
        Assert.Contains("row 2, property 'x'", errors[0].ToString());
        Assert.Contains("row 4, property 'y'", errors[1].ToString());
        Assert.Equal("[1,1] 0", session.Tensor("$m.Weight"));
    }

    [Fact]
    public void TenFaultyRowsAreToldAndTheOthersCounted()
    {
        using var session = new ModuleSession();
        session.Run("$rows = 1..30 | ForEach-Object { [pscustomobject]@{ x = ($_ -eq 30 ? '1' : 'x'); y = '1' } }");
        var errors = session.Attempt("$rows | Invoke-Training (New-LinearModel 1 1) -Property x -Target y -LearningRate 0 -Epoch 1 -WarningVariable global:w 3>$null").Errors;
        Assert.Equal(10, errors.Length);
        Assert.Contains("19 more rows", session.One<string>("\"$w\""));
    }

    [Theory]
    [InlineData("Invoke-Training (New-Line) $X $Y 0.01 3 -Verbose", "epochs 1 to 3, a step each, Sgd at rate 0.01, loss Mse")]
    [InlineData("$rows | Measure-LinearModel -Target y -Property x -Verbose -WarningAction Ignore", "y ~ x: 4 rows")]
    [InlineData("$rows | ConvertTo-Tensor x -Verbose", "4 rows of x")]
    [InlineData("Measure-Convergence $X -Target $Y -LearningRate 0.01 -Verbose", "The curvature of [4,1] at rate 0.01")]
    [InlineData("Test-Gradient { $expected.Forward($X).Square().Mean() } $expected -Verbose", "2 numbers in 2 tensors")]
    [InlineData("$r = Invoke-Training (New-Line) $X $Y 0.01 3; Compare-Training $r $r -Verbose", "Records of 2 trainings: 3, 3")]
    [InlineData("Debug-Training (New-Line) $X $Y -LearningRate 0.01 -Epoch 3 -Verbose", "every rule")]
    public void VerboseSaysWhatIsDone(string script, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.Contains(words, session.One<string>($"(. {{ {script} }} 4>&1 | Where-Object {{ $_ -is [Management.Automation.VerboseRecord] }}) -join ' '"));
    }
}
