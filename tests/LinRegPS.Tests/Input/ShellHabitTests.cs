using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>What people of the shell type by habit: it works, or is told what to type.</summary>
public sealed class ShellHabitTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $data = New-DataSet $X $Y
        $model = New-LinearModel 1 1 -NoBias -Weight 0

        """;

    [Theory]
    [InlineData("$data | Invoke-Training $model 0.05 2", "$data | Invoke-Training $model -LearningRate 0.05 -Epoch 2")]
    [InlineData("$X | Invoke-Training $model $Y 0.01 2", "$X | Invoke-Training $model -Target $Y -LearningRate 0.01 -Epoch 2")]
    [InlineData("$data | Debug-Training $model 0.05 20", "$data | Debug-Training $model -LearningRate 0.05 -Epoch 20")]
    [InlineData("Debug-Training $model $data 0.01", "There is no -Epoch")]
    [InlineData("Invoke-Training $model $data", "-Epoch 100")]
    [InlineData("Invoke-Training $model $X $Y 0.01", "There is no -Epoch")]
    [InlineData("Debug-Training $model $X $Y 0.01", "There is no -Epoch")]
    [InlineData("$model | Invoke-Training -InputObject $X -Target $Y -LearningRate 0.01", "There is no -Epoch")]
    public void WithoutEpochsTheCallIsShownAsItShouldBe(string script, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith("LinRegPS.EpochNeeded,", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.ToString());
        Assert.Equal("[1,1] 0", session.Tensor("$model.Weight"));
    }

    [Theory]
    [InlineData("$data | Invoke-Training $model -LearningRate 0.05 -Epoch 2")]
    [InlineData("$null = Debug-Training $model -Data $data -LearningRate 5 -Epoch 20")]
    [InlineData("$null = Debug-Training $model $data 5 20")]
    [InlineData("$null = Debug-Training $model (New-DataLoader $data -BatchSize 2) 0.01 20")]
    [InlineData("$null = $data | Debug-Training $model -LearningRate 0.05 -Epoch 20")]
    public void WhatIsShownWorks(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.Empty(session.Attempt(script).Errors);
    }

    [Fact]
    public void WhatIsNoModelIsSaidBeforeWhatIsMissing()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.StartsWith("LinRegPS.WrongModel,", Assert.Single(session.Attempt("$model | Invoke-Training $X $Y 0.01 2").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("New-Tensor 1..4", "put it in brackets, (1..4).")]
    [InlineData("Measure-MseLoss 1..4 2..5", "(1..4)")]
    [InlineData("Measure-LinearModel (1..4) 2..5", "(2..5)")]
    [InlineData("Measure-LinearModel 1..4 '-2..1'", "(-2..1)")]
    [InlineData("New-LinearModel 1 1 -Weight 1..1", "(1..1)")]
    [InlineData("$w = New-Tensor 2; Measure-MseLoss $w*$X $Y", "put it in brackets, ($w * $x).")]
    [InlineData("New-Tensor '12%'", "as a currency or a unit")]
    [InlineData("New-Tensor '$12.5'", "as a currency or a unit")]
    [InlineData("New-Tensor '5 kg'", "as a currency or a unit")]
    [InlineData("New-Tensor '2026-01-05'", "Of a date take the days")]
    [InlineData("New-Tensor '1.2.3.4.5'", "use a point")]
    public void TextThatIsNoNumberIsAdvisedOnByItsKind(string script, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith("LinRegPS.NotANumber,", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.ToString());
    }

    [Theory]
    [InlineData("$w | Step-Sgd 0.1", "RateNeeded", "$w | Step-Sgd -LearningRate 0.01.")]
    [InlineData("Step-Sgd $w", "RateNeeded", "-LearningRate")]
    [InlineData("$X | Measure-MseLoss $Y", "TargetNeeded", "Give it with -Target.")]
    [InlineData("$X | Measure-Loss $Y -Loss Huber", "TargetNeeded", "Give it with -Target.")]
    public void WhatStandsInAnotherPlaceIsAskedForByItsName(string script, string id, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$w = New-Tensor 1 -RequiresGrad; $w.Square().Backward()");
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.Contains(words, error.ToString());
    }

    [Fact]
    public void ALossMayBeNamedBeforeOrAfterWhatItMeasures()
    {
        using var session = new ModuleSession();
        session.Run("$scores = New-Tensor 1,2,3,4 -Shape 2,2");
        string expected = session.Tensor("Measure-Loss $scores (0,1) CrossEntropy");
        Assert.Equal(expected, session.Tensor("Measure-Loss CrossEntropy $scores (0,1)"));
        Assert.Equal(expected, session.Tensor("$scores | Measure-Loss -Target (0,1) -Loss CrossEntropy"));
        Assert.StartsWith("LinRegPS.NoSuchName,", Assert.Single(session.Attempt("Measure-Loss CrosEntropy $scores (0,1)").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("New-Tensor -Zeros 2,3", "New-Tensor -Zeros -Shape 2,3")]
    [InlineData("New-Tensor -Ones 4", "New-Tensor -Ones -Shape 4")]
    [InlineData("New-Tensor -Full 5 2,2", "New-Tensor -Full 5 -Shape 2,2")]
    [InlineData("New-Tensor -Normal 2,3 -Seed 1", "New-Tensor -Normal -Shape 2,3 -Seed 1")]
    [InlineData("New-Tensor -Uniform 3 -Seed 1", "New-Tensor -Uniform -Shape 3 -Seed 1")]
    public void AShapeNeedsNoNameWhereThereAreNoNumbers(string script, string expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(session.Tensor(expected), session.Tensor(script));
    }

    [Fact]
    public void OfAParameterThereIsNoRowToLeaveOut()
    {
        using var session = new ModuleSession();
        string error = Assert.Single(session.Attempt("New-LinearModel 1 1 -Seed abc").Errors).ToString();
        Assert.Equal("-Seed: the value is 'abc' (String), not a number.", error);
    }

    [Fact]
    public void NumbersDownThePipelineAreTheRowsOfOneDataSet()
    {
        using var session = new ModuleSession();
        session.Run("$data = 1..10 | New-DataSet -Target (2..11)");
        Assert.Equal(["[10] 1 2 3 4 5 6 7 8 9 10", "[10] 2 3 4 5 6 7 8 9 10 11"], session.Tensors("$data.Input, $data.Target"));
        Assert.StartsWith("LinRegPS.TargetNeeded,", Assert.Single(session.Attempt("1..10 | New-DataSet").Errors).FullyQualifiedErrorId);
        Assert.StartsWith("LinRegPS.NotANumber,", Assert.Single(session.Attempt("'a', 'b' | New-DataSet -Target 1, 2").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Measure-Convergence $data -LearningRate 0.01")]
    [InlineData("Measure-Convergence $X $Y 0.01")]
    [InlineData("Measure-Convergence (New-DataLoader $data -BatchSize 2) -LearningRate 0.01")]
    public void ConvergenceIsMeasuredOfWhatATrainingTakes(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$expected = Measure-Convergence $X -Target $Y -LearningRate 0.01");
        Assert.Equal(session.Run("$expected.Finding, $expected.EpochsToTolerance, $expected.Remedy"), session.Run($"({script}) | ForEach-Object {{ $_.Finding, $_.EpochsToTolerance, $_.Remedy }}"));
    }

    [Fact]
    public void ADataSetForConvergenceHasItsTarget()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.StartsWith("LinRegPS.ParameterConflict,", Assert.Single(session.Attempt("Measure-Convergence $data $Y 0.01").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void TrainingsInOneListAreCompared()
    {
        using var session = new ModuleSession();
        session.Run(Setup + """
            $a = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 20
            $b = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 20 -LossScale 4
            $c = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y 0.01 20
            """);
        Assert.Equal(session.Run("(Compare-Training $a $b $c -Name one, four, again).Finding"), session.Run("(Compare-Training $a, $b, $c -Name one, four, again).Finding"));
        Assert.Equal(2, session.Run("Compare-Training $a, $b, $c").Length);
        foreach (string alone in new[] { "Compare-Training $a", "Compare-Training (, $a)", "Compare-Training $null", "Compare-Training @()" })
            Assert.StartsWith("LinRegPS.CandidateNeeded,", Assert.Single(session.Attempt(alone).Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("$this.hiden.Forward($x)", "-Forward calls $this.hiden, and there is no such layer. Did you mean hidden?")]
    [InlineData("if ($true) { $this.output.Forward($this.hidden.Forward($x)) }", "$this.output")]
    public void ALayerThatACustomModelHasNotIsNamed(string forward, string words)
    {
        using var session = new ModuleSession();
        session.Run(Setup + $"$custom = New-CustomModel -Layer @{{ hidden = New-LinearModel 1 1 }} -Forward {{ param($x) {forward} }}");
        foreach (string script in new[] { "Invoke-Model $custom $X", "Invoke-Training $custom $X $Y 0.1 2" })
        {
            var error = session.Attempt(script).Errors[^1];
            Assert.StartsWith("LinRegPS.NoSuchName,", error.FullyQualifiedErrorId);
            Assert.Contains(words, error.ToString());
            Assert.Contains(words, session.One<string>($"try {{ {script} }} catch {{ \"$_\" }}"));
        }
    }

    [Fact]
    public void OtherErrorsOfACustomModelStayTheirs()
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$custom = New-CustomModel -Layer @{ hidden = New-LinearModel 1 1 } -Forward { param($x) $nothing.Forward($this.hidden.Forward($x)) }");
        var errors = session.Attempt("Invoke-Model $custom $X").Errors;
        Assert.StartsWith("InvokeMethodOnNull", errors[0].FullyQualifiedErrorId);
        Assert.DoesNotContain(errors, error => error.FullyQualifiedErrorId.Contains("NoSuchName", StringComparison.Ordinal));
    }

    [Fact]
    public void AModelThatWasLostBeforeIsNotBlamedOnTheRate()
    {
        using var session = new ModuleSession();
        session.Run(Setup + "$null = Invoke-Training $model $X $Y 1 100 -WarningAction SilentlyContinue");
        string remedy = session.One<string>("(Debug-Training $model $X $Y 0.01 20 -Rule NonFinite).Remedy");
        Assert.StartsWith("It was so before the first step", remedy);
        Assert.StartsWith("A step made it so", session.One<string>("""
            (Debug-Training { $w = New-Tensor 1 -RequiresGrad; foreach ($e in 1..3) {
                $loss = Measure-MseLoss ($w * $X) $Y; $loss | Invoke-Backward
                Invoke-NoGrad { [void]$w.Fill_([double]::NaN) }; $w | Clear-Gradient } } -Rule NonFinite).Remedy
            """));
    }

    [Fact]
    public void AHandWrittenTrainingInDoubleIsNoEvidenceAgainstItself()
    {
        using var session = new ModuleSession();
        session.Run(Setup + """
            $w = 0.0
            $hand = foreach ($epoch in 1..100) {
                $loss = $gradient = 0.0
                foreach ($i in 1..4) { $d = $w * $i - 2 * $i; $loss += $d * $d / 4; $gradient += 2 * $i * $d }
                $w -= 0.01 * $gradient
                [pscustomobject]@{ Epoch = $epoch; Loss = $loss; 'w.grad' = $gradient; w = $w }
            }
            $records = Invoke-Training $model $X $Y 0.01 100
            $verdict = Compare-Training $records $hand -SampleCount 4
            """);
        Assert.Equal("GradientFactor", session.One<string>("\"$($verdict.Cause)\""));
        string evidence = session.One<string>("$verdict.Evidence");
        Assert.DoesNotContain("0 times", evidence);
    }

    [Fact]
    public void ALoaderTakenForItsBatchIsNotTrainedWith()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var wrong = session.Attempt("foreach ($batch in New-DataLoader $data -BatchSize 2) { $model.Forward($batch.Input) }");
        Assert.Contains("a data loader where one of its batches is meant", Assert.Single(wrong.Errors).ToString());
        Assert.Equal(["[2,1] 0 0", "[2,1] 0 0"], session.Tensors("foreach ($batch in (New-DataLoader $data -BatchSize 2)) { $model.Forward($batch.Input) }"));
    }
}
